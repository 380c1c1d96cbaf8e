/** `logs`: the last lines of a gateway's log, from the journal or from its file, and on with what is added. */
import {spawn} from 'node:child_process';
import {closeSync, openSync, readSync, statSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {setTimeout as sleep} from 'node:timers/promises';
import {Stop} from '../exit-codes.ts';
import {managerEnvironment} from '../host/machine.ts';
import {logFilesOf, readStatus} from '../host/status.ts';
import {LIMITS} from '../host/limits.ts';
import {readableLine} from '../rules/log-lines.ts';
import {commandWords} from '../text/command-words.ts';
import {ownCommand, printable, short} from '../text/terms.ts';
import {logLine} from '../text/log-line.ts';
import type {Call, Exit} from './call.ts';
import {assertOwnHome, existingInstance, openHost} from './host.ts';

const POLL_MS = 300;

export async function logs(call: Call): Promise<Exit> {
  const {flags, env, output, selector} = call;
  const count = flags.lines === undefined ? 100 : /^\d{1,6}$/.test(flags.lines) ? Number(flags.lines) : undefined;
  if (count === undefined) throw new Stop('usage', commandWords().logs.noNumber(short(flags.lines ?? '')));
  const host = await openHost(call);
  const instance = existingInstance(call, host);
  assertOwnHome(call, host);
  const [status] = await readStatus([instance], host, env, {isValidating: false});
  const log = status?.log;
  if (!log) throw new Stop('failed', commandWords().logs.noLog(instance.label, ownCommand(host, selector)));
  if (instance.profile === undefined) output.err(`${commandWords().logs.shared}\n`);
  if (log.kind === 'journal') {
    const args = ['--user', '--unit', log.unit, '--lines', String(count), '--no-pager', ...(flags.follow ? ['--follow'] : [])];
    const environment = managerEnvironment(env, host.machine);
    return printJournal(args, environment, output);
  }
  const end = print(log.path, tailStart(log.path, count), output.print);
  return flags.follow ? follow({path: log.path, position: end}, () => logFilesOf(instance, host.machine, status.version)[0] ?? log.path, output.print) : 'done';
}

/** The journal holds what a gateway and its plugins wrote, secrets and escape sequences and all; what it shows goes through us. */
function printJournal(args: readonly string[], environment: NodeJS.ProcessEnv, {print: out, err}: Call['output']): Promise<Exit> {
  const child = spawn('journalctl', args, {stdio: ['ignore', 'pipe', 'pipe'], env: environment});
  const end = () => void child.kill();
  // A terminal sends Ctrl-C to both; what counts is that it was shown.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  process.stdout.once('error', end);
  createInterface({input: child.stdout}).on('line', line => out(`${shown(line)}\n`));
  createInterface({input: child.stderr}).on('line', line => err(`${shown(line)}\n`));
  return new Promise((resolve, reject) => {
    child.on('error', error => reject(new Stop('failed', commandWords().logs.noJournal(error.message))));
    child.on('close', (code, signal) => resolve(signal === null ? (code ?? 0) : 'done'));
  });
}

/** OpenClaw hides what it knows to be a secret; a plugin, or an older OpenClaw, may not. */
function shown(line: string): string {
  return printable(readableLine(logLine(line)));
}

type Place = {readonly path: string; readonly position: number};

/** Till Ctrl-C. A new day has a new file; one that got shorter was begun anew. */
async function follow(start: Place, newest: () => string, out: (text: string) => void): Promise<Exit> {
  let isOver = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => (isOver = true));
  process.stdout.once('error', () => (isOver = true));
  let {path, position} = start;
  while (!isOver) {
    await sleep(POLL_MS);
    const next = newest();
    if (next !== path) [path, position] = [next, 0];
    position = print(path, position, out);
  }
  return 'done';
}

/** @returns where the next line will begin */
function print(path: string, from: number, out: (text: string) => void): number {
  const size = statSync(path, {throwIfNoEntry: false})?.size ?? 0;
  let position = size < from ? 0 : from;
  for (;;) {
    const bytes = read(path, position, Math.min(size - position, LIMITS.logTail));
    const isPart = bytes.length === LIMITS.logTail;
    // A line that is still being written is printed when it is whole, unless it is one without an end.
    const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1 || (isPart ? bytes.length : 0));
    if (whole.length > 0) out(whole.toString('utf8').replace(/[^\n]+/g, shown));
    position += whole.length;
    if (!isPart) return position;
  }
}

/** Where the last lines begin. */
function tailStart(path: string, count: number): number {
  const size = statSync(path, {throwIfNoEntry: false})?.size ?? 0;
  const start = Math.max(0, size - LIMITS.logTail);
  const bytes = read(path, start, size - start);
  let position = bytes.length;
  for (let left = count + 1; left > 0; left--) {
    if (position <= 0) return start;
    position = bytes.lastIndexOf(0x0a, position - 1);
    if (position < 0) return start;
  }
  return start + position + 1;
}

function read(path: string, from: number, length: number): Buffer {
  const buffer = Buffer.alloc(Math.max(0, length));
  if (buffer.length === 0) return buffer;
  const file = openSync(path, 'r');
  try {
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, from));
  } finally {
    closeSync(file);
  }
}
