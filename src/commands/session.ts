/** Everything a run works with: the host as found, the instance, the first state of the wizard. */
import {randomBytes} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ApplyContext} from '../apply/apply.ts';
import {lastBackup} from '../apply/backup.ts';
import {commandRunner} from '../apply/commands.ts';
import type {Made, Remembered} from '../apply/store.ts';
import {type TakenBack, takeBack} from '../apply/take-back.ts';
import {readBotToken} from '../host/bot-file.ts';
import {folderId, readFolder, readState} from '../host/files.ts';
import {managerEnvironment} from '../host/machine.ts';
import {probePorts} from '../host/probe.ts';
import {diagnoseStart, readServiceEnd, type StartedService} from '../host/service-end.ts';
import {readWorkspace} from '../host/target.ts';
import {type GivenAnswers, type Host, instanceOf} from '../rules/answers.ts';
import {acceptedBaseOf, type Plan} from '../rules/plan.ts';
import type {Setting} from '../rules/config/edit.ts';
import type {BusyPort} from '../rules/occupancy.ts';
import {isBefore} from '../rules/version.ts';
import {NO_SETTINGS} from '../rules/config/settings.ts';
import {type Selector, selectedPaths} from '../rules/selector.ts';
import {MANAGER_OF} from '../rules/service/files.ts';
import {writtenBy} from '../rules/written.ts';
import type {Target} from '../rules/target.ts';
import type {WizardEffects} from '../wizard/controller.ts';
import {begin} from '../wizard/resume.ts';
import type {StepId, WizardState} from '../wizard/state.ts';
import type {Call} from './call.ts';
import {assertOurs, openHost, probe, probeInput, targetOf} from './host.ts';
import {lockPorts, type Seat} from './locking.ts';

/** 24 bytes are 192 bits, as many as OpenClaw's own tokens have. */
const TOKEN_BYTES = 24;

/** Nobody types a key after another one in so many ms, but a key that is held down comes as often. */
const BURST_MS = 50;

export type AnswerGiver = (target: Target, host: Host) => GivenAnswers;

export type Session = {
  readonly initial: WizardState;
  readonly effects: WizardEffects;
};

export type SessionOptions = {
  /** Answers of the command and its flags, which may depend on what is there. */
  readonly given: AnswerGiver;
  /** Keys that no answer gives. */
  readonly repairs?: readonly Setting[];
  /** Where the wizard begins. */
  readonly step?: StepId;
  /** Ignore the draft of an unfinished run. */
  readonly isFresh: boolean;
  /** The lock of the instance that it is about; without it somebody else sees to that. */
  readonly seat?: Seat;
};

/** @throws {Stop} for main, and when root works in somebody else's home */
export async function openSession(call: Call, {given, repairs = [], step, isFresh, seat}: SessionOptions): Promise<Session> {
  const {selector, store} = call;
  let host = await openHost(call, true);
  assertOurs(call, host);
  const workspaceFacts = (path: string) => ({path, ...readWorkspace(path, host.machine.platform)});
  const botFile = (path: string) => ({path, token: readBotToken(path)});
  const read = async (named: Selector): Promise<Target> => {
    const heldBy = await seat?.take(named);
    const target = await targetOf(call, named, host);
    return heldBy ? {...target, heldBy} : target;
  };
  const target = await read(selector);
  let token: string | undefined;
  const initial = begin({
    host,
    target,
    token: () => (token ??= randomBytes(TOKEN_BYTES).toString('hex')),
    workspace: workspaceFacts,
    botFile,
    given: given(target, host),
    repairs,
    ...(step === undefined ? {} : {step}),
    draft: isFresh ? undefined : store.isDamaged() ? null : store.recall(selector).draft,
  });
  /** When the host was asked about ports last, in ms. */
  let asked = -BURST_MS;
  const effects: WizardEffects = {
    readTarget: read,
    async reread(named) {
      host = await openHost(call, true);
      return {host, target: await read(named)};
    },
    release: () => seat?.release(),
    lockPorts: () => lockPorts(call),
    readWorkspace: workspaceFacts,
    readBotFile: botFile,
    readFolder: path => readFolder(path),
    async probe(about, base, signal) {
      const isBurst = performance.now() - asked < BURST_MS;
      asked = performance.now();
      // Of keys back to back only the last one is asked about; else a frame that waits to be drawn comes first.
      await (isBurst ? sleep(BURST_MS, undefined, {signal}) : new Promise(resolve => setImmediate(resolve)));
      return probe(host, about.selector, base, signal);
    },
    // What mends something else than answers is asked for anew.
    saveDraft: (draft, named) => void (isFresh || store.remember(named, {draft: draft ?? null})),
    remember: plan => store.remember(plan.selector, rememberedOf(call, plan)),
    applyContext: plan => ({...applyContext(call, host, plan.selector), remembered: rememberedOf(call, plan)}),
    takeBack: about => takeLastBack(call, host, about.selector),
  };
  return {initial, effects};
}

/** What of it is still what we made: a folder that took the place of ours is not ours. */
export function madeOf({store}: Call, selector: Selector): ReadonlySet<string> {
  const entries = store.recall(selector).made ?? [];
  const isOurs = ({path, id}: Made) => (readState(path).kind === 'file' ? id === undefined : id !== undefined && folderId(path) === id);
  return new Set(entries.filter(isOurs).map(({path}) => path));
}

/** What later runs must know of a plan that came to its end, or had nothing to do. */
function rememberedOf({store}: Call, plan: Plan): Remembered {
  const {selector} = plan;
  return {
    // An older, unfinished run of the wizard has been overtaken.
    draft: null,
    acceptedBase: acceptedBaseOf(plan) ?? null,
    // What others changed was told and let stand, so it is not told again.
    written: writtenBy(plan, store.recall(selector).written),
    ...(selector.kind === 'paths' ? {paths: {stateDir: selector.stateDir, configPath: selector.configPath}} : {}),
  };
}

async function takeLastBack(call: Call, host: Host, selector: Selector): Promise<TakenBack | undefined> {
  const {store, env} = call;
  const last = lastBackup(store.backups(selector));
  return last && takeBack(last, {selector, store, run: commandRunner(managerEnvironment(env, host.machine))});
}

export function applyContext(call: Call, host: Host, selector: Selector): Omit<ApplyContext, 'onEvent' | 'remembered'> {
  const manager = MANAGER_OF[host.machine.platform];
  return {
    run: commandRunner(managerEnvironment(call.env, host.machine)),
    store: call.store,
    answersWithPage: host.openclaw !== undefined && isBefore(host.openclaw.version, 2026, 5),
    holderOf: port => holderOf(host, selector, port),
    lookAtStart: (name, since) => readServiceEnd({manager, name}, host.machine, call.env, since),
    diagnose: (name, port, since) => diagnoseStart({manager, name, port, instance: instanceOf(selector, host.instances) ?? unmade(selector, host), version: host.openclaw?.version}, host.machine, call.env, since),
  };
}

/** One that was not there when the host was looked at. */
function unmade(selector: Selector, {machine}: Host): StartedService['instance'] {
  const profile = selector.kind === 'profile' ? {profile: selector.profile} : {};
  return {...profile, ...selectedPaths(selector, machine.homes.openclaw, machine.platform), settings: NO_SETTINGS};
}

async function holderOf(host: Host, selector: Selector, port: number): Promise<BusyPort | undefined> {
  const [held] = await probePorts([port], probeInput(host, selector));
  return held;
}
