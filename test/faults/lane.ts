/** A place for one trial at a time: a home that is brought back to where an operation begins as often as it takes. */
import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {folderId} from '../../src/host/files.ts';
import {CLI, ROOT} from '../helpers/home.ts';
import {makeManaged} from '../helpers/manager.ts';
import {type Program, start} from './strace.ts';
import {mask, type Tree, treeOf} from './tree.ts';

/** Our own folder, and where locks may lie. */
const OWN = 'home/.config/openclaw-rescue';
const MAIN = 'home/.openclaw';

export type Lane = {
  /** Two at once must not want the same. */
  readonly port: number;
  readonly program: (args: readonly string[]) => Program;
  readonly run: (args: readonly string[]) => ReturnType<typeof start>;
  /** Writes below HOME. */
  readonly write: (file: string, text: string, mode?: number) => string;
  readonly edit: (file: string, change: (text: string) => string) => void;
  /** What is there now is where {@link Lane.restore} leads to. */
  readonly save: () => void;
  readonly restore: () => Promise<void>;
  /** Half-written files were left long ago. */
  readonly age: () => void;
  /** All that is not our own, without what is random; and whether the service runs, where there is a service manager. */
  readonly tree: () => Tree;
  /** Each byte of main’s, and when it was written. */
  readonly main: () => Tree;
  /** Everything there is, without what is random or differs from lane to lane. */
  readonly all: () => Tree;
  /** Names in our own folder and where locks may lie, with how many there are of each. */
  readonly own: () => ReadonlyMap<string, number>;
};

/**
 * A main that has been used, and no rescue.
 * @param folder empty
 * @param main its port
 * @param isManaged with a service manager, and main’s service running: then the port is another one
 */
export async function makeLane(folder: string, port: number, isManaged = false): Promise<Lane> {
  const [work, saved, bin, log] = ['work', 'saved', 'bin', 'strace.log'].map(name => join(folder, name)) as [string, string, string, string];
  const home = join(work, 'home');
  for (const path of [bin, join(work, 'run'), join(home, '.config')]) mkdirSync(path, {recursive: true, mode: 0o700});
  symlinkSync(process.execPath, join(bin, 'node'));
  cpSync(join(ROOT, 'test/fixtures/openclaw'), join(folder, 'lib/openclaw'), {recursive: true});
  symlinkSync('../lib/openclaw/openclaw.mjs', join(bin, 'openclaw'));
  // What Node keeps compiled is written after all else, by Node, and in nobody's way (e2e/start.test.ts).
  const plain = {NODE_DISABLE_COMPILE_CACHE: '1', HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_RUNTIME_DIR: join(work, 'run'), PATH: bin, LANG: 'C.UTF-8', TZ: 'UTC'};
  const write: Lane['write'] = (file, text, mode = 0o600) => {
    mkdirSync(dirname(join(home, file)), {recursive: true, mode: 0o700});
    writeFileSync(join(home, file), text, {mode});
    return join(home, file);
  };
  const manager = isManaged ? await makeManaged({path: home, env: plain, write, read: file => readFileSync(join(home, file), 'utf8')}, ['main']) : undefined;
  const main = manager?.ports.main ?? port;
  const env = manager?.env ?? plain;
  // The manager is there for one that was made before, too.
  rmSync(join(home, '.openclaw-rescue'), {recursive: true, force: true});
  if (!manager) write('.openclaw/openclaw.json', `${JSON.stringify({gateway: {mode: 'local', port: main, bind: 'loopback', auth: {mode: 'token', token: 'main-token-that-nobody-may-see'}}, agents: {defaults: {}}}, null, 2)}\n`);
  write('.openclaw/workspace/AGENTS.md', '# main\n', 0o644);
  write('.openclaw/agents/main/sessions/1.jsonl', '{"role":"user"}\n');
  symlinkSync('AGENTS.md', join(home, '.openclaw/workspace/CLAUDE.md'));
  const program: Lane['program'] = args => ({argv: [process.execPath, CLI, ...args], env, root: work, log});
  let ids = new Map<string, string>();
  let wasRunning = false;
  const isRunning = () => manager?.pidOf('rescue') !== undefined;
  const stop = () => {
    const pid = manager?.pidOf('rescue');
    if (pid === undefined) return;
    process.kill(pid, 'SIGKILL');
    while (isRunning());
  };
  const isOwn = (name: string) => name === OWN || name.startsWith(`${OWN}/`) || name === 'run' || name.startsWith('run/');
  return {
    port: main + 1000,
    program,
    run: args => start(program(args)),
    write,
    edit: (file, change) => writeFileSync(join(home, file), change(readFileSync(join(home, file), 'utf8'))),
    save() {
      rmSync(saved, {recursive: true, force: true});
      execFileSync('cp', ['-a', work, saved]);
      wasRunning = isRunning();
      ids = new Map(foldersOf(work).map(name => [folderId(join(work, name)) ?? '', name]));
    },
    async restore() {
      stop();
      rmSync(work, {recursive: true, force: true});
      execFileSync('cp', ['-a', saved, work]);
      renumber(work, ids);
      for (const name of readdirSync(home)) if (/-rescue\.service\.pid$/.test(name)) rmSync(join(home, name));
      if (wasRunning) await manager?.start('rescue');
    },
    age() {
      for (const path of filesOf(work, OWN)) if (path.includes('.tmp')) utimesSync(path, 0, 0);
    },
    tree: () => ({...treeOf(work, mask, name => !isOwn(name) && !isManagers(name)), ...(manager ? {'the service': isRunning() ? 'running' : 'stopped'} : {})}),
    main: () => treeOf(join(work, MAIN), null),
    all: () => treeOf(work, text => mask(text.replaceAll(folder, '').replace(/\b\d{5}\b/g, number => `main+${Number(number) - main}`)), name => !isManagers(name)),
    own: () => countsOf(work, isOwn),
  };
}

/** What the stand-in for a service manager writes. */
function isManagers(name: string): boolean {
  return /^home\/([^/]+\.pid|manager\.log)$/.test(name);
}

/** Folders that we made are known by their numbers on the disk, which are others in a copy. */
function renumber(work: string, ids: ReadonlyMap<string, string>): void {
  for (const path of filesOf(work, OWN)) {
    const text = readFileSync(path, 'utf8');
    const renumbered = text.replace(/\b\d+-\d+\b/g, id => {
      const name = ids.get(id);
      return (name === undefined ? undefined : folderId(join(work, name))) ?? id;
    });
    if (renumbered !== text) writeFileSync(path, renumbered);
  }
}

function countsOf(work: string, isIn: (name: string) => boolean): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of namesIn(work)) if (isIn(name)) counts.set(mask(name), (counts.get(mask(name)) ?? 0) + 1);
  return counts;
}

function foldersOf(work: string): string[] {
  return namesIn(work).filter(name => folderId(join(work, name)) !== undefined);
}

function filesOf(work: string, folder: string): string[] {
  return namesIn(work).filter(name => name.startsWith(`${folder}/`)).map(name => join(work, name)).filter(path => statSync(path).isFile());
}

function namesIn(work: string): string[] {
  return readdirSync(work, {recursive: true, encoding: 'utf8'});
}
