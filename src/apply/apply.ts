/**
 * Carries out work: checks that nothing moved since it was planned, backs up, writes, lets OpenClaw validate, runs the
 * service manager, waits for health. A failure before the service is touched takes every write back.
 */
import {chmod, mkdir, rm} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {writeFile} from 'atomically';
import {askHealth} from '../host/health.ts';
import {readExisting} from '../host/target.ts';
import {admissionOf} from '../rules/admission.ts';
import type {JsonObject} from '../rules/config/json5.ts';
import type {Diagnosis} from '../rules/diagnosis.ts';
import {type BusyPort, holderName} from '../rules/occupancy.ts';
import type {Change} from '../rules/change.ts';
import {isEmpty, type Work} from '../rules/work.ts';
import type {Command} from '../rules/service/commands.ts';
import {madeBy, missingParents, removeEmpty, restoreBackup, type SavedBackup, saveBackup, saveDatabases} from './backup.ts';
import type {CommandResult, CommandRunner} from './commands.ts';
import {assertCopyable, migratedSince} from './databases.ts';
import {provideEngine, runCommand} from './engine.ts';
import {readableLine} from '../rules/log-lines.ts';
import {type ApplyEvent, type ApplyResult, type ApplyStep, stepsOf} from '../rules/apply-steps.ts';

export type ApplyContext = {
  readonly run: CommandRunner;
  readonly backupFolder: string;
  readonly onEvent: (event: ApplyEvent) => void;
  /** Who holds the base port right now, if anybody does. */
  readonly holderOf: (port: number) => Promise<BusyPort | undefined>;
  /** How a service that was started is doing: one that failed for good is not waited for, one that still runs is waited for longer. @param since when it was started */
  readonly lookAtStart: (serviceName: string, since: Date) => Promise<{readonly isOver: boolean; readonly isRunning: boolean}>;
  /** Why its gateway does not answer. */
  readonly diagnose: (serviceName: string, port: number, since: Date) => Promise<Diagnosis>;
  /** Builds before 2026.5 answer /healthz with a page, which is all that they tell. */
  readonly answersWithPage: boolean;
  /** Files and folders that were not there before: told before they are made, and again when they are. */
  readonly onMade: (paths: readonly string[], isToCome: boolean) => void;
  /** Stops between two steps; what is written by then stays, and `undo` takes it back. */
  readonly signal?: AbortSignal | undefined;
};

/** A gateway of 2026.9.6 is ready 8 to 10 s after its start. */
const HEALTH_LIMIT_MS = 60_000;
/** On a machine with much else to do a start took over a minute; while its process lives there is hope. */
const SLOW_LIMIT_MS = 180_000;
/** By then a start that waits for something says for what: OpenClaw 2026.9.6 waits in silence for a port that another process has. */
const DOUBT_MS = 20_000;
const HEALTH_INTERVAL_MS = 500;
const LAUNCHD_LIMIT_MS = 30_000;
/** A gateway that ended has closed its port; its browser may take a moment longer. */
const LEAVING_LIMIT_MS = 10_000;

/** A gateway that was started does not answer, and what is known of why. */
class StartFailure extends Error {
  readonly diagnosis: Diagnosis;

  constructor(message: string, diagnosis: Diagnosis) {
    super(message);
    this.diagnosis = diagnosis;
  }
}

