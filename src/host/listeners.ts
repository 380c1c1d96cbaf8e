/** Who listens on this host, by reading what the system says; no port is touched for it. */
import {readdirSync, readFileSync, readlinkSync, statSync} from 'node:fs';
import {userInfo} from 'node:os';
import {basename} from 'node:path';
import type {Platform} from '../rules/profile.ts';
import type {Holder} from '../rules/occupancy.ts';
import {childEnvironment} from './environment.ts';
import {inTurns} from './pace.ts';
import {run} from './run.ts';
import {readSockets, type Socket} from './sockets.ts';
import {userName} from './users.ts';

/** Listening TCP ports with their holder, where the system lets us see it. */
export type Listeners = ReadonlyMap<number, Holder | undefined>;

const options = () => ({timeout: 3000, maxBuffer: 16 << 20, windowsHide: true, env: childEnvironment(process.env)});

/** Sockets by port, of listeners that were read from /proc. */
const behind = new WeakMap<Listeners, ReadonlyMap<number, readonly Socket[]>>();

/** Whether they are all that there are, of every user and under every address: the tables of Linux tell these, lsof and netstat may not. */
export function isComplete(listeners: Listeners): boolean {
  return behind.has(listeners);
}

/** The sockets of a port, where the system told them one by one. */
export function socketsOf(listeners: Listeners, port: number): readonly Socket[] {
  return behind.get(listeners)?.get(port) ?? [];
}

/**
 * The listeners of this host, or undefined where they can't be listed.
 * @param among the ports that are asked about, where it need not be all: who holds another one is not looked up then
 * @param earlier what was read before: who holds a port by the very same socket is not looked up again
 */
export async function readListeners(platform: Platform, among?: ReadonlySet<number>, earlier?: Listeners): Promise<Listeners | undefined> {
  try {
    if (platform === 'linux') return await withProcesses(await readTables(), among, earlier);
    if (platform === 'darwin') return parseLsof((await run('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-FpcnL'], options())).stdout, ourLogin());
    return parseNetstat((await run('netstat', ['-ano', '-p', 'TCP'], options())).stdout);
  } catch {
    return undefined;
  }
}

/** The same as far as it is quick to know: on Linux without a look into each process, which {@link withProcesses} takes. */
export async function readPorts(platform: Platform): Promise<Listeners | undefined> {
  return platform === 'linux' ? readTables().catch(() => undefined) : readListeners(platform);
}

/**
 * What was there at both of two looks. A program that tries ports, as this one does, holds each for less than a millisecond, and
 * two of them on one host must not drive each other away.
 */
export function lasting(before: Listeners | undefined, now: Listeners | undefined): Listeners | undefined {
  if (!before || !now) return now;
  return withSocketsOf(now, new Map([...now].filter(([port]) => before.has(port))));
}

/** Some of the listeners, with the sockets that were told of them. */
function withSocketsOf<Some extends Listeners>(listeners: Listeners, some: Some): Some {
  const sockets = behind.get(listeners);
  if (sockets) behind.set(some, new Map([...sockets].filter(([port]) => some.has(port))));
  return some;
}

async function readTables(): Promise<Listeners> {
  const listeners = new Map<number, Holder | undefined>();
  const sockets = await readSockets();
  behind.set(listeners, Map.groupBy(sockets, ({port}) => port));
  for (const {port, uid} of sockets) {
    // Two users can share a port, one on each address; ours is found by its process.
    listeners.set(port, listeners.get(port) ?? (isOurs(uid) ? undefined : {command: '', user: userName(uid)}));
  }
  return listeners;
}

/**
 * Listeners with the processes that hold them, which are looked for in the files of all.
 * @param among as for {@link readListeners}. @param earlier as for {@link readListeners}
 */
