/**
 * How the start of a service of this user goes, for who waits for its gateway: whether it is over, how it ended, and what it
 * logged. Read-only.
 */
import {closeSync, openSync, readSync, statSync} from 'node:fs';
import {diagnose, type Diagnosis, EXIT_CONFIG, SYSTEMD_STEPS} from '../rules/diagnosis.ts';
import type {Instance, ServiceManager} from '../rules/instance.ts';
import {timeOf} from '../rules/log-lines.ts';
import type {Machine} from '../rules/machine.ts';
import type {ProfilePaths} from '../rules/profile.ts';
import type {Environment} from './environment.ts';
import {modifiedAt} from './files.ts';
import {LIMITS} from './limits.ts';
import {readListeners} from './listeners.ts';
import {readRunning} from './lock.ts';
import {managerEnvironment} from './machine.ts';
import {run} from './run.ts';
import {logFilesOf} from './status.ts';

/** A service that was started. */
export type StartedService = {
  readonly manager: ServiceManager;
  /** As its manager calls it: unit, label, or task. */
  readonly name: string;
  /** Whose log it is; what the config says counts as it is now. */
  readonly instance: Pick<Instance, 'profile' | 'settings'> & ProfilePaths;
  /** Of the OpenClaw that it starts, as far as it is known. */
  readonly version?: string | undefined;
  /** Where its gateway should listen. */
  readonly port?: number | undefined;
};

export type ServiceEnd = {
  /** It will not come up by itself, so that nobody need wait any longer. */
  readonly isOver: boolean;
  readonly isRunning: boolean;
  /** Its main process. */
  readonly pid?: number;
  /** 128 and the number where a signal ended it; undefined while it runs, or where the manager does not tell. */
  readonly exitCode?: number;
  /** systemd's word. */
  readonly result?: string;
  /** Starts by its manager after the first one. */
  readonly restarts?: number;
};

const LIMIT_MS = 3000;
const MOST_LINES = 400;
/** So many starts that ended tell that the next one will, too. */
const ENOUGH_RESTARTS = 2;
/** The ThrottleInterval of our agents is 10 s. */
const SETTLED_MS = 15_000;
const UNKNOWN: ServiceEnd = {isOver: false, isRunning: false};

/**
 * What the manager says now: one short command, to be asked every second or two.
 * @param since when it was started: an end before that is not this start's
 * @returns nothing over, nothing running where the manager does not answer
 */
export async function readServiceEnd({manager, name}: Pick<StartedService, 'manager' | 'name'>, machine: Machine, env: Environment, since: Date): Promise<ServiceEnd> {
  const ask = asker(machine, env);
  switch (manager) {
    case 'systemd':
      return parseUnitEnd(await ask('systemctl', '--user', 'show', `--property=${UNIT_PROPERTIES.join(',')}`, name), since);
    case 'launchd':
      return settled(parseAgentEnd(await ask('launchctl', 'print', `gui/${machine.userId}/${name}`)), since);
    case 'schtasks':
      return settled(parseTaskEnd(await ask('schtasks', '/Query', '/TN', name, '/V', '/FO', 'CSV', '/NH')), since);
  }
}

/** The end that these two tell may be the one before this start, for as long as they put the start off. */
function settled(end: ServiceEnd, since: Date): ServiceEnd {
  return {...end, isOver: end.isOver && Date.now() - since.getTime() > SETTLED_MS};
}

/** Why its gateway does not answer. Reads its log, so it is for the end of the waiting. @param since as in {@link readServiceEnd} */
export async function diagnoseStart(service: StartedService, machine: Machine, env: Environment, since: Date): Promise<Diagnosis> {
  const {port, instance} = service;
  const [end, lines, listeners] = await Promise.all([readServiceEnd(service, machine, env, since), readStartLog(service, machine, env, since), port === undefined ? undefined : readListeners(machine.platform)]);
  const owner = readRunning(instance)?.pid;
  const holder = port === undefined ? undefined : listeners?.get(port);
  const isOther = holder?.pid !== undefined && holder.pid !== end.pid && holder.pid !== owner;
  return diagnose({...end, owner, listener: port !== undefined && isOther ? {port, holder} : undefined, lines});
}

/** What it logged since then, oldest first: from the journal, else from its files; empty where nothing can be read. */
export async function readStartLog(service: StartedService, machine: Machine, env: Environment, since: Date): Promise<readonly string[]> {
  if (service.manager === 'systemd') {
    // By time and not by invocation, since a start that failed counts, too, when the next one is under way.
    const journal = await asker(machine, env)('journalctl', '--user', '--unit', service.name, `--since=@${(since.getTime() / 1000).toFixed(3)}`, '--output=cat', `--lines=${MOST_LINES}`, '--no-pager', '--quiet');
    const lines = journal.split('\n').filter(line => line !== '');
    // The manager's own lines alone may be those of a user who may not read the rest.
    if (lines.some(line => !line.startsWith(`${service.name}: `) && !/^(Started|Starting|Stopped|Stopping) /.test(line))) return lines;
    return [...lines, ...fileLines(service, machine, since)];
  }
  return fileLines(service, machine, since);
}

function fileLines({instance, version}: StartedService, machine: Machine, since: Date): string[] {
  const files = logFilesOf(instance, machine, version).filter(path => modifiedAt(path) >= since.getTime());
  const logs = files.map(path => linesSince(tail(path), since));
  // In its own log every line has its time; what never got so far is only in what the manager caught.
  const isOwn = (lines: readonly string[]) => lines.some(line => line.startsWith('{'));
  return [...logs.filter(isOwn).slice(0, 1), ...logs.filter(lines => !isOwn(lines))].flat().slice(-MOST_LINES);
}

