/** What applying a plan goes through, as data; pure, so that the screens can show it before and while it happens. */
import type {Change} from './change.ts';
import type {Diagnosis} from './diagnosis.ts';
import type {Command} from './service/commands.ts';
import type {Work} from './work.ts';

export type ApplyStep =
  | {readonly kind: 'check'}
  /** Copies of what another OpenClaw may migrate. */
  | {readonly kind: 'databases'; readonly stateDir: string}
  | {readonly kind: 'change'; readonly change: Change}
  | {readonly kind: 'command'; readonly command: Command}
  | {readonly kind: 'health'; readonly port: number}
  /** The port that the gateway had before is free again. */
  | {readonly kind: 'left'; readonly port: number};

export type ApplyEvent = {
  readonly step: ApplyStep;
  readonly state: 'running' | 'done' | 'skipped' | 'failed';
  /** One clause: why it was skipped or failed, or what was learned. */
  readonly detail?: string;
};

export type ApplyResult =
  | {readonly kind: 'nothing'}
  /** @property backup folder of the backup; undefined where there is nothing to take back */
  | {readonly kind: 'applied'; readonly backup: string | undefined}
  /**
   * @property isRolledBack false when the files are in place and only the service is not up
   * @property backup what is still to be taken back, if somebody wants to
   * @property diagnosis why a gateway that was started does not answer
   */
  | {readonly kind: 'failed'; readonly step: ApplyStep; readonly reason: string; readonly isRolledBack: boolean; readonly backup?: string; readonly diagnosis?: Diagnosis}
  /** It failed, and was taken back. @property isWhole false where something could not be put back */
  | {readonly kind: 'taken-back'; readonly reason: string; readonly isWhole: boolean};

/** All steps of a work in their order, for a progress list that is there from the start. */
export function stepsOf({preparation, databases, changes, commands, healthPort, access, leftPort}: Work): ApplyStep[] {
  const present = changes.filter(({action}) => action !== 'unchanged');
  return [
    {kind: 'check'},
    ...preparation.map(command => ({kind: 'command', command}) as const),
    ...(databases === undefined ? [] : [{kind: 'databases', stateDir: databases} as const]),
    ...present.filter(change => !isLateChange(change)).map(change => ({kind: 'change', change}) as const),
    ...commands.map(command => ({kind: 'command', command}) as const),
    ...(healthPort === undefined ? [] : [{kind: 'health', port: healthPort} as const]),
    ...(access === undefined ? [] : [{kind: 'command', command: access} as const]),
    ...(leftPort === undefined ? [] : [{kind: 'left', port: leftPort} as const]),
    ...present.filter(isLateChange).map(change => ({kind: 'change', change}) as const),
  ];
}

/** Folders and trees go last: what is deleted with all in it can't be put back when something else fails. */
export function isLateChange({kind, action}: Change): boolean {
  return action === 'delete' && kind !== 'file';
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
