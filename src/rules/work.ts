/** What is to be done on this host, whatever it is for. The review, dry run, JSON, apply and undo read this one form. */
import type {Change} from './change.ts';
import type {Selector} from './selector.ts';
import type {Command, WorkUndo} from './service/commands.ts';

export type Work = {
  readonly selector: Selector;
  /** The name of the profile, or a short one of the paths. */
  readonly profile: string;
  /** Run before any file is touched: a service stops while its file is still there. */
  readonly preparation: readonly Command[];
  readonly changes: readonly Change[];
  readonly commands: readonly Command[];
  /** What takes the service back, beside the files. */
  readonly undo: WorkUndo;
  /** A port that must be free when the work begins. */
  readonly freePort: number | undefined;
  /** The health check after a start; undefined when nothing is started. */
  readonly healthPort: number | undefined;
  /** What it has to let us in with, once it is healthy. */
  readonly access?: Command | undefined;
  /** A port that its gateway leaves, and that must be free at the end. */
  readonly leftPort?: number | undefined;
  /** The state folder whose databases are copied first: another OpenClaw than before is to run on them. */
  readonly databases?: string | undefined;
  /** What the manager calls the service that is, or could be. */
  readonly serviceName: string | undefined;
};

/** What it runs before its files are written, and after. */
export function commandsOf({preparation, commands, access}: Work): {readonly before: readonly Command[]; readonly after: readonly Command[]} {
  return {before: preparation, after: access ? [...commands, access] : commands};
}

/** Whether it would do nothing. */
export function isEmpty({preparation, changes, commands}: Work): boolean {
  return preparation.length === 0 && changes.every(({action}) => action === 'unchanged') && commands.length === 0;
}

/** Whether two of them do the same, and nothing forbids either. */
export function isSameWork(one: Work & {readonly problems: readonly unknown[]}, other: Work & {readonly problems: readonly unknown[]}): boolean {
  const whatCounts = ({preparation, changes, commands, problems, databases, healthPort, leftPort}: typeof one) => JSON.stringify([preparation, changes, commands, problems, databases, healthPort, leftPort]);
  return whatCounts(one) === whatCounts(other);
}