/** Never throws for what happens on this host: every failure is a result. */
export async function applyWork(work: Work, context: ApplyContext): Promise<ApplyResult> {
  if (isEmpty(work)) return {kind: 'nothing'};
  let backup: SavedBackup | undefined;
  let isServiceTouched = false;
  let current: ApplyStep = {kind: 'check'};
  let startedAt = new Date();
  try {
    for (const step of stepsOf(work)) {
      context.signal?.throwIfAborted();
      current = step;
      context.onEvent({step, state: 'running'});
      if (step.kind === 'check') {
        assertUnmoved(work);
        if (work.databases !== undefined) assertCopyable(work.databases);
        await assertFree(work, context);
        if (leavesSomething(work)) {
          const contents = new Map(work.changes.flatMap(change => (change.after === undefined ? [] : [[change.path, bytesOf(change)] as const])));
          backup = await saveBackup(context.backupFolder, work, contents, new Date());
          context.onMade(madeBy(backup), true);
        }
      }
      if (step.kind === 'databases' && backup) backup = await saveDatabases(backup, step.stateDir);
      // Before the first file there is nothing to take back.
      if (step.kind === 'command' && step.command.id !== 'validate' && !work.preparation.includes(step.command)) isServiceTouched = true;
      if (step.kind === 'command' && STARTS.has(step.command.id)) startedAt = new Date();
      const learned = await carryOut(step, work, context, startedAt);
      context.onEvent({step, ...learned});
    }
    if (backup) context.onMade(madeBy(backup), false);
    return {kind: 'applied', backup: backup?.folder};
  } catch (error) {
    const reason = reasonOf(error);
    context.onEvent({step: current, state: 'failed', detail: reason});
    // What was deleted with all in it can't be put back, and is told so.
    const isTreeTouched = current.kind === 'change' && current.change.kind === 'tree';
    // Nothing of ours is written by then, so nothing stays.
    const isBeforeFiles = current.kind === 'databases' || (current.kind === 'command' && current.command.id === 'engine');
    // A config may be all that was judged, by an OpenClaw that migrated at once; under a gateway nothing can be put back.
    const isMigrated = migratedSince(backup?.backup.databases).length > 0;
    if ((context.signal?.aborted && !isBeforeFiles) || isServiceTouched || isTreeTouched || isMigrated) {
      if (backup) context.onMade(madeBy(backup), false);
      const diagnosis = error instanceof StartFailure ? {diagnosis: error.diagnosis} : {};
      return {kind: 'failed', step: current, reason, isRolledBack: false, ...(backup ? {backup: backup.folder} : {}), ...diagnosis};
    }
    const {failed} = backup ? await restoreBackup(backup) : {failed: []};
    // The files are there again, so the service that was stopped for them can be, too.
    if (current.kind === 'change' && work.preparation.some(({id}) => id !== 'engine')) for (const command of work.undo.after) await runCommand(command, context.run);
    if (backup) context.onMade([], false);
    if (failed.length === 0) return {kind: 'failed', step: current, reason, isRolledBack: true};
    return {kind: 'failed', step: current, reason: `${reason}; and could not be put back: ${failed.join(', ')}`, isRolledBack: false};
  }
}

const STARTS: ReadonlySet<Command['id']> = new Set(['start', 'restart']);

/** Whether there is something that undo could take back: a start or a stop is none, and a deleted tree is gone for good. */
function leavesSomething({changes, undo}: Work): boolean {
  // An engine is no loss: npm brings it back.
  if (changes.some(({kind, role}) => kind === 'tree' && role !== 'engine')) return false;
  return changes.some(({action}) => action !== 'unchanged') || undo.before.length + undo.after.length > 0;
}

type Learned = Pick<ApplyEvent, 'state' | 'detail'>;

async function carryOut(step: ApplyStep, work: Work, context: ApplyContext, startedAt: Date): Promise<Learned> {
  switch (step.kind) {
    case 'check':
    case 'databases':
      return {state: 'done'};
    case 'change':
      return step.change.action === 'delete' ? remove(step.change) : write(step.change);
    case 'command':
      return (SPECIAL[step.command.id] ?? execute)(step.command, context);
    case 'health':
      await waitForHealth(step, work, context, startedAt);
      return {state: 'done'};
    case 'left':
      await waitTillLeft(step, context);
      return {state: 'done'};
  }
}

/** Compares the disk with what the plan was made from: another program may have written in the meantime (openclaw/openclaw#91148). */
function assertUnmoved({changes}: Work): void {
  for (const {path, kind, before, action} of changes) {
    if (kind !== 'file') continue;
    const file = readExisting(path);
    const text = file.kind === 'text' ? file.text : undefined;
    if (text !== before || (action === 'create' && file.kind !== 'absent')) {
      throw new Error(`${path} was changed while you answered; run the wizard again to see it as it is now`);
    }
  }
}

