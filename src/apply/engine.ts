/** Installs an engine by npm: beside its place, and moved there when it is whole and runs. */
import {lstat, mkdir, mkdtemp, rename, rm} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {npmReason, sizeOnDisk, versionIn} from '../host/engine.ts';
import {listFolder, readState} from '../host/files.ts';
import {isProcessAlive} from '../host/process.ts';
import {isExact} from '../rules/engine.ts';
import type {Command, EngineOrder} from '../rules/service/commands.ts';
import {applyReasons} from '../text/apply-reasons.ts';
import {missingParents} from './transaction.ts';
import type {CommandResult, CommandRunner, RunOptions} from './commands.ts';

export type EngineOptions = {
  readonly signal?: AbortSignal | undefined;
  /** How far it is: seconds since the start, and bytes that are there. */
  readonly onProgress?: ((seconds: number, bytes: number) => void) | undefined;
};

/** Slow lines take long for its 330 packages; npm itself gives up on a line that is dead. */
const NPM_LIMIT_MS = 30 * 60_000;
const PROGRESS_INTERVAL_MS = 1000;
/** A number of a process may be another's by then. */
const STALE_AGE_MS = 24 * 3_600_000;
/** What is installed there, by whom, and six letters of mkdtemp; before that had a number, without one. */
const STAGING = /^\.(.+?)(?:-(\d+))?-[A-Za-z0-9]{6}$/;

/** What a command of a plan does: one that installs an engine takes more than running it. */
async function runCommand(command: Command, run: CommandRunner): Promise<CommandResult> {
  if (!command.engine) return run(command.argv, {environment: command.environment});
  try {
    await provideEngine(command, command.engine, run);
    return {code: 0, stdout: '', stderr: ''};
  } catch (error) {
    return {code: 1, stdout: '', stderr: (error as Error).message};
  }
}

/** Runs all of them, whatever becomes of each. @returns those that failed */
export async function failuresOf(commands: readonly Command[], run: CommandRunner): Promise<Command[]> {
  const failed: Command[] = [];
  for (const command of commands) if ((await runCommand(command, run)).code !== 0) failed.push(command);
  return failed;
}

/**
 * @returns whether anything was done: an engine that is whole is left as it is
 * @throws with one clause when npm fails, or what it made is not that version or does not run; nothing of it is left then
 */
export async function provideEngine({argv, environment}: Command, {folder, version, node, packageFolder}: EngineOrder, run: CommandRunner, {signal, onProgress}: EngineOptions = {}): Promise<boolean> {
  await removeStaleStaging(dirname(folder));
  if (versionIn(packageFolder) === version) return false;
  if (readState(folder).kind !== 'absent') throw new Error(applyReasons().engineInTheWay(folder, version));
  for (const missing of missingParents(folder)) await mkdir(missing, {mode: 0o700});
  // The last name of the prefix is the only difference to what the plan says.
  const staging = await mkdtemp(join(dirname(folder), `.${version}-${process.pid}-`));
  const inStaging = (path: string) => join(staging, path.slice(folder.length));
  try {
    const installing = run(argv.map(word => (word === folder ? staging : word)), {signal, environment, cwd: staging, limitMs: NPM_LIMIT_MS});
    const {code, stderr} = await watched(installing, staging, onProgress);
    signal?.throwIfAborted();
    if (code !== 0) throw new Error(applyReasons().npmFailed(version, npmReason(stderr) ?? applyReasons().exit(code)));
    const found = versionIn(inStaging(packageFolder));
    if (found !== version) throw new Error(found === undefined ? applyReasons().notWhole(version) : applyReasons().otherVersion(version, found));
    await assertRuns(inStaging(packageFolder), version, node, run, {signal, environment, cwd: staging});
    await rename(staging, folder);
    return true;
  } finally {
    await rm(staging, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
  }
}

/** What an install that was killed left behind: by the process in its name, or by an age that no install reaches. @param folder of the engines */
export async function removeStaleStaging(folder: string): Promise<void> {
  for (const name of listFolder(folder)) {
    const path = join(folder, name);
    const [, version = '', pid] = STAGING.exec(name) ?? [];
    const stats = isExact(version) ? await lstat(path).catch(() => undefined) : undefined;
    if (!stats?.isDirectory() || stats.uid !== (process.getuid?.() ?? stats.uid)) continue;
    const isOld = Date.now() - stats.mtimeMs > STALE_AGE_MS;
    if (isOld || (pid !== undefined && !isProcessAlive(Number(pid)))) await rm(path, {recursive: true, force: true, maxRetries: 5, retryDelay: 200}).catch(() => undefined);
  }
}

/** By its first start an OpenClaw whose install scripts npm left out also makes up for them (2026.9.6). */
async function assertRuns(packageFolder: string, version: string, node: string, run: CommandRunner, options: RunOptions): Promise<void> {
  const {code, stderr} = await run([node, join(packageFolder, 'dist', 'index.js'), '--version'], options);
  options.signal?.throwIfAborted();
  if (code !== 0) throw new Error(applyReasons().doesNotRun(version, `${basename(dirname(node))}/${basename(node)}`, stderr.trim().split('\n')[0] || applyReasons().exit(code)));
}

async function watched(installing: Promise<CommandResult>, folder: string, onProgress: EngineOptions['onProgress']): Promise<CommandResult> {
  const over = new AbortController();
  const start = performance.now();
  const watch = async () => {
    while (!over.signal.aborted) {
      const bytes = await sizeOnDisk(folder);
      if (!over.signal.aborted) onProgress?.(Math.round((performance.now() - start) / 1000), bytes);
      await sleep(PROGRESS_INTERVAL_MS, undefined, {signal: over.signal}).catch(() => undefined);
    }
  };
  const watching = onProgress ? watch() : Promise.resolve();
  try {
    return await installing;
  } finally {
    over.abort();
    await watching;
  }
}
