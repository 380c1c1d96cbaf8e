/** A temporary HOME with what a test needs in it, and a PATH with our stand-in for OpenClaw. */
import {chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, relative} from 'node:path';
import {onTestFinished} from 'vitest';

export const ROOT = new URL('../..', import.meta.url).pathname;
export const CLI = join(ROOT, 'dist/cli.cjs');

export type TestHome = {
  readonly path: string;
  /** Writes a file below HOME, with its folders. */
  readonly write: (file: string, text: string, mode?: number) => string;
  readonly read: (file: string) => string;
  /** Permission bits. */
  readonly mode: (file: string) => number;
  /** Path, mode and bytes of all files below a folder of HOME, for before-and-after comparisons. */
  readonly snapshot: (folder?: string) => Record<string, string>;
  /** Another program in the place of our stand-in for OpenClaw. */
  readonly openclaw: (script: string) => void;
  /** An environment that holds nothing of the machine's. */
  readonly env: Record<string, string>;
};

export const MAIN_CONFIG = {
  gateway: {mode: 'local', port: 18789, bind: 'loopback', auth: {mode: 'token', token: 'main-token-that-nobody-may-see'}},
  agents: {defaults: {}},
};

type HomeOptions = {
  readonly hasMain?: boolean;
  /** Puts an `openclaw` and a `node` on the PATH. */
  readonly hasOpenClaw?: boolean;
  /** Where it lies, for what is to be the same in each run; by default somewhere else each time. */
  readonly root?: string;
};

export function makeHome({hasMain = true, hasOpenClaw = true, root: given}: HomeOptions = {}): TestHome {
  if (given !== undefined) {
    rmSync(given, {recursive: true, force: true});
    mkdirSync(given);
  }
  const root = given ?? realpathSync(mkdtempSync(join(tmpdir(), 'openclaw-rescue-test-')));
  onTestFinished(() => rmSync(root, {recursive: true, force: true, maxRetries: 5}));
  const path = join(root, 'home');
  const bin = join(root, 'bin');
  mkdirSync(path);
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  if (hasOpenClaw) {
    cpSync(join(ROOT, 'test/fixtures/openclaw'), join(root, 'lib/openclaw'), {recursive: true});
    symlinkSync('../lib/openclaw/openclaw.mjs', join(bin, 'openclaw'));
  }
  const home: TestHome = {
    path,
    write(file, text, mode = 0o600) {
      const target = join(path, file);
      mkdirSync(dirname(target), {recursive: true});
      writeFileSync(target, text);
      chmodSync(target, mode);
      return target;
    },
    read: file => readFileSync(join(path, file), 'utf8'),
    mode: file => statSync(join(path, file)).mode & 0o7777,
    snapshot: (folder = '.') => Object.fromEntries(walk(join(path, folder)).map(file => [relative(path, file), describe(file)])),
    openclaw: script => writeFileSync(join(root, 'lib/openclaw/dist/index.js'), script),
    env: {HOME: path, PATH: bin, TERM: 'xterm-256color', LANG: 'C.UTF-8', TZ: 'UTC'},
  };
  if (hasMain) home.write('.openclaw/openclaw.json', `${JSON.stringify(MAIN_CONFIG, null, 2)}\n`);
  return home;
}

function walk(folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? [path, ...walk(path)] : [path];
  });
}

function describe(path: string): string {
  if (lstatSync(path).isSymbolicLink() && !existsSync(path)) return `link to ${readlinkSync(path)}`;
  const stats = statSync(path);
  const mode = (stats.mode & 0o7777).toString(8);
  return stats.isDirectory() ? `${mode} folder` : `${mode} ${readFileSync(path, 'latin1')}`;
}
