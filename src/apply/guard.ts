/**
 * The guard: a process of its own that stops a service and starts it again once its pipe ends, however that comes about:
 * because we are done, were interrupted, or were killed. It has a session of its own, so that neither Ctrl-C nor the end of
 * the terminal reaches it, and it alone tells the manager to stop and to start, so that the two never cross.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import {applyReasons, endedText} from '../text/apply-reasons.ts';
import {type Language, spokenLanguage} from '../text/language.ts';
import type {CommandResult} from './commands.ts';
import type {ServiceTask} from './start-again.ts';

/** @property holdMs for how long the service may be held down: a drill that is suspended by Ctrl-Z ends no pipe */
export type GuardTask = ServiceTask & {readonly holdMs: number};

/** What a guard is told first: its task, and in which language it says what fails. */
export type GuardOrder = GuardTask & {readonly language: Language};

/** What a guard says, a line of JSON each. */
export type GuardLine =
  | {readonly kind: 'armed'}
  | ({readonly kind: 'stopped'} & Pick<CommandResult, 'code' | 'stderr'>)
  | {readonly kind: 'started'; readonly failure?: string};

/** The word that makes a guard stop its service. */
export const STOP_WORD = 'stop';

export type Guard = {
  readonly pid: number;
  /** Stops the service. @returns undefined once the manager has, else why it has not. @throws where the guard is gone */
  readonly stop: () => Promise<string | undefined>;
  /** Ends the pipe and waits. @returns undefined once the service runs, else why it does not. @throws where the guard is gone */
  readonly release: () => Promise<string | undefined>;
  /** Settles when the guard ends before its time. */
  readonly gone: Promise<void>;
  /** Leaves it to its work, so that this process may end before it. */
  readonly leave: () => void;
};

/** Beside the bundle; it reads all its code when it starts, so that an upgrade in between does not matter. */
const PROGRAM = join(import.meta.dirname, 'guard.js');

/**
 * Starts a guard and waits till it is ready.
 * @param env in which the manager is reached
 * @throws where it can't be started; nothing was stopped then
 */
export async function armGuard(task: GuardTask, env: NodeJS.ProcessEnv): Promise<Guard> {
  const child = spawn(process.execPath, [PROGRAM], {detached: true, cwd: '/', env, stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true}) as ChildProcess & {readonly stdin: Writable; readonly stdout: Readable};
  const isGone = new Promise<never>((_, reject) => {
    child.on('error', error => reject(new Error(applyReasons().guardNotStarted(error.message))));
    child.on('exit', () => reject(new Error(applyReasons().guardEnded)));
  });
  // It has always ended at last; who waits for it says whether that is an error.
  isGone.catch(() => undefined);
  child.stdin.on('error', () => undefined);
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const next = async <K extends GuardLine['kind']>(kind: K): Promise<Extract<GuardLine, {kind: K}>> => {
    const {value, done} = await lines.next();
    const line: GuardLine | undefined = done ? undefined : JSON.parse(value);
    if (line?.kind !== kind) return isGone;
    return line as Extract<GuardLine, {kind: K}>;
  };
  const order: GuardOrder = {...task, language: spokenLanguage()};
  child.stdin.write(`${JSON.stringify(order)}\n`);
  await Promise.race([next('armed'), isGone]);
  let isReleased = false;
  return {
    pid: child.pid as number,
    async stop() {
      child.stdin.write(`${STOP_WORD}\n`);
      const {code, stderr} = await next('stopped');
      return code === 0 ? undefined : endedText(task.stop[0]?.argv[0], code, stderr);
    },
    async release() {
      isReleased = true;
      child.stdin.end();
      return (await next('started')).failure;
    },
    gone: isGone.catch(() => (isReleased ? new Promise<never>(() => undefined) : undefined)),
    leave() {
      child.stdin.end();
      child.stdout.destroy();
      child.unref();
    },
  };
}
