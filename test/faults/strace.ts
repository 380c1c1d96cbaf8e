/** What a program does to files, call by call, and what becomes of it when one of these calls is its last, or fails (strace). */
import {execFileSync, spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
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

export function start({argv, env}: Pick<Program, 'argv' | 'env'>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const [file = '', ...args] = argv;
    const child = spawn(file, args, {env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000, killSignal: 'SIGKILL'});
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({code, signal, out, err}));
  });
}

/**
 * Every call of the program that changes something below the root, in order. Calls of its children are theirs.
 * @property strays calls that its first thread does not make, which come in no fixed order
 */
export async function record(program: Program): Promise<{readonly points: readonly Point[]; readonly strays: readonly string[]; readonly ended: Ended}> {
  const ended = await trace(program, `${CALLS.map(name => `?${name}`).join(',')},clone,clone3,?fork,?vfork`, [], true);
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
 * @param isFollowing traces every thread, of children too, by a filter in the kernel: a third of the time, but strace counts
 *   in each thread, so that a fault meant for one may hit another
 * @returns the points that the fault hit, and which call to try where it hit another than the one that was meant: a
 *   program does not always go the same way
 */
export async function inject(program: Program, point: Point, fault: Fault, at: number, isFollowing: boolean): Promise<{readonly hits: readonly string[]; readonly isMeant: boolean; readonly next: number; readonly ended: Ended}> {
  const {syscall} = point;
  const what = fault.kind === 'kill' ? 'signal=KILL' : `error=${fault.code}`;
  const ended = await trace(program, `${syscall},execve`, ['-e', `inject=${syscall}:${what}:when=${at}`], isFollowing);
  const calls = read(program).filter(({name}) => name === syscall);
  const isHit = ({line, result}: Call) => (fault.kind === 'kill' ? result === '?' : line.includes('(INJECTED)'));
  const hits = calls.filter(isHit);
  const ours = calls.filter(({thread}) => thread === calls[0]?.thread);
  const points = pointsIn(ours, program.root);
  const meant = points.find(({label, nth}) => label === point.label && nth === point.nth);
  const [only] = hits;
  const isMeant = hits.length === 1 && only !== undefined && meant !== undefined && ours[meant.index - 1] === only;
  return {hits: hits.map(call => labelOf(call, program.root) ?? `${syscall} elsewhere`), isMeant, next: meant?.index ?? at + 1, ended};
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

/** On the PATH of the tests; a program has one of its own. */
const STRACE = execFileSync('which', ['strace'], {encoding: 'utf8'}).trim();

function trace({argv, env, log}: Program, calls: string, options: readonly string[], isFollowing: boolean): Promise<Ended> {
  const follow = isFollowing ? ['-f', '--seccomp-bpf'] : [];
  return start({argv: [STRACE, ...follow, '-qq', '-y', '-s', '0', '-o', log, '-e', `trace=${calls}`, ...options, ...argv], env});
}

type Call = {readonly thread: string; readonly name: string; readonly args: string; readonly result: string; readonly line: string};

/** A call that another thread interrupts stands on two lines. */
function read({log}: Program): Call[] {
  const open = new Map<string, {readonly index: number; readonly head: string}>();
  const calls: (Call | undefined)[] = [];
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const [, thread = '', text = ''] = /^(?:(\d+) +)?(.*)$/.exec(line) ?? [];
    const begin = /^(.*) <unfinished \.\.\.>$/.exec(text);
    const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(text);
    if (begin) open.set(thread, {index: calls.push(callOf(thread, `${begin[1]}) = ?`)) - 1, head: begin[1] as string});
    else if (rest) {
      const started = open.get(thread);
      if (started) calls[started.index] = callOf(thread, started.head + rest[1]);
    } else calls.push(callOf(thread, text));
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