export async function withProcesses(listeners: Listeners, among: ReadonlySet<number> = new Set(listeners.keys()), earlier?: Listeners): Promise<Listeners> {
  const known = withSocketsOf(listeners, new Map([...listeners].filter(([port]) => among.has(port))));
  const wanted = new Map<string, number>();
  for (const [port, holder] of known) {
    const inodes = socketsOf(listeners, port).map(({inode}) => inode);
    const isSame = earlier !== undefined && inodes.join() === socketsOf(earlier, port).map(({inode}) => inode).join();
    known.set(port, isSame ? earlier.get(port) : holder);
    if (!isSame) for (const inode of inodes) wanted.set(inode, port);
  }
  // What can't be seen is not there.
  if (wanted.size > 0) await findHolders(wanted, known).catch(() => undefined);
  return known;
}

/** The files of processes synchronously, in turns: hundreds of small ones are read several times as fast that way. @param wanted ports by the inodes of their sockets */
async function findHolders(wanted: Map<string, number>, listeners: Map<number, Holder | undefined>): Promise<void> {
  const otherTurns = inTurns();
  // The youngest first: a child that was handed a socket is who listens there.
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name)).reverse()) {
    await otherTurns();
    const inodes = inodesOf(pid).filter(inode => wanted.has(inode));
    if (inodes.length === 0) continue;
    const command = commandOf(pid);
    const owner = ownerOf(pid);
    const user = owner === undefined || isOurs(owner) ? {} : {user: userName(owner)};
    for (const inode of inodes) {
      const port = wanted.get(inode) as number;
      if (listeners.get(port)?.pid === undefined) listeners.set(port, {pid: Number(pid), command, ...user});
      wanted.delete(inode);
    }
    if (wanted.size === 0) return;
  }
}

function isOurs(uid: number): boolean {
  return uid === process.geteuid?.();
}

function ourLogin(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.geteuid?.());
  }
}

/** The number of the user that a process runs as; undefined where it is gone or hidden. */
export function ownerOf(pid: string): number | undefined {
  return statSync(`/proc/${pid}`, {throwIfNoEntry: false})?.uid;
}

/** The name of a program; Node calls its main thread "MainThread", so the command line comes before the thread's name. */
function commandOf(pid: string): string {
  const [first = ''] = textOf(`/proc/${pid}/cmdline`).split('\0');
  return basename(first) || textOf(`/proc/${pid}/comm`).trim();
}

/** Whether a process may be another run of this program, which tries ports as we do. True where that can't be seen. */
export function isPerhapsOurProgram(pid: number | undefined): boolean {
  const words = pid === undefined ? [] : textOf(`/proc/${pid}/cmdline`).split('\0');
  return words.length <= 1 || words.some(word => /^(cli\.c?js|openclaw-rescue)$/.test(basename(word)));
}

/** Empty where it is gone, or hidden. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Inodes of the sockets of a process; none where it belongs to somebody else. */
function inodesOf(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap(name => /^socket:\[(\d+)\]$/.exec(linkOf(`${folder}/${name}`))?.[1] ?? []);
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** `lsof -F pcnL`: a line p<pid>, c<command>, L<login>, then n<address>:<port> for each socket. */
export function parseLsof(output: string, ourselves: string): Listeners {
  const listeners = new Map<number, Holder | undefined>();
  let pid = 0;
  let command = '';
  let user: {readonly user?: string} = {};
  for (const line of output.split('\n')) {
    const text = line.slice(1);
    if (line.startsWith('p')) [pid, command, user] = [Number(text), '', {}];
    if (line.startsWith('c')) command = text;
    if (line.startsWith('L')) user = text === ourselves ? {} : {user: text};
    const port = line.startsWith('n') ? Number(/:(\d+)$/.exec(line)?.[1]) : Number.NaN;
    if (!Number.isNaN(port)) listeners.set(port, {pid, command, ...user});
  }
  return listeners;
}

/** `netstat -ano -p TCP`: the state is translated, so listening sockets are those whose remote port is 0. */
export function parseNetstat(output: string): Listeners {
  const listeners = new Map<number, Holder | undefined>();
  for (const line of output.split(/\r?\n/)) {
    const match = /^\s*TCP\s+\S*:(\d+)\s+\S*:0\s+\S+\s+(\d+)\s*$/.exec(line);
    if (match) listeners.set(Number(match[1]), {pid: Number(match[2]), command: ''});
  }
  return listeners;
}
