/** What applying a plan goes through, as data; pure, so that the screens can show it before and while it happens. */
import type {Change} from './change.ts';
import type {Plan} from './plan.ts';
import type {Command} from './service/commands.ts';

export type ApplyStep =
  | {readonly kind: 'check'}
  | {readonly kind: 'change'; readonly change: Change}
  | {readonly kind: 'command'; readonly command: Command}
  | {readonly kind: 'health'; readonly port: number};

export type ApplyEvent = {
  readonly step: ApplyStep;
  readonly state: 'running' | 'done' | 'skipped' | 'failed';
  /** One clause: why it was skipped or failed, or what was learned. */
  readonly detail?: string;
};

export type ApplyResult =
  | {readonly kind: 'nothing'}
  | {readonly kind: 'applied'; readonly backup: string}
  /** @property isRolledBack false when the files are in place and only the service is not up */
  | {readonly kind: 'failed'; readonly step: ApplyStep; readonly reason: string; readonly isRolledBack: boolean};

/** All steps of a plan in their order, for a progress list that is there from the start. */
export function stepsOf({changes, commands, healthPort}: Plan): ApplyStep[] {
  return [
    {kind: 'check'},
    ...changes.filter(({action}) => action !== 'unchanged').map(change => ({kind: 'change', change}) as const),
    ...commands.map(command => ({kind: 'command', command}) as const),
    ...(healthPort === undefined ? [] : [{kind: 'health', port: healthPort} as const]),
  ];
}

/** The same for the same step of the same plan, for lists that show steps with their state. */
export function stepKey(step: ApplyStep): string {
  switch (step.kind) {
    case 'change':
      return `change ${step.change.path}`;
    case 'command':
      return `command ${step.command.argv.join(' ')}`;
    default:
      return step.kind;
  }
}
