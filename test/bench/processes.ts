/** How long a program takes from its start to its end, without a terminal. */
import {spawn} from 'node:child_process';
import {CLI} from '../helpers/home.ts';

export const BARE = ['-e', '0'] as const;

/** @returns ms @throws where it does not end with one of the codes */
export function timeOf(args: readonly string[], env: Readonly<Record<string, string>>, codes: readonly number[] = [0]): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, {env, stdio: ['ignore', 'pipe', 'pipe']});
    let said = '';
    child.stdout.resume();
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    child.once('error', reject);
    child.once('exit', code => (codes.includes(code ?? -1) ? resolve(performance.now() - start) : reject(new Error(`${args.join(' ')} ended with ${code}: ${said}`))));
  });
}

export const ours = (...words: readonly string[]) => [CLI, ...words];
