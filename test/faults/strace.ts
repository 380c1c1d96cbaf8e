/** What a program does to files, call by call, and what becomes of it when one of these calls is its last, or fails (strace). */
import {execFileSync, spawn} from 'node:child_process';
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {join, relative} from 'node:path';
import {mask} from './tree.ts';

/** Whatever changes a disk. An `openat` counts where it may write; names that this machine’s kernel has not are passed over. */
const CALLS = [
  ...['openat', 'open', 'creat', 'write', 'writev', 'pwrite64', 'pwritev', 'copy_file_range', 'sendfile', 'truncate', 'ftruncate', 'fallocate', 'fsync', 'fdatasync'],
  ...['rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink', 'symlinkat', 'unlink', 'unlinkat', 'mkdir', 'mkdirat', 'rmdir'],
  ...['chmod', 'fchmod', 'fchmodat', 'fchmodat2', 'chown', 'fchown', 'lchown', 'fchownat'],
];

export type Point = {
  /** As the kernel names it. */
  readonly syscall: string;
  /** The how-manieth of its name, from 1. */
  readonly index: number;
  /** What it does to what, without what is random in it. */
  readonly label: string;
  /** The how-manieth that does just that, from 1. */
  readonly nth: number;
};

export type Fault = {readonly kind: 'kill'} | {readonly kind: 'error'; readonly code: string};

export type Program = {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Calls that touch nothing below it do not count. */
  readonly root: string;
  /** A file for strace. */
  readonly log: string;
};

export type Ended = {readonly code: number | null; readonly signal: string | null; readonly out: string; readonly err: string};

/** @param watch is called again and again while it runs, with what ends it */
export function start({argv, env}: Pick<Program, 'argv' | 'env'>, watch?: (end: () => void) => void): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const [file = '', ...args] = argv;
    const child = spawn(file, args, {env, stdio: ['ignore', 'pipe', 'pipe'], detached: true});
    // With what it traces, which would go on without it.
    const end = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const limit = setTimeout(end, LIMIT_MS);
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    const timer = watch && setInterval(() => watch(end), WATCH_INTERVAL_MS);
    child.on('error', reject);
    child.on('exit', () => clearInterval(timer));
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      resolve({code, signal, out, err});
    });
  });
}

/** Node may hang for good when it can't wake up a thread of its own. */
const LIMIT_MS = 60_000;
const WATCH_INTERVAL_MS = 5;
/** In microseconds; by far enough to be seen in. */
const HELD_US = 5_000_000;

/**
 * Every call of the program that changes something below the root, in order. Calls of its children are theirs.
 * @param isFollowing looks at other threads, too; and at children, for as long as these live
 * @property strays calls that its first thread does not make, which come in no fixed order
 */
export async function record(program: Program, isFollowing: boolean): Promise<{readonly points: readonly Point[]; readonly strays: readonly string[]; readonly ended: Ended}> {
  const ended = await trace(program, `${CALLS.map(name => `?${name}`).join(',')},clone,clone3,?fork,?vfork`, [], isFollowing);
  const calls = read(program);
  const first = calls[0]?.thread;
  const begun = new Map(calls.filter(({name}) => /^clone3?$|^v?fork$/.test(name)).map(({args, result, thread}) => [result, {by: thread, isThread: args.includes('CLONE_THREAD')}] as const));
  // A thread of a child is none of ours.
  const isOurs = (thread: string): boolean => {
    const beginning = begun.get(thread);
    return beginning?.isThread === true && (beginning.by === first || isOurs(beginning.by));
  };
  const strays = calls.filter(({thread}) => isOurs(thread)).flatMap(call => labelOf(call, program.root) ?? []);
  return {points: pointsIn(calls.filter(({thread}) => thread === first), program.root), strays, ended};
}

/**
 * The same program with a fault at a point.
 * @param at the how-manieth call of its name to try
 * @param isFollowing traces every thread, of children too, by a filter in the kernel, which takes a third of the time; but
 *   strace counts in each thread, so that a fault meant for one may hit another
 * @returns the calls that the fault hit, and which one to try where it hit another than the one that was meant: a program
 *   does not always go the same way
 */