/** The wizard looked at the port when it was typed; somebody may have taken it since. */
async function assertFree({freePort}: Work, {holderOf}: ApplyContext): Promise<void> {
  const busy = freePort === undefined ? undefined : await holderOf(freePort);
  if (busy) throw new Error(`port ${busy.port} was taken while you answered${busy.holder ? `, by ${holderName(busy.holder)}` : ''}`);
}

function bytesOf({after = '', encoding}: Change): Buffer {
  return Buffer.from(after, encoding);
}

async function write(change: Change): Promise<Learned> {
  const {path, kind, mode, action} = change;
  if (kind === 'folder') {
    // One after another: a recursive mkdir of Node never ends where the system takes no folders, as in /proc.
    // An engine that was installed before it may have made it.
    if (action === 'create') for (const missing of [...missingParents(path), path]) if (readExisting(missing).kind !== 'folder') await mkdir(missing, {mode});
    await chmod(path, mode);
    return {state: 'done'};
  }
  await writeFile(path, bytesOf(change), {mode});
  // The writer passes over what it can't set; a config that others can read is no success.
  await chmod(path, mode);
  return {state: 'done'};
}

async function remove({path, kind}: Change): Promise<Learned> {
  if (kind === 'folder') return (await removeEmpty(path)) ? {state: 'done'} : {state: 'skipped', detail: 'stays, something is in it'};
  // A gateway that was just stopped may still be writing its last file.
  await rm(path, kind === 'tree' ? {recursive: true, force: true, maxRetries: 5, retryDelay: 200} : {force: true});
  return {state: 'done'};
}

const MIB = 1 << 20;

async function install(command: Command, {run, signal, onEvent}: ApplyContext): Promise<Learned> {
  const step = {kind: 'command', command} as const;
  if (!command.engine) return {state: 'skipped'};
  const onProgress = (seconds: number, bytes: number) => onEvent({step, state: 'running', detail: `${seconds} s, ${Math.round(bytes / MIB)} MiB`});
  const isDone = await provideEngine(command, command.engine, run, {signal, onProgress});
  return isDone ? {state: 'done', detail: `OpenClaw ${command.engine.version}`} : {state: 'skipped', detail: 'it is there already'};
}

async function execute(command: Command, context: ApplyContext): Promise<Learned> {
  const {code, stderr} = await patiently(command, context);
  // A command that was cut short by the user has not failed by itself.
  context.signal?.throwIfAborted();
  if (code === 0) return {state: 'done'};
  const line = stderr.trim().split('\n')[0] ?? '';
  if (command.mayFail) return {state: 'skipped'};
  throw new Error(`${command.argv[0]} ended with ${code}${line === '' ? '' : `: ${line}`}`);
}

/** launchd answers I/O error 5 while it still takes the old agent down (openclaw/openclaw#136453). */
async function patiently({argv, environment}: Command, {run, signal}: ApplyContext): Promise<CommandResult> {
  const end = Date.now() + LAUNCHD_LIMIT_MS;
  for (;;) {
    const result = await run(argv, {signal, environment});
    const isBusy = argv[1] === 'bootstrap' && result.code !== 0 && /: 5\b|Input\/output error/.test(result.stderr);
    if (!isBusy || Date.now() > end) return result;
    await sleep(HEALTH_INTERVAL_MS);
  }
}

/** Builds before `config validate` answer without JSON; then the gateway's own start is the test. */
async function validate({argv, environment}: Command, {run, signal}: ApplyContext): Promise<Learned> {
  const {stdout} = await run([...argv, '--json'], {signal, environment});
  signal?.throwIfAborted();
  const answer = parseAnswer(stdout);
  if (answer?.valid === true) return {state: 'done'};
  if (answer?.valid !== false) return {state: 'skipped', detail: 'this OpenClaw can’t validate a config'};
  const [issue] = answer.issues ?? [];
  if (issue) throw new Error(readableLine(`OpenClaw refuses ${issue.path}: ${issue.message}`));
  // An older OpenClaw does not open the state that a newer one has migrated (2026.9.5 after 2026.9.6).
  const [what, why] = answer.error?.message?.split('\n') ?? [];
  throw new Error(what === undefined ? 'OpenClaw refuses the config' : readableLine([`OpenClaw refuses: ${what}`, why].filter(line => line !== undefined).join(' ')));
}

