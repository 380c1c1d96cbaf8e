/** Who listens on this host, by reading what the system says; no port is touched for it. */
import {execFile} from 'node:child_process';
import {statSync} from 'node:fs';
import {readdir, readFile, readlink} from 'node:fs/promises';
import {userInfo} from 'node:os';
import {basename} from 'node:path';
import {promisify} from 'node:util';
import type {Platform} from '../rules/profile.ts';
import type {Holder} from '../rules/occupancy.ts';
import {childEnvironment} from './environment.ts';
import {userName} from './users.ts';

/** Listening TCP ports with their holder, where the system lets us see it. */
export type Listeners = ReadonlyMap<number, Holder | undefined>;

const run = promisify(execFile);
const options = () => ({timeout: 3000, maxBuffer: 16 << 20, windowsHide: true, env: childEnvironment(process.env)});

/** The listeners of this host, or undefined where they can't be listed. */
export async function readListeners(platform: Platform): Promise<Listeners | undefined> {
  try {
    if (platform === 'linux') return await readProc();
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
  const now = new Set((await readTables()).map(({port}) => port));
  return new Map([...listeners].filter(([port]) => now.has(port)));
}

async function readTables() {
  const tables = await Promise.all(['tcp', 'tcp6'].map(name => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')));
  return tables.flatMap(parseProcNet);
}

async function readProc(): Promise<Listeners> {
  const portOf = new Map<string, number>();
  const listeners = new Map<number, Holder | undefined>();
  for (const {port, inode, uid} of await readTables()) {
    portOf.set(inode, port);
    // Two users can share a port, one on each address; ours is found by its process below.
    listeners.set(port, listeners.get(port) ?? (isOurs(uid) ? undefined : {command: '', user: userName(uid)}));
  }
  for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    const sockets = await socketsOf(pid);
    const ports = sockets.flatMap(inode => portOf.get(inode) ?? []);
    if (ports.length === 0) continue;
    const command = await commandOf(pid);
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
async function commandOf(pid: string): Promise<string> {
  const [first = ''] = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  return basename(first) || (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
}

/** Inodes of the sockets of a process; none where it belongs to somebody else. */
async function socketsOf(pid: string): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  const links = await Promise.all(names.map(name => readlink(`${folder}/${name}`).catch(() => '')));
  return links.flatMap(link => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
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
