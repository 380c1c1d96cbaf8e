/** The steps of the wizard as data: their order, and what must hold before one is left. Both skins walk this table. */
import {othersThan, profileNames} from '../rules/answers.ts';
import {footprintOf} from '../rules/instance.ts';
import {gatewayProblems, ownsBase} from '../rules/plan.ts';
import {judgeProfileName} from '../rules/profile.ts';
import type {Problem} from '../rules/problems.ts';
import {judgeWorkspace} from '../rules/workspace.ts';
import {answersOf, planOf, verdictOf} from './selectors.ts';
import type {StepId, WizardState} from './state.ts';

export type Step = {
  readonly id: StepId;
  /** What forbids to leave it, worst first. */
  readonly problems: (state: WizardState) => Problem[];
  /** Whether an answer from the host is still under way that leaving it needs. */
  readonly isWaiting: (state: WizardState) => boolean;
};

/** Steps that count on the way to Review; Apply and Done follow by themselves. */
export const STEPS: readonly Step[] = [
  {
    id: 'profile',
    problems: ({fields, host}) => {
      const problem = judgeProfileName(fields.profile.text, profileNames(host.instances), host.machine.platform);
      return problem ? [problem] : [];
    },
    isWaiting: ({fields, target}) => target.profile !== fields.profile.text,
  },
  {
    id: 'ports',
    problems: state => portProblems(state),
    isWaiting: ({fields, occupancy}) => String(occupancy?.base) !== fields.port.text.trim(),
  },
  {
    id: 'workspace',
    problems: state => {
      const {host, target, workspace} = state;
      const answers = answersOf(state);
      const others = othersThan(answers.profile, host.instances).map(footprintOf);
      const candidate = {...workspace, path: answers.workspace};
      const problem = judgeWorkspace(candidate, target.resolvedStateDir, others, host.machine.platform);
      return problem ? [problem] : [];
    },
    isWaiting: state => state.workspace.path !== answersOf(state).workspace,
  },
  {
    id: 'gateway',
    // Whether the service can be started is asked for on the next step.
    problems: state => gatewayProblems({...answersOf(state), service: 'none'}, state.target),
    isWaiting: () => false,
  },
  {id: 'service', problems: state => gatewayProblems(answersOf(state), state.target), isWaiting: () => false},
  {id: 'review', problems: state => [...planOf(state).problems], isWaiting: () => false},
];

function portProblems(state: WizardState): Problem[] {
  const {fields, target, occupancy, acceptedBase} = state;
  const verdict = verdictOf(state);
  if (verdict.kind === 'refused') return [verdict.reason];
  const base = Number(fields.port.text);
  const held = occupancy?.base === base ? occupancy.busy.find(({port}) => port === base) : undefined;
  if (held && !ownsBase(target, base)) return [{id: 'port-in-use', ...held}];
  if (verdict.kind === 'clean' || acceptedBase === base) return [];
  return [{id: 'port-overlap', base, nearest: verdict.nearest, clashes: verdict.clashes}];
}

export function stepOf(id: StepId): Step | undefined {
  return STEPS.find(step => step.id === id);
}
