/** Everything a run works with: the host as found, the instance, the first state of the wizard. */
import {randomBytes} from 'node:crypto';
import type {ApplyContext} from '../apply/apply.ts';
import {commandRunner} from '../apply/commands.ts';
import {Stop} from '../exit-codes.ts';
import {readState} from '../host/files.ts';
import {readListeners} from '../host/listeners.ts';
import {managerEnvironment} from '../host/machine.ts';
import {probeBlock} from '../host/probe.ts';
import {type HostFiles, isForeignRoot, surveyFiles, surveyHost} from '../host/survey.ts';
import {readTarget, readWorkspace} from '../host/target.ts';
import {type GivenAnswers, type Host, instanceOf, portOwners} from '../rules/answers.ts';
import {type Instance, findMain} from '../rules/instance.ts';
import {acceptedBaseOf, type Plan} from '../rules/plan.ts';
import {rangesOf} from '../rules/ports.ts';
import {DEFAULT_PROFILE, type ProfilePaths} from '../rules/profile.ts';
import type {Selector} from '../rules/selector.ts';
import type {Target} from '../rules/target.ts';
import {madeBy} from '../rules/work.ts';
import {ownCommand, printable, problemText} from '../text/en.ts';
import type {WizardEffects} from '../wizard/controller.ts';
import {initialState, type WizardState} from '../wizard/state.ts';
import type {Call} from './call.ts';

/** 24 bytes are 192 bits, as many as OpenClaw's own tokens have. */
const TOKEN_BYTES = 24;

/** The host, with the instances that only our own list and the command line know. */
export function openHost(call: Call): Promise<Host> {
  return surveyHost(call.env, knownTo(call));
}

/** The same without what takes longer to know: who listens, and what the service manager says. */
export function openFiles(call: Call): Promise<HostFiles> {
  return surveyFiles(call.env, knownTo(call));
}

function knownTo({selector, store}: Call): ProfilePaths[] {
  return [...store.knownPaths(), ...(selector.kind === 'paths' ? [selector] : [])];
}

/**
 * The instance that a command reports on.
 * @throws {Stop} when it is not on this host, with the command that makes it or names it
 */
export function existingInstance({selector}: Call, host: HostFiles): Instance {
  const instance = instanceOf(selector, host.instances);
  if (instance && (selector.kind === 'profile' || instance.config.kind !== 'missing' || instance.services.length > 0)) return instance;
  if (selector.kind === 'paths') throw new Stop('failed', `there is no config at ${printable(selector.configPath)}; ${ownCommand(host, selector)} setup makes one.`);
  const main = selector.profile === 'main' ? findMain(host.instances) : undefined;
  if (main) throw new Stop('failed', `there is no profile main on this host; its main gateway has none, so it is --profile ${DEFAULT_PROFILE}.`);
  throw new Stop('failed', `there is no profile ${selector.profile} on this host; ${ownCommand(host, selector)} setup makes it.`);
}

/**
 * The instance that a command is to change.
 * @throws {Stop} for main, and when root works in somebody else's home
 */
export function assertOurs({selector, env}: Call, host: Host): void {
  if (selector.kind === 'profile' && selector.profile.toLowerCase() === DEFAULT_PROFILE) throw new Stop('unsafe', problemText({id: 'profile-default'}));
  if (isForeignRoot(host, env)) {
    throw new Stop('unsafe', `this is root in the place of another user, as with sudo; run ${ownCommand(host, selector)} as that user.`);
  }
}

export function targetOf({env, store}: Call, selector: Selector, host: Host): Promise<Target> {
  return readTarget(selector, host, env, store.recall(selector).acceptedBase);
}

export type AnswerGiver = (target: Target, host: Host) => GivenAnswers;

export type Session = {
  readonly initial: WizardState;
  readonly effects: WizardEffects;
};

/**
 * @param givenFor answers of the command and its flags, which may depend on what is there
 * @param isFresh ignore the draft of an unfinished run
 * @throws {Stop} for main, and when root works in somebody else's home
 */
export async function openSession(call: Call, givenFor: AnswerGiver, isFresh: boolean): Promise<Session> {
  const {selector, env, store} = call;
  const host = await openHost(call);
  assertOurs(call, host);
  const workspaceFacts = (path: string) => ({path, ...readWorkspace(path)});
  const target = await targetOf(call, selector, host);
  const initial = initialState({
    host,
    target,
    token: randomBytes(TOKEN_BYTES).toString('hex'),
    workspace: workspaceFacts,
    given: givenFor(target, host),
    draft: isFresh ? undefined : store.recall(selector).draft,
  });
  const effects: WizardEffects = {
    readTarget: named => targetOf(call, named, host),
    readWorkspace: workspaceFacts,
    probe: (about, base, signal) => probe(host, about.selector, base, signal),
    saveDraft: (draft, named) => store.keep(named, 'draft', draft),
    remember: plan => remember(call, plan),
    applyContext: about => applyContext(call, host, about.selector, env),
  };
  return {initial, effects};
}

/** Adds to what we made of an instance; what is no longer there would be somebody else's when it comes back. */
export function rememberMade({store}: Call, selector: Selector, paths: readonly string[] = []): void {
  const made = [...new Set([...(store.recall(selector).made ?? []), ...paths])].filter(path => readState(path).kind !== 'absent');
  store.keep(selector, 'made', made.length === 0 ? undefined : made);
}

function remember(call: Call, plan: Plan): void {
  const {store} = call;
  const {selector} = plan;
  // An older, unfinished run of the wizard has been overtaken.
  store.keep(selector, 'draft', undefined);
  store.keep(selector, 'acceptedBase', acceptedBaseOf(plan));
  rememberMade(call, selector, madeBy(plan));
  if (selector.kind === 'paths') store.keep(selector, 'paths', {stateDir: selector.stateDir, configPath: selector.configPath});
}

/** Who listens is read anew each time: the user may just have stopped what held a port. */
export async function probe(host: Host, selector: Selector, base: number, signal?: AbortSignal) {
  const keepOut = portOwners({selector}, host).flatMap(rangesOf);
  return probeBlock({base, keepOut, readListeners: () => readListeners(host.machine.platform), signal});
}

export function applyContext({store}: Call, host: Host, selector: Selector, env: Call['env']): Omit<ApplyContext, 'onEvent'> {
  return {
    run: commandRunner(managerEnvironment(env, host.machine)),
    backupFolder: store.backupFolder(selector),
    holderOf: async port => {
      const {busy} = await probe(host, selector, port);
      return busy.find(held => held.port === port);
    },
  };
}
