/** Our bin without a terminal, as a script calls it. */
import {spawnSync} from 'node:child_process';
import {CLI} from './home.ts';

export type Run = {readonly code: number | null; readonly out: string; readonly err: string};

export function run(args: readonly string[], env: Record<string, string>, node = process.execPath): Run {
  const {status, stdout, stderr} = spawnSync(node, [CLI, ...args], {env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000});
  return {code: status, out: stdout, err: stderr};
}
