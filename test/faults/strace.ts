/** What a program does to files, call by call, and what becomes of it when one of these calls is its last, or fails (strace). */
import {spawn} from 'node:child_process';
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
  /** The how-manieth of its name in its thread, from 1. */
  readonly index: number;
  /** Of the first thread of the program; the calls of others have no fixed order. */
  readonly isMain: boolean;
  /** What it does to what, without what is random in it. */
  readonly label: string;
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

/** Every call that changes something below the root, in order. Calls of children are theirs. */
export async function record(program: Program): Promise<{readonly points: readonly Point[]; readonly ended: Ended}> {
  const ended = await trace(program, `${CALLS.map(name => `?${name}`).join(',')},clone,clone3,?fork,?vfork`, [], true);
  const calls = read(program);
  const [first] = calls;
  const threads = new Set([first?.thread, ...calls.flatMap(({name, args, result}) => (/^clone3?$/.test(name) && args.includes('CLONE_THREAD') ? [result] : []))]);
  // Threads of children are none of ours.
  const parents = new Map(calls.flatMap(({name, result, thread}) => (/^clone3?$|^v?fork$/.test(name) ? [[result, thread] as const] : [])));
  const isOurs = (thread: string | undefined): boolean => thread === first?.thread || (threads.has(thread) && isOurs(parents.get(thread ?? '')));
  const counts = new Map<string, number>();
  const points = calls.flatMap((call): Point[] => {
    const key = `${call.thread} ${call.name}`;
    const index = (counts.get(key) ?? 0) + 1;
    counts.set(key, index);
    const label = labelOf(call, program.root);
    return label === undefined || !isOurs(call.thread) ? [] : [{syscall: call.name, index, isMain: call.thread === first?.thread, label}];
  });
  return {points, ended};
}

/**
 * The same program with a fault at a point.
 * @param isFollowing traces every thread, of children too, by a filter in the kernel: a third of the time, but strace counts
 *   in each thread, so that a fault meant for one may hit another
 * @returns what the fault hit, undefined for nothing: the program may have gone another way this time
 */
export async function inject(program: Program, point: Point, fault: Fault, isFollowing: boolean): Promise<{readonly hit: string | undefined; readonly ended: Ended}> {
  const what = fault.kind === 'kill' ? 'signal=KILL' : `error=${fault.code}`;
  const options = ['-e', `inject=${point.syscall}:${what}:when=${point.index}`];
  const ended = await trace(program, `${point.syscall},execve`, options, isFollowing);
  const hits = read(program).filter(({name, line, result}) => name === point.syscall && (fault.kind === 'kill' ? result === '?' : line.includes('(INJECTED)')));
  const labels = hits.map(call => labelOf(call, program.root) ?? `${point.syscall} elsewhere`);
  return {hit: labels.find(label => label !== point.label) ?? labels[0], ended};
}

function trace({argv, env, log}: Program, calls: string, options: readonly string[], isFollowing: boolean): Promise<Ended> {
  const follow = isFollowing ? ['-f', '--seccomp-bpf'] : [];
  // One thread for what Node does beside the first one, so that its calls can be counted.
  return start({argv: ['/usr/bin/strace', ...follow, '-qq', '-y', '-s', '0', '-o', log, '-e', `trace=${calls}`, ...options, ...argv], env: {...env, UV_THREADPOOL_SIZE: '1'}});
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
