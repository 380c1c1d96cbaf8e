/** The Windows that run.sh made: its drive C, and programs in it. */
import {spawnSync} from 'node:child_process';
import {closeSync, copyFileSync, existsSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {FileDraft} from '../../src/rules/service/spec.ts';

const WORK = given('OPENCLAW_TEST_WORK');
const NODE = given('OPENCLAW_TEST_NODE');
const PREFIX = join(WORK, 'prefix');

/** A program that hangs in wine is a failure of the test, not of the whole run. */
const COMMAND_LIMIT_MS = 30_000;

/** What wine needs, and nothing of the shell that runs the tests: it hands all of it on. Without the check Node refuses wine's version of Windows. */
const ENVIRONMENT = {
  HOME: WORK,
  USER: 'jane',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  WINEPREFIX: PREFIX,
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
  LOCPATH: join(WORK, 'locales'),
  LC_ALL: 'hi_IN.UTF-8',
  NODE_SKIP_PLATFORM_CHECK: '1',
};

export type Result = {readonly code: number | null; readonly output: string};

/** A program in wine. @param extra variables that it gets beside those of Windows @param folder where it runs, on drive C */
export function wine(argv: readonly string[], extra: Readonly<Record<string, string>> = {}, folder = 'C:\\'): Result {
  // No pipe: Node can't write to one in wine, and a service of Windows that the program started would hold it open.
  const file = join(WORK, 'output');
  const output = openSync(file, 'w');
  try {
    const {status} = spawnSync('wine', argv, {
      cwd: hostPath(folder),
      env: {...ENVIRONMENT, ...extra},
      stdio: ['ignore', output, output],
      timeout: COMMAND_LIMIT_MS,
    });
    return {code: status, output: readFileSync(file, 'utf8')};
  } finally {
    closeSync(output);
  }
}

/** Where a path of drive C stands on this machine. */
export function hostPath(path: string): string {
  if (!path.startsWith('C:\\')) throw new Error(`${path} is not on drive C`);
  return join(PREFIX, 'drive_c', ...path.slice('C:\\'.length).split('\\'));
}

/** Writes a file as `apply` would. */
export function put({path, text, encoding}: Pick<FileDraft, 'path' | 'text' | 'encoding'>): void {
  const file = hostPath(path);
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, text, encoding);
}

export function read(path: string, encoding: BufferEncoding = 'utf8'): string {
  return readFileSync(hostPath(path), encoding);
}

/** A Node for Windows at this path. */
export function putNode(path: string): void {
  const file = hostPath(path);
  if (existsSync(file)) return;
  mkdirSync(dirname(file), {recursive: true});
  // 80 MB each, and the cache may be on another file system.
  try {
    linkSync(NODE, file);
  } catch {
    copyFileSync(NODE, file);
  }
}

export type Started = {readonly argv: readonly string[]; readonly execArgv: readonly string[]; readonly env: Readonly<Record<string, string>>};

const REPORT = 'C:\\started.json';

/** A stand-in for OpenClaw's entry at this path: it notes what it was started with. */
export function putEntry(path: string): void {
  const script = `const {argv, execArgv, env} = process;
process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(REPORT)}, JSON.stringify({argv, execArgv, env}));
`;
  put({path, text: script, encoding: 'utf8'});
}

/** What the stand-in was started with while `work` went on; undefined when it was not started. */
export function startedBy(work: () => Result): {readonly result: Result; readonly started: Started | undefined} {
  rmSync(hostPath(REPORT), {force: true});
  const result = work();
  return {result, started: existsSync(hostPath(REPORT)) ? (JSON.parse(read(REPORT)) as Started) : undefined};
}

/** Windows does not tell `Path` from `PATH`. */
export function variable({env}: Started, name: string): string | undefined {
  return Object.entries(env).find(([candidate]) => candidate.toUpperCase() === name.toUpperCase())?.[1];
}

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run these tests by npm run test:windows`);
  return value;
}
