/** Who listens on this host, by reading what the system says; no port is touched for it. */
import {readdirSync, readFileSync, readlinkSync, statSync} from 'node:fs';
import {userInfo} from 'node:os';
import {basename} from 'node:path';
import type {Platform} from '../rules/profile.ts';
import type {Holder} from '../rules/occupancy.ts';
import {childEnvironment} from './environment.ts';
import {inTurns} from './pace.ts';
import {run} from './run.ts';
import {userName} from './users.ts';

/** Listening TCP ports with their holder, where the system lets us see it. */
export type Listeners = ReadonlyMap<number, Holder | undefined>;

const options = () => ({timeout: 3000, maxBuffer: 16 << 20, windowsHide: true, env: childEnvironment(process.env)});

/**
 * The listeners of this host, or undefined where they can't be listed.
 * @param among the ports that are asked about, where it need not be all: who holds another one is not looked up then
 */
export async function readListeners(platform: Platform, among?: ReadonlySet<number>): Promise<Listeners | undefined> {
  try {
    if (platform === 'linux') return await readProc(among);
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
  if (!listeners || platform !== 'linux') return listeners;
  const now = new Set(readTables().map(({port}) => port));
  return new Map([...listeners].filter(([port]) => now.has(port)));
}

function readTables() {
  return ['tcp', 'tcp6'].flatMap(name => parseProcNet(textOf(`/proc/net/${name}`)));
}

/** Synchronous in turns: hundreds of small files are read several times as fast that way. */
async function readProc(among: ReadonlySet<number> | undefined): Promise<Listeners> {
  const otherTurns = inTurns();
  const portOf = new Map<string, number>();
  const listeners = new Map<number, Holder | undefined>();
  for (const {port, inode, uid} of readTables()) {
    if (among && !among.has(port)) continue;
    portOf.set(inode, port);
    // Two users can share a port, one on each address; ours is found by its process below.
    listeners.set(port, listeners.get(port) ?? (isOurs(uid) ? undefined : {command: '', user: userName(uid)}));
  }
  if (portOf.size === 0) return listeners;
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    await otherTurns();
    const sockets = socketsOf(pid);
    const ports = sockets.flatMap(inode => portOf.get(inode) ?? []);
    if (ports.length === 0) continue;
    const command = commandOf(pid);
    const owner = ownerOf(pid);
    const user = owner === undefined || isOurs(owner) ? {} : {user: userName(owner)};
    for (const port of ports) listeners.set(port, {pid: Number(pid), command, ...user});
  }
  return listeners;
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

/** Sockets in state LISTEN (0A) of a /proc/net/tcp table, with the number of the user that opened them. */
export function parseProcNet(table: string): {port: number; address: string; inode: string; uid: number}[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap(line => {
      const fields = line.trim().split(/\s+/);
      const [, local, , state] = fields;
      const uid = Number(fields[7]);
      const inode = fields[9];
      if (state !== '0A' || !local || !inode) return [];
      const [address = '', port = ''] = local.split(':');
      return [{port: Number.parseInt(port, 16), address, inode, uid}];
    });
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
