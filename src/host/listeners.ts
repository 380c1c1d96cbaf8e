/** Who listens on this host, by reading what the system says; no port is touched for it. */
import {execFile} from 'node:child_process';
import {readdir, readFile, readlink} from 'node:fs/promises';
import {basename} from 'node:path';
import {promisify} from 'node:util';
import type {Platform} from '../rules/profile.ts';
import type {Holder} from '../rules/occupancy.ts';

/** Listening TCP ports with their holder, where the system lets us see it. */
export type Listeners = ReadonlyMap<number, Holder | undefined>;

const run = promisify(execFile);
const COMMAND_LIMIT = {timeout: 3000, maxBuffer: 16 << 20, windowsHide: true};

/** The listeners of this host, or undefined where they can't be listed. */
export async function readListeners(platform: Platform): Promise<Listeners | undefined> {
  try {
    if (platform === 'linux') return await readProc();
    if (platform === 'darwin') return parseLsof((await run('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-Fpcn'], COMMAND_LIMIT)).stdout);
    return parseNetstat((await run('netstat', ['-ano', '-p', 'TCP'], COMMAND_LIMIT)).stdout);
  } catch {
    return undefined;
  }
}

async function readProc(): Promise<Listeners> {
  const tables = await Promise.all(['tcp', 'tcp6'].map(name => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')));
  const portOf = new Map<string, number>();
  const listeners = new Map<number, Holder | undefined>();
  for (const {port, inode} of tables.flatMap(parseProcNet)) {
    portOf.set(inode, port);
    listeners.set(port, undefined);
  }
  for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    const sockets = await socketsOf(pid);
    const ports = sockets.flatMap(inode => portOf.get(inode) ?? []);
    if (ports.length === 0) continue;
    const command = await commandOf(pid);
    for (const port of ports) listeners.set(port, {pid: Number(pid), command});
  }
  return listeners;
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

/** Sockets in state LISTEN (0A) of a /proc/net/tcp table. */
export function parseProcNet(table: string): {port: number; inode: string}[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap(line => {
      const fields = line.trim().split(/\s+/);
      const [, local, , state] = fields;
      const inode = fields[9];
      if (state !== '0A' || !local || !inode) return [];
      return [{port: Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16), inode}];
    });
}

/** `lsof -F pcn`: a line p<pid>, c<command>, then n<address>:<port> for each socket. */
export function parseLsof(output: string): Listeners {
  const listeners = new Map<number, Holder | undefined>();
  let pid = 0;
  let command = '';
  for (const line of output.split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    if (line.startsWith('c')) command = line.slice(1);
    const port = line.startsWith('n') ? Number(/:(\d+)$/.exec(line)?.[1]) : Number.NaN;
    if (!Number.isNaN(port)) listeners.set(port, {pid, command});
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
