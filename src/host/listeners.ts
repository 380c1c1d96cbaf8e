/** Who listens on this host, by reading what the system says; no port is touched for it. */
import {readdirSync, readFileSync, readlinkSync, statSync} from 'node:fs';
import {userInfo} from 'node:os';
import {basename} from 'node:path';
import type {Platform} from '../rules/profile.ts';
import type {Holder} from '../rules/occupancy.ts';
import {childEnvironment} from './environment.ts';
import {inTurns} from './pace.ts';
import {run} from './run.ts';
import {readSockets} from './sockets.ts';
import {userName} from './users.ts';

/** Listening TCP ports with their holder, where the system lets us see it. */
export type Listeners = ReadonlyMap<number, Holder | undefined>;

const options = () => ({timeout: 3000, maxBuffer: 16 << 20, windowsHide: true, env: childEnvironment(process.env)});

/** Sockets by port, of listeners that were read from /proc. */
const socketsBehind = new WeakMap<Listeners, ReadonlyMap<number, string>>();

/**
 * The listeners of this host, or undefined where they can't be listed.
 * @param among the ports that are asked about, where it need not be all: who holds another one is not looked up then
 * @param earlier what was read before: who holds a port by the very same socket is not looked up again
 */
export async function readListeners(platform: Platform, among?: ReadonlySet<number>, earlier?: Listeners): Promise<Listeners | undefined> {
  try {
    if (platform === 'linux') return await readProc(among, earlier);
    if (platform === 'darwin') return parseLsof((await run('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-FpcnL'], options())).stdout, ourLogin());
    return parseNetstat((await run('netstat', ['-ano', '-p', 'TCP'], options())).stdout);
  } catch {
    return undefined;
  }
}

/**
 * Those that are still there. A program that tries ports, as this one does, holds each for less than a millisecond, and
 * two of them on one host must not drive each other away.
 */
export async function lasting(listeners: Listeners | undefined, platform: Platform): Promise<Listeners | undefined> {
  if (!listeners || platform !== 'linux' || !listeners.values().some(holder => isPerhapsOurProgram(holder?.pid))) return listeners;
  const now = new Set((await readSockets()).map(({port}) => port));
  return new Map([...listeners].filter(([port]) => now.has(port)));
}

/** The files of processes synchronously, in turns: hundreds of small ones are read several times as fast that way. */
async function readProc(among: ReadonlySet<number> | undefined, earlier: Listeners | undefined): Promise<Listeners> {
  const sockets = (await readSockets()).filter(({port}) => among?.has(port) ?? true);
  const present = new Map([...Map.groupBy(sockets, ({port}) => port)].map(([port, group]) => [port, group.map(({inode}) => inode).join()]));
  const past = earlier && socketsBehind.get(earlier);
  const listeners = new Map<number, Holder | undefined>();
  socketsBehind.set(listeners, present);
  const wanted = new Map<string, number>();
  for (const {port, inode, uid} of sockets) {
    if (present.get(port) === past?.get(port)) {
      listeners.set(port, earlier?.get(port));
      continue;
    }
    wanted.set(inode, port);
    // Two users can share a port, one on each address; ours is found by its process below.
    listeners.set(port, listeners.get(port) ?? (isOurs(uid) ? undefined : {command: '', user: userName(uid)}));
  }
  if (wanted.size > 0) await findHolders(wanted, listeners);
  return listeners;
}

/** @param wanted ports by the inodes of their sockets */
async function findHolders(wanted: Map<string, number>, listeners: Map<number, Holder | undefined>): Promise<void> {
  const otherTurns = inTurns();
  // The youngest first: a child that was handed a socket is who listens there.
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name)).reverse()) {
    await otherTurns();
    const inodes = socketsOf(pid).filter(inode => wanted.has(inode));
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
function socketsOf(pid: string): string[] {
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
