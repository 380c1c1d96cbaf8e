/** Starts a program of the system and waits for it. */
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';

export type RunOptions = {
  /** Built for it: what this process got is not handed on. */
  readonly env: NodeJS.ProcessEnv;
  /** In ms. */
  readonly timeout: number;
  /** In bytes. */
  readonly maxBuffer?: number;
  readonly windowsHide?: boolean;
};

/**
 * What it wrote, as text. No shell is between: the words reach it as they are.
 * @throws where it can't be started, ends with another code than 0, or takes longer than it may
 */
export function run(command: string, args: readonly string[], {env, ...limits}: RunOptions): Promise<{readonly stdout: string; readonly stderr: string}> {
  return promisify(execFile)(command, args, {...limits, env, encoding: 'utf8'});
}