export async function inject(program: Program, point: Point, fault: Fault, at: number, isFollowing: boolean): Promise<{readonly hits: readonly string[]; readonly isMeant: boolean; readonly next: number; readonly ended: Ended}> {
  const {syscall} = point;
  // With that filter strace kills nobody, so it holds the call up, and the kill comes from here.
  const isHeld = fault.kind === 'kill' && isFollowing;
  const what = isHeld ? `delay_enter=${HELD_US}` : fault.kind === 'kill' ? 'signal=KILL' : `error=${fault.code}`;
  const ours = () => {
    const calls = read(program);
    return calls.filter(({name, thread}) => name === syscall && thread === calls[0]?.thread);
  };
  const kill = (end: () => void) => {
    const calls = ours();
    if (calls.length < at) return;
    try {
      process.kill(Number(calls[0]?.thread), 'SIGKILL');
    } catch {
      // It was not held up long enough, and has ended: the next try finds that it was not meant.
    }
    end();
  };
  rmSync(program.log, {force: true});
  const ended = await trace(program, `${syscall},execve`, ['-e', `inject=${syscall}:${what}:when=${at}`], isFollowing, isHeld ? kill : undefined);
  const hits = fault.kind === 'kill' ? ours().filter(({result}) => result === '?') : read(program).filter(({line}) => line.includes('(INJECTED)'));
  const meant = pointsIn(ours(), program.root).find(({label, nth}) => label === point.label && nth === point.nth);
  const isMeant = hits.length === 1 && meant !== undefined && hits[0]?.line === ours()[meant.index - 1]?.line;
  return {hits: hits.map(call => labelOf(call, program.root) ?? (call.args.startsWith('2<') ? STDERR : `${syscall} elsewhere`)), isMeant, next: meant?.index ?? at + 1, ended};
}

/** @param calls of one thread */
function pointsIn(calls: readonly Call[], root: string): Point[] {
  const counts = new Map<string, number>();
  const count = (what: string) => {
    const next = (counts.get(what) ?? 0) + 1;
    counts.set(what, next);
    return next;
  };
  return calls.flatMap((call): Point[] => {
    const index = count(call.name);
    const label = labelOf(call, root);
    return label === undefined ? [] : [{syscall: call.name, index, label, nth: count(label)}];
  });
}

/** The label of a call that wrote what the program has to say. */
export const STDERR = 'stderr';

/** On the PATH of the tests; a program has one of its own. */
const STRACE = execFileSync('which', ['strace'], {encoding: 'utf8'}).trim();

function trace({argv, env, log}: Program, calls: string, options: readonly string[], isFollowing: boolean, watch?: (end: () => void) => void): Promise<Ended> {
  const follow = isFollowing ? ['-f', '--seccomp-bpf'] : [];
  return start({argv: [STRACE, ...follow, '-qq', '-y', '-s', '0', '-o', log, '-e', `trace=${calls}`, ...options, ...argv], env}, watch);
}

type Call = {readonly thread: string; readonly name: string; readonly args: string; readonly result: string; readonly line: string};

/** A call that another thread interrupts stands on two lines; the last one of a process that was killed has no end. */
function read({log}: Program): Call[] {
  const open = new Map<string, {readonly index: number; readonly head: string}>();
  const calls: (Call | undefined)[] = [];
  const text = existsSync(log) ? readFileSync(log, 'utf8') : '';
  for (const line of text.split('\n')) {
    const [, thread = '', said = ''] = /^(?:(\d+) +)?(.*)$/.exec(line) ?? [];
    const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(said);
    const started = rest && open.get(thread);
    const whole = callOf(thread, said);
    if (started) calls[started.index] = callOf(thread, started.head + rest[1]);
    else if (whole) calls.push(whole);
    else {
      const head = said.replace(/( <unfinished \.\.\.>|\)?\s*)$/, '');
      open.set(thread, {index: calls.push(callOf(thread, `${head}) = ?`)) - 1, head});
    }
  }
  return calls.filter(call => call !== undefined);
}

function callOf(thread: string, line: string): Call | undefined {
  const [, name, args, result] = /^(\w+)\((.*)\)\s+= (\?|-?\d+)/.exec(line) ?? [];
  return name === undefined || args === undefined || result === undefined ? undefined : {thread, name, args, result, line};
}

/** Undefined for a call that changes nothing below the root. */
function labelOf({name, args}: Call, root: string): string | undefined {
  if (name.startsWith('open') && !/O_WRONLY|O_RDWR|O_CREAT/.test(args)) return undefined;
  const paths = [...args.matchAll(/"((?:[^"\\]|\\.)*)"|<([^>]*)>/g)].map(([, text, descriptor]) => text ?? descriptor ?? '').filter(path => path !== '');
  // Of a path below an open folder the folder is an argument, too.
  const below = paths.map((path, at) => (path.startsWith('/') ? path : join(paths[at - 1] ?? '', path))).filter(path => path.startsWith(`${root}/`));
  if (below.length === 0) return undefined;
  const shown = below.filter((path, at) => below[at + 1]?.startsWith(`${path}/`) !== true || !/at2?$/.test(name));
  return `${name} ${shown.map(path => mask(relative(root, path))).join(' -> ')}`;
}
