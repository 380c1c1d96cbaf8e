/** Gateways of other users, by their processes and what these listen on. No process is touched and no port is asked. */
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {basename} from 'node:path';
import type {Platform} from '../rules/profile.ts';
import {type Stranger, strangersOf} from '../rules/strangers.ts';
import {childEnvironment} from './environment.ts';
import {type Listeners, ownerOf, socketsOf, withProcesses} from './listeners.ts';
import {run} from './run.ts';
import {userName} from './users.ts';

/** Users with the processes of theirs that are gateways. */
export type GatewayUsers = ReadonlyMap<string, readonly number[]>;

/**
 * Never throws: what can't be seen is not there.
 * @param userId whose processes are our own
 */
export async function findStrangers(listeners: Listeners | undefined, platform: Platform, userId: number): Promise<Stranger[]> {
  // Where nobody else listens there is nothing to look for.
  const theirs = [...(listeners ?? [])].flatMap(([port, holder]) => (holder?.user === undefined ? [] : port));
  if (!listeners || theirs.length === 0) return [];
  try {
    const users = await readGatewayUsers(platform, userId);
    const held = await withProcesses(listeners, new Set(theirs));
    return strangersOf(platform === 'linux' ? likelyOf(held) : held, users);
  } catch {
    return [];
  }
}

/**
 * Of what somebody listens on whose process can't be seen, only what a gateway does: it takes its port on both loopback
 * addresses (OpenClaw 2026.2 to 2026.9), and hardly anything else does.
 */
function likelyOf(listeners: Listeners): Listeners {
  const isOnBoth = (port: number) => LOOPBACK.every(address => socketsOf(listeners, port).some(socket => socket.address === address));
  return new Map([...listeners].filter(([port, holder]) => holder?.pid !== undefined || isOnBoth(port)));
}

const LOOPBACK = ['0100007F', '00000000000000000000000001000000'];

async function readGatewayUsers(platform: Platform, userId: number): Promise<GatewayUsers> {
  if (platform === 'linux') return readProc(userId);
  // Without -ww the command lines end at 79 characters. Our own gateways may be among them: none has another user's port.
  if (platform === 'darwin') return parsePs((await run('ps', ['-axwwo', 'user=,pid=,command='], {timeout: 3000, maxBuffer: 16 << 20, env: childEnvironment(process.env)})).stdout);
  return new Map();
}

/** Synchronous, since a pass over hundreds of small files is several times as fast that way. */
function readProc(userId: number): GatewayUsers {
  const network = networkOf('self');
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  return groupByUser(
    pids.flatMap(pid => {
      try {
        const owner = ownerOf(pid);
        if (owner === undefined || owner === userId || !isGatewayProcess(pid)) return [];
        // A container has ports of its own: its gateway has none of those that we see.
        if (networkOf(pid) !== network) return [];
        return [{user: userName(owner), pid: Number(pid)}];
      } catch {
        // It ended while we looked, or it is hidden (hidepid).
        return [];
      }
    }),
  );
}

/** Tells networks apart, also for processes of others: every network has one such file. */
function networkOf(pid: string): number {
  return statSync(`/proc/${pid}/net/tcp`).ino;
}

function isGatewayProcess(pid: string): boolean {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(word => word !== '');
  // Threads of the kernel have no command line.
  if (words.length === 0) return false;
  return isGatewayCommand(words) || readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'openclaw-gatewa';
}

/**
 * A gateway calls itself `openclaw-gateway` (2026.7 and later); before that it is a runtime or a launcher with openclaw
 * and then gateway among its words. An editor, grep or sudo with the same words is none.
 */
export function isGatewayCommand(words: readonly string[]): boolean {
  const [program = ''] = words;
  if (/^(\S*\/)?openclaw-gateway(\s|$)/.test(program)) return true;
  if (!/^(node|bun|deno)|openclaw/.test(basename(program))) return false;
  const first = words.findIndex(word => word.includes('openclaw'));
  return first >= 0 && words.indexOf('gateway', first + 1) > 0;
}

/** `ps -axo user=,pid=,command=` */
export function parsePs(output: string): GatewayUsers {
  return groupByUser(
    output.split('\n').flatMap(line => {
      const [, user, pid, command] = /^\s*(\S+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return user !== undefined && isGatewayCommand(command!.trim().split(/\s+/)) ? [{user, pid: Number(pid)}] : [];
    }),
  );
}

function groupByUser(processes: readonly {readonly user: string; readonly pid: number}[]): GatewayUsers {
  const groups = Map.groupBy(processes, ({user}) => user);
  return new Map([...groups].map(([user, items]) => [user, items.map(({pid}) => pid)]));
}
