/** Everything a run works with: the host as found, the profile, the first state of the wizard. */
import {randomBytes} from 'node:crypto';
import type {ApplyContext} from './apply/apply.ts';
import {commandRunner} from './apply/commands.ts';
import type {Store} from './apply/store.ts';
import {Stop} from './exit-codes.ts';
import type {Environment} from './host/environment.ts';
import {managerEnvironment} from './host/machine.ts';
import {readListeners} from './host/listeners.ts';
import {probeBlock} from './host/probe.ts';
import {isForeignRoot, surveyHost} from './host/survey.ts';
import {readTarget, readWorkspace} from './host/target.ts';
import {type GivenAnswers, type Host, othersThan} from './rules/answers.ts';
import {portOwnerOf} from './rules/instance.ts';
import {rangesOf} from './rules/ports.ts';
import {DEFAULT_PROFILE, isProfileName} from './rules/profile.ts';
import {problemText} from './text/en.ts';
import type {WizardEffects} from './wizard/controller.ts';
import {initialState, type WizardState} from './wizard/state.ts';

export type Session = {
  readonly initial: WizardState;
  readonly effects: WizardEffects;
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
  if (isForeignRoot(survey, env)) {
    throw new Stop('unsafe', `this is root in the place of another user, as with sudo; run ${survey.machine.ownCommand} --profile ${profile} as that user.`);
  }
  const workspaceFacts = (path: string) => ({path, ...readWorkspace(path)});
  const readOne = (name: string) => readTarget(name, survey, env, store.acceptedBase(name));
  const target = await readOne(profile);
  const draft = isFresh ? undefined : store.readDraft(profile);
  const initial = initialState({
    host: survey,
    target,
    token: randomBytes(TOKEN_BYTES).toString('hex'),
    workspace: workspaceFacts,
    given,
    draft,
  });
  const effects: WizardEffects = {
    readTarget: readOne,
    readWorkspace: workspaceFacts,
    probe: (name, base, signal) => probe(survey, name, base, signal),
    saveDraft: (kept, name) => store.saveDraft(name, kept),
    rememberAccepted: (base, name) => store.rememberAccepted(name, base),
    applyContext: name => applyContext(survey, name, env, store),
  };
  return {initial, effects};
}

/** Who listens is read anew each time: the user may just have stopped what held a port. */
async function probe(survey: Host, profile: string, base: number, signal?: AbortSignal) {
  const listeners = await readListeners(survey.machine.platform);
  const keepOut = othersThan(profile, survey).map(portOwnerOf).flatMap(rangesOf);
  return probeBlock({base, keepOut, listeners, signal});
}

function applyContext(survey: Host, profile: string, env: Environment, store: Store): Omit<ApplyContext, 'onEvent'> {
  return {
    run: commandRunner(managerEnvironment(env, survey.machine)),
    backupFolder: store.backupFolder(profile),
    holderOf: async port => {
      const {busy} = await probe(survey, profile, port);
      return busy.find(held => held.port === port);
    },
  };
}

