/** The real OpenClaw in our place: terminal, signals and exit code are its own. */
import {type ChildProcess, spawn} from 'node:child_process';
import {constants} from 'node:os';
import {REPLACED} from '../code-cache.ts';
import {Stop} from '../exit-codes.ts';
import {openclawOf} from '../host/engine.ts';
import {childEnvironment, type Environment} from '../host/environment.ts';
import {type Host, instanceOf} from '../rules/answers.ts';
import {openclawCall, type Selector} from '../rules/selector.ts';
import {sessionWords} from '../text/sessions.ts';
import {INSTALL_COMMAND} from '../text/terms.ts';
import {withUsersUmask} from '../umask.ts';

export type ForegroundInput = {
  readonly host: Pick<Host, 'openclaw' | 'instances' | 'machine'>;
  readonly selector: Selector;
  readonly args: readonly string[];
  readonly env: Environment;
  /** Variables beside the clean environment. */
  readonly extra?: Readonly<Record<string, string | undefined>>;
};

/** A word by which OpenClaw would take another instance than ours: it looks for these up to a `--`, and the last one wins. */
export function instanceSwitch(words: readonly string[]): string | undefined {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).find(word => /^--(profile|dev)(=|$)/.test(word));
}

/** What OpenClaw is called with. @throws {Stop} where it is not on this machine */
function callOf({host, selector, args, env, extra}: ForegroundInput): {command: string; argv: string[]; environment: NodeJS.ProcessEnv} {
  const openclaw = openclawOf(instanceOf(selector, host.instances), host);
  if (!openclaw) throw new Stop('failed', sessionWords().noOpenClaw(INSTALL_COMMAND));
  const call = openclawCall(selector);
  return {command: openclaw.node, argv: [openclaw.entry, ...call.args, ...args], environment: childEnvironment(env, {...call.environment, ...extra})};
}

/**
 * Turns this very process into OpenClaw as this instance, so that signals, terminal and exit code are its own; where a
 * system can't do that, waits for it instead.
 * @returns as {@link runOpenClaw}
 * @throws {Stop} where OpenClaw is not on this machine, or can't be started
 */
export function becomeOpenClaw(input: ForegroundInput): Promise<number> {
  const {command, argv, environment} = callOf(input);
  become(command, argv, environment);
  return runOpenClaw(input);
}

/** Returns only where the system has no such call. */
function become(command: string, argv: readonly string[], environment: NodeJS.ProcessEnv): void {
  if (process.platform === 'win32' || typeof process.execve !== 'function') return;
  const {execve} = process;
  (process as NodeJS.EventEmitter).emit(REPLACED);
  withUsersUmask(() => execve.call(process, command, [command, ...argv], environment));
}

/**
 * Runs OpenClaw as this instance, with nothing inherited that could pull it to another one, and waits for it.
 * @returns its exit code; 128 and the number of the signal that ended it, as shells say it
 * @throws {Stop} where OpenClaw is not on this machine, or can't be started
 */
export function runOpenClaw(input: ForegroundInput): Promise<number> {
  const {command, argv, environment} = callOf(input);
  const child = withUsersUmask(() => spawn(command, argv, {stdio: 'inherit', env: environment}));
  const stop = passSignals(child);
  return new Promise((resolve, reject) => {
    child.on('error', error => reject(new Stop('failed', sessionWords().openClawFails(error.message))));
    child.on('exit', (code, signal) => {
      stop();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** What a service manager, a terminal or a user sends a process to end it, or to tell it something. */
const PASSED_ON: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'];

/** @returns ends the passing on */
function passSignals(child: ChildProcess): () => void {
  const handlers = PASSED_ON.map(signal => {
    // A terminal sends Ctrl-C to both of us; sent a second time by us, it would be the user's "at once".
    const isShared = (signal === 'SIGINT' || signal === 'SIGQUIT') && process.stdin.isTTY;
    const handler = () => void (isShared || child.kill(signal));
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const remove of handlers) remove();
  };
}