/** Lines without a time go with the one before them. @param lines of one log, oldest first */
export function linesSince(lines: readonly string[], since: Date): string[] {
  const last = lines.findLastIndex(line => (timeOf(line) ?? since) < since);
  return lines.slice(last + 1).filter(line => line !== '');
}

function tail(path: string): string[] {
  try {
    const size = statSync(path).size;
    const length = Math.min(size, LIMITS.startLog);
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(length);
      const lines = buffer.subarray(0, readSync(file, buffer, 0, length, size - length)).toString('utf8').split('\n');
      // The first one may have lost its beginning.
      return length < size ? lines.slice(1) : lines;
    } finally {
      closeSync(file);
    }
  } catch {
    return [];
  }
}

/** Asks a manager in C's words; what fails has said nothing. */
function asker(machine: Machine, env: Environment): (command: string, ...args: string[]) => Promise<string> {
  const options = {timeout: LIMIT_MS, windowsHide: true, maxBuffer: 8 << 20, env: {...managerEnvironment(env, machine), LC_ALL: 'C', SYSTEMD_COLORS: '0'}};
  return async (command, ...args) => (await run(command, args, options).catch(() => ({stdout: ''}))).stdout;
}

const UNIT_PROPERTIES = ['LoadState', 'ActiveState', 'SubState', 'Result', 'ExecMainStatus', 'ExecMainCode', 'ExecMainExitTimestamp', 'NRestarts', 'MainPID'] as const;

/** CLD_EXITED of siginfo; another code is a signal. */
const EXITED = '1';

/** `systemctl show` of one unit (systemd 252). */
export function parseUnitEnd(output: string, since: Date): ServiceEnd {
  const values = new Map(output.split('\n').flatMap(line => (line.includes('=') ? [[line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const] : [])));
  const active = values.get('ActiveState');
  if (active === undefined || values.get('LoadState') === 'not-found') return UNKNOWN;
  const restarts = Number(values.get('NRestarts') ?? 0);
  const status = Number(values.get('ExecMainStatus') ?? 0);
  const code = values.get('ExecMainCode');
  const hasEnded = code !== undefined && code !== '0' && endedSince(values.get('ExecMainExitTimestamp'), since);
  const exitCode = hasEnded ? (code === EXITED ? status : 128 + status) : undefined;
  const isRunning = active === 'active';
  const isLoop = values.get('SubState') === 'auto-restart' && (restarts >= ENOUGH_RESTARTS || (code === EXITED && status in SYSTEMD_STEPS));
  const isOver = hasEnded && (active === 'failed' || active === 'inactive' || isLoop || (!isRunning && exitCode === EXIT_CONFIG));
  return {isOver, isRunning, restarts, ...pidIn(values.get('MainPID')), ...(exitCode === undefined ? {} : {exitCode}), ...(hasEnded && values.get('Result') ? {result: values.get('Result') as string} : {})};
}

function pidIn(text: string | undefined): {readonly pid?: number} {
  const pid = Number(text ?? 0);
  return pid > 0 ? {pid} : {};
}

/** `Tue 2026-11-24 15:39:59 UTC`, in the zone of this machine and to the second; a date that can't be read counts. */
function endedSince(text: string | undefined, since: Date): boolean {
  const [, day, time] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(text ?? '') ?? [];
  if (day === undefined || time === undefined) return true;
  const date = new Date(/ UTC$/.test(text ?? '') ? `${day}T${time}Z` : `${day}T${time}`);
  return date.getTime() >= Math.floor(since.getTime() / 1000) * 1000;
}

/** `launchctl print` of one agent, which launchd starts again for ever: only what a start can't mend is over. */
export function parseAgentEnd(output: string): ServiceEnd {
  if (output === '') return UNKNOWN;
  const isRunning = /^\s*state = running$/m.test(output);
  const code = /^\s*last exit code = (\d+)/m.exec(output)?.[1];
  const signal = /^\s*last terminating signal = .*?(\d+)$/m.exec(output)?.[1];
  const runs = Number(/^\s*runs = (\d+)/m.exec(output)?.[1] ?? 1);
  const exitCode = isRunning ? undefined : signal === undefined ? (code === undefined ? undefined : Number(code)) : 128 + Number(signal);
  const restarts = Math.max(0, runs - 1);
  return {isOver: exitCode === EXIT_CONFIG || (exitCode !== undefined && restarts >= ENOUGH_RESTARTS), isRunning, restarts, ...pidIn(/^\s*pid = (\d+)/m.exec(output)?.[1]), ...(exitCode === undefined ? {} : {exitCode})};
}

/** Of the task scheduler: SCHED_S_TASK_RUNNING, SCHED_S_TASK_HAS_NOT_RUN, SCHED_S_TASK_QUEUED. */
const [TASK_RUNNING, ...TASK_PENDING] = [0x41301, 0x41303, 0x41325];

/** One line of `schtasks /Query /V /FO CSV /NH`: the seventh field is the last result, in whatever language the rest is. */
export function parseTaskEnd(output: string): ServiceEnd {
  const [line = ''] = output.trim().split(/\r?\n/);
  const fields = [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(match => match[1] ?? '');
  const result = fields[6];
  if (result === undefined || !/^-?\d+$/.test(result)) return UNKNOWN;
  const code = Number(result);
  if (code === TASK_RUNNING || TASK_PENDING.includes(code)) return {isOver: false, isRunning: code === TASK_RUNNING};
  return {isOver: code === EXIT_CONFIG, isRunning: false, exitCode: code};
}
