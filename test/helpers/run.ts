/** Our bin without a terminal, as a script calls it. */
import {execFile, spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {CLI, ROOT} from './home.ts';

/** Where Node keeps what it compiled: a third of a short run would else go to compiling the same again. */
export const COMPILED: Readonly<Record<string, string>> = {NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compiled')};

export type Run = {readonly code: number | null; readonly out: string; readonly err: string};

export function run(args: readonly string[], env: Record<string, string>, node = process.execPath): Run {
  const {status, stdout, stderr} = spawnSync(node, [CLI, ...args], {env: {...COMPILED, ...env}, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000});
  return {code: status, out: stdout, err: stderr};
}

/** The same without holding up whatever else the test does. @param input for its stdin */
export function runAsync(args: readonly string[], env: Record<string, string>, input = ''): Promise<Run> {
  return new Promise(resolve => {
    const child = execFile(process.execPath, [CLI, ...args], {env: {...COMPILED, ...env}, encoding: 'utf8', timeout: 20_000}, (error, out, err) => {
      resolve({code: error ? (typeof error.code === 'number' ? error.code : null) : 0, out, err});
    });
    child.stdin?.end(input);
  });
}