/** Whether the gateway takes the token that its config names: another one in its environment makes it refuse every call (openclaw/openclaw#17223). */
async function enter({argv, environment}: Command, {run, signal}: ApplyContext): Promise<Learned> {
  const {stdout} = await run(argv, {signal, environment});
  signal?.throwIfAborted();
  const admission = admissionOf(parseAnswer<JsonObject>(stdout));
  if (admission.kind === 'in') return {state: 'done'};
  if (admission.kind === 'untold') return {state: 'skipped', detail: 'this OpenClaw can’t tell'};
  throw new Error(`the gateway is healthy, but does not let its own config in: ${readableLine(admission.reason ?? 'it says no more')}`);
}

/** Commands whose answer is more than an exit code. */
const SPECIAL: Readonly<Partial<Record<Command['id'], typeof execute>>> = {engine: install, validate, access: enter};

type Answer = {readonly valid?: boolean; readonly error?: {readonly message?: string}; readonly issues?: readonly {readonly path: string; readonly message: string}[]};

function parseAnswer<T = Answer>(stdout: string): T | undefined {
  try {
    return JSON.parse(stdout.slice(stdout.indexOf('{')));
  } catch {
    return undefined;
  }
}

/**
 * Waits on loopback, where a gateway listens under every bind mode (OpenClaw 2026.9.6).
 * @throws when nothing healthy answers in time, with what is known of why
 */
export async function waitForHealth(step: Extract<ApplyStep, {kind: 'health'}>, {serviceName = ''}: Pick<Work, 'serviceName'>, context: ApplyContext, startedAt: Date): Promise<void> {
  const {port} = step;
  const {signal, answersWithPage, onEvent} = context;
  const begin = Date.now();
  const waited = () => Date.now() - begin;
  let [limit, hasDoubted] = [HEALTH_LIMIT_MS, false];
  do {
    const health = await askHealth(port);
    if (health === 'healthy' || (answersWithPage && health === 'page')) return;
    const {isOver, isRunning} = await context.lookAtStart(serviceName, startedAt);
    if (isOver) break;
    if (isRunning) limit = SLOW_LIMIT_MS;
    if (!hasDoubted && waited() > DOUBT_MS) {
      hasDoubted = true;
      if (HOPELESS.has((await context.diagnose(serviceName, port, startedAt)).cause.id)) break;
    }
    onEvent({step, state: 'running', detail: `${Math.round(waited() / 1000)} s of ${limit / 1000}`});
    await sleep(HEALTH_INTERVAL_MS, undefined, {signal});
  } while (waited() < limit);
  const diagnosis = await context.diagnose(serviceName, port, startedAt);
  throw new StartFailure(`${serviceName} was started, but nothing healthy answers on 127.0.0.1:${port} after ${Math.round(waited() / 1000)} s`, diagnosis);
}

/** What no waiting helps against, although the service manager takes the start for a good one. */
const HOPELESS: ReadonlySet<Diagnosis['cause']['id']> = new Set(['port-taken', 'state-owned']);

/** A gateway that stays on its old port is a second one on the same state (openclaw/openclaw#7626). */
async function waitTillLeft({port}: Extract<ApplyStep, {kind: 'left'}>, {holderOf, signal}: ApplyContext): Promise<void> {
  const end = Date.now() + LEAVING_LIMIT_MS;
  for (;;) {
    const held = await holderOf(port);
    if (!held) return;
    if (Date.now() > end) throw new Error(`the gateway answers on its new port, but the old one, ${port}, is still held${held.holder ? ` by ${holderName(held.holder)}` : ''}`);
    await sleep(HEALTH_INTERVAL_MS, undefined, {signal});
  }
}

function reasonOf(error: unknown): string {
  const {code, path, message} = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
      return `no space left to write ${path ?? 'a file'}`;
    case 'EROFS':
      return `${path ?? 'the target'} is on a read-only file system`;
    case 'ENOENT':
    case 'ENOTDIR':
      return `${path ?? 'a folder'} can’t be made there`;
    case 'EACCES':
    case 'EPERM':
      return `no permission to write ${path ?? 'a file'}`;
    default:
      return message;
  }
}
