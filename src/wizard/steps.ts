/** The steps of the wizard as data: their order, and what must hold before one is left. Both skins walk this table. */
import {parsePort} from '../rules/ports.ts';
import type {Problem} from '../rules/problems.ts';
import {divergencesOf} from '../rules/written.ts';
import {answersOf, botPathOf, planOf, portProblemsOf, profileProblemsOf} from './selectors.ts';
import type {Choices, StepId, WizardState} from './state.ts';

export type Step = {
  readonly id: StepId;
  /** Whether an answer from the host is still under way that leaving it needs. */
  readonly isWaiting: (state: WizardState) => boolean;
  /** A step that is there only where there is something to ask. */
  readonly isShown?: (state: WizardState) => boolean;
};

/** Steps that count on the way to Review; Apply and Done follow by themselves. */
export const STEPS: readonly Step[] = [
  {id: 'profile', isWaiting: ({fields, target}) => target.profile !== fields.profile.text},
  {id: 'ports', isWaiting: ({fields, occupancy}) => occupancy?.base !== parsePort(fields.port.text)},
  {id: 'workspace', isWaiting: state => state.workspace.path !== answersOf(state).workspace},
  {id: 'gateway', isWaiting: () => false},
  {id: 'service', isWaiting: () => false},
  {id: 'channel', isWaiting: state => state.choices.telegram === 'file' && state.botFile?.path !== botPathOf(state)},
  {id: 'changed', isWaiting: () => false, isShown: ({target}) => divergencesOf(target).length > 0},
  {id: 'review', isWaiting: () => false},
];

/** The steps that there are in this state. */
export function shownSteps(state: WizardState): readonly Step[] {
  return STEPS.filter(({isShown}) => isShown?.(state) ?? true);
}

export function stepOf(id: StepId): Step | undefined {
  return STEPS.find(step => step.id === id);
}

/** The step on which a problem of the plan is mended; what no answer mends stands on Review. */
const STEP_OF_PROBLEM: Readonly<Record<Problem['id'], StepId>> = {
  'profile-empty': 'profile',
  'profile-characters': 'profile',
  'profile-default': 'profile',
  'profile-dev': 'profile',
  'profile-uppercase': 'profile',
  'profile-reserved': 'profile',
  'profile-clash': 'profile',
  'port-not-a-number': 'ports',
  'port-privileged': 'ports',
  'port-too-high': 'ports',
  'port-too-near': 'ports',
  'port-overlap': 'ports',
  'port-in-use': 'ports',
  'workspace-empty': 'workspace',
  'workspace-not-absolute': 'workspace',
  'workspace-control-characters': 'workspace',
  'workspace-blocked': 'workspace',
  'workspace-holds-own-state': 'workspace',
  'workspace-shared': 'workspace',
  'kit-unusable': 'workspace',
  'bind-unknown': 'gateway',
  'bind-host': 'gateway',
  'bind-without-auth': 'gateway',
  'env-reference': 'gateway',
  'bot-token': 'channel',
  'bot-token-file': 'channel',
  'bot-accounts': 'channel',
  'bot-owner': 'channel',
  'env-missing': 'service',
  'no-openclaw': 'service',
  'no-npm': 'service',
  'engine-version': 'service',
  'no-service-here': 'service',
  'service-needs-profile': 'service',
  'service-left-behind': 'service',
  'service-unusable': 'service',
  'service-foreign': 'service',
  'service-of-system': 'service',
  'service-elsewhere': 'service',
  'service-drop-in': 'service',
  'config-unusable': 'profile',
  'config-shape': 'profile',
  'profile-held': 'review',
  'not-a-folder': 'review',
  barred: 'review',
  'home-unusable': 'review',
  'service-unholdable': 'service',
  'still-running': 'review',
  'already-running': 'review',
  'not-isolated': 'review',
};

/** Whether a step can be left, where that is told in a fraction of the time that a plan takes: a key of these steps and the first page wait for it. */
const IS_FREE: Readonly<Partial<Record<StepId, (state: WizardState) => boolean>>> = {
  profile: state => profileProblemsOf(state).length === 0,
  ports: state => portProblemsOf(state).length === 0,
};

/** What forbids to leave a step: the problems of the plan that it could mend, on Review all of them. */
export function problemsOn(step: StepId, state: WizardState): Problem[] {
  if (IS_FREE[step]?.(state)) return [];
  const {problems} = planOf(state);
  return step === 'review' ? [...problems] : problems.filter(({id}) => STEP_OF_PROBLEM[id] === step);
}

/** The step that a choice is made on. */
const STEP_OF_CHOICE: Readonly<Record<keyof Choices, StepId>> = {
  kit: 'workspace',
  bind: 'gateway',
  auth: 'gateway',
  service: 'service',
  engine: 'service',
  linger: 'service',
  telegram: 'channel',
  dmPolicy: 'channel',
};

/** Choices of a step that were made and are no longer there. */
export function lostOn(step: StepId, {lost}: WizardState): WizardState['lost'] {
  return lost.filter(({choice}) => STEP_OF_CHOICE[choice] === step);
}

/** The first step in front of another one that must be asked again: something forbids its answer, or has taken it away. */
export function stepDue(before: StepId, state: WizardState): StepId | undefined {
  const ids = shownSteps(state).map(({id}) => id);
  return ids.slice(0, Math.max(0, ids.indexOf(before))).find(id => lostOn(id, state).length > 0 || problemsOn(id, state).length > 0);
}
