/** Runs commands of a plan: argument arrays, no shell, an environment without any instance's selectors. */
import {execFile} from 'node:child_process';
import {readableLine} from '../rules/log-lines.ts';
import {applyReasons} from '../text/apply-reasons.ts';

export type CommandResult = {readonly code: number; readonly stdout: string; readonly stderr: string};
export type RunOptions = {
  /** Ends the command; what a service manager was told by then it still does. */
  readonly signal?: AbortSignal | undefined;
  /** Variables beside the clean environment. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** The folder that it works in; ours without it. */
  readonly cwd?: string | undefined;
  /** The longest that it may take, in ms. */
  readonly limitMs?: number | undefined;
};
export type CommandRunner = (argv: readonly string[], options?: RunOptions) => Promise<CommandResult>;

/** Stopping a gateway may take OpenClaw 325 s of draining; a restart waits for it. */
const COMMAND_LIMIT_MS = 360_000;

/** The end of what a program may complain of, in characters. */
const LONGEST_COMPLAINT = 65_536;

export function commandRunner(env: NodeJS.ProcessEnv): CommandRunner {
  return ([command = '', ...args], {signal, environment, cwd, limitMs = COMMAND_LIMIT_MS} = {}) =>
    new Promise(resolve => {
      execFile(command, args, {env: {...env, ...environment}, signal, cwd, timeout: limitMs, maxBuffer: 16 << 20, windowsHide: true}, (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : 127) : 0;
        const isLate = error?.killed === true && signal?.aborted !== true;
        resolve({code, stdout, stderr: isLate ? applyReasons().tooSlow(COMMAND_LIMIT_MS / 1000) : readable(stderr || (error && code === 127 ? error.message : ''))});
      });
    });
}

/** It goes into messages, and a manager may quote a unit with a secret in it. */
function readable(complaint: string): string {
  return complaint.slice(-LONGEST_COMPLAINT).split('\n').map(readableLine).join('\n');
}
