/** Everything a run works with: the host as found, the profile, the first state of the wizard. */
import {randomBytes} from 'node:crypto';
import type {ApplyContext} from './apply/apply.ts';
import {commandRunner} from './apply/commands.ts';
import type {Store} from './apply/store.ts';
import {Stop} from './exit-codes.ts';
import type {Environment} from './host/environment.ts';
import {managerEnvironment} from './host/machine.ts';
import {probeBlock} from './host/probe.ts';
import {isForeignHome, type Survey, surveyHost} from './host/survey.ts';
import {readTarget, readWorkspace} from './host/target.ts';
import {type GivenAnswers, othersThan} from './rules/answers.ts';
import {portOwnerOf} from './rules/instance.ts';
import {blockOf} from './rules/ports.ts';
import {DEFAULT_PROFILE, isProfileName} from './rules/profile.ts';
import {problemText} from './text/en.ts';
import type {WizardPorts} from './wizard/controller.ts';
import {initialState, type WizardState} from './wizard/state.ts';

export type Session = {
  readonly survey: Survey;
  readonly initial: WizardState;
  readonly ports: WizardPorts;
};

/** 24 bytes are 192 bits, as many as OpenClaw's own tokens have. */
const TOKEN_BYTES = 24;

/** @throws {Stop} for a name that is none, and for main's */
export function assertProfile(profile: string): void {
  if (!isProfileName(profile)) throw new Stop('usage', problemText(profile === '' ? {id: 'profile-empty'} : {id: 'profile-characters', name: profile}));
  if (profile.toLowerCase() === DEFAULT_PROFILE) throw new Stop('unsafe', problemText({id: 'profile-default'}));
}

/**
 * @param given answers of flags
 * @param isFresh ignore the draft of an unfinished run
 * @throws {Stop} when root works in somebody else's home
 */
export async function openSession(profile: string, given: GivenAnswers, env: Environment, store: Store, isFresh: boolean): Promise<Session> {
  const survey = await surveyHost(env);
  if (isForeignHome(survey)) {
    throw new Stop('unsafe', `${survey.machine.homes.openclaw} belongs to another user; run openclaw-rescue --profile ${profile} as that user, without sudo.`);
  }
  const workspaceFacts = (path: string) => ({path, ...readWorkspace(path)});
  const target = await readTarget(profile, survey, env);
  const draft = isFresh ? undefined : store.readDraft(profile);
  const initial = initialState({
    host: survey,
    target,
    token: randomBytes(TOKEN_BYTES).toString('hex'),
    workspace: workspaceFacts,
    given,
    draft,
  });
  const ports: WizardPorts = {
    readTarget: name => readTarget(name, survey, env),
    readWorkspace: workspaceFacts,
    probe: (name, base, signal) => probe(survey, name, base, signal),
    saveDraft: (kept, name) => store.saveDraft(name, kept),
    applyContext: name => applyContext(survey, name, env, store),
  };
  return {survey, initial, ports};
}

function probe({instances, listeners}: Survey, profile: string, base: number, signal?: AbortSignal) {
  const others = othersThan(profile, instances).map(portOwnerOf);
  const keepOut = others.flatMap(({bases, explicit}) => [...bases.map(blockOf), ...explicit.map(({range}) => range)]);
  return probeBlock({base, keepOut, listeners, signal});
}

function applyContext({machine}: Survey, profile: string, env: Environment, store: Store): Omit<ApplyContext, 'onEvent'> {
  return {run: commandRunner(managerEnvironment(env, machine)), backupFolder: store.backupFolder(profile)};
}

