/**
 * Carries out work as one transaction: checks that nothing moved since it was planned, writes down what it means to do, copies
 * what it replaces, stages every file, puts them in their places, lets OpenClaw validate. Up to there every failure, an
 * interrupt and a crash lead back to the old state. Then it runs the service manager, waits for health, and deletes.
 */
import {setTimeout as sleep} from 'node:timers/promises';
import {askHealth} from '../host/health.ts';
import {readExisting} from '../host/files.ts';
import {admissionOf} from '../rules/admission.ts';
import type {Change} from '../rules/change.ts';
import type {JsonObject} from '../rules/config/json5.ts';
import type {Diagnosis} from '../rules/diagnosis.ts';
import {type BusyPort, holderName} from '../rules/occupancy.ts';
import {isEmpty, type Work} from '../rules/work.ts';
import type {Command} from '../rules/service/commands.ts';
import {backupFolder, type SavedBackup, saveBackup, saveDatabases} from './backup.ts';
import type {CommandResult, CommandRunner} from './commands.ts';
import {assertCopyable, migratedSince} from './databases.ts';
import {provideEngine, runCommand} from './engine.ts';
import {readableLine} from '../rules/log-lines.ts';
import {failureText} from './failure-text.ts';
import {type Journal, type OpenJournal, writeJournal} from './journal.ts';
import {backOut, complete, type Completed, makeSure} from './settle.ts';
import type {Remembered, Store} from './store.ts';
import {type Edit, isLate, prepare, stage, swap, sweep} from './transaction.ts';
import {type ApplyEvent, type ApplyResult, type ApplyStep, isLateChange, stepsOf} from '../rules/apply-steps.ts';

export type ApplyContext = {
  readonly run: CommandRunner;
  readonly store: Store;
  /** What is kept of the instance when the new state is sure. */
  readonly remembered: Remembered;
  readonly onEvent: (event: ApplyEvent) => void;
  /** Called when files are in their places, or will not be: others may choose ports again. */
  readonly onSettled?: () => void;
  /** Who holds the base port right now, if anybody does. */
  readonly holderOf: (port: number) => Promise<BusyPort | undefined>;
  /** How a service that was started is doing: one that failed for good is not waited for, one that still runs is waited for longer. @param since when it was started */
  readonly lookAtStart: (serviceName: string, since: Date) => Promise<{readonly isOver: boolean; readonly isRunning: boolean}>;
  /** Why its gateway does not answer. */
  readonly diagnose: (serviceName: string, port: number, since: Date) => Promise<Diagnosis>;
  /** Builds before 2026.5 answer /healthz with a page, which is all that they tell. */
  readonly answersWithPage: boolean;
  /** Stops between two steps: before the new state is sure it leads back to the old one, and later `undo` does. */
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
  const apply = new Apply(work, context);
  let current: ApplyStep = {kind: 'check'};
  try {
    for (const step of stepsOf(work)) {
      context.signal?.throwIfAborted();
      current = step;
      context.onEvent({step, state: 'running'});
      context.onEvent({step, ...(await apply.carryOut(step))});
    }
    return apply.end();
  } catch (error) {
    const reason = failureText(error);
    context.onEvent({step: current, state: 'failed', detail: reason});
    return apply.fail(current, reason, error);
  } finally {
    context.onSettled?.();
  }
}

/** One apply, and how far it is. */
class Apply {
  readonly #work: Work;
  readonly #context: ApplyContext;
  #open: OpenJournal | undefined;
  #backup: SavedBackup | undefined;
  /** Something was done that no journal leads back from. */
  #isServiceTouched = false;
  #startedAt = new Date();

  constructor(work: Work, context: ApplyContext) {
    this.#work = work;
    this.#context = context;
  }

  async carryOut(step: ApplyStep): Promise<Learned> {
    const context = this.#context;
    if (this.#isPastFiles(step)) this.#makeSure();
    switch (step.kind) {
      case 'check':
        await this.#begin();
        return {state: 'done'};
      case 'databases':
        if (this.#backup) this.#backup = await saveDatabases(this.#backup, step.stateDir);
        this.#note({databases: this.#backup?.backup.databases ?? []});
        return {state: 'done'};
      case 'change':
        return this.#change(step.change);
      case 'command':
        return this.#command(step.command);
      case 'health':
        await waitForHealth(step, this.#work, context, this.#startedAt);
        return {state: 'done'};
      case 'left':
        await waitTillLeft(step, context);
        return {state: 'done'};
    }
  }

  /** All steps are through. */
  end(): ApplyResult {
    this.#makeSure();
    const {failed} = this.#complete();
    if (failed.length > 0) throw new Error(`${failed.join(', ')} can’t be deleted; the next command tries it again`);
    return {kind: 'applied', backup: this.#backup?.folder};
  }

  /** To the old state where that can be, else to the new one. */
  async fail(step: ApplyStep, reason: string, error: unknown): Promise<ApplyResult> {
    const diagnosis = error instanceof StartFailure ? {diagnosis: error.diagnosis} : {};
    const failed = {kind: 'failed', step, reason, ...diagnosis} as const;
    const open = this.#open;
    if (!open) return {...failed, isRolledBack: !this.#isServiceTouched};
    // An OpenClaw that was only to judge the config may have migrated at once, and the one before would not start again.
    const isMigrated = migratedSince(open.journal.databases).length > 0;
    if (isMigrated) this.#tryMakeSure();
    if (isMigrated || open.journal.phase === 'sure') {
      this.#complete();
      return {...failed, isRolledBack: false, ...(this.#backup ? {backup: this.#backup.folder} : {})};
    }
    const {failed: stuck, kept} = await backOut(open, this.#context.store);
    // The files are there again, so the service that was stopped for them can be, too.
    if (open.journal.isServiceTouched) for (const command of open.journal.restore) await runCommand(command, this.#context.run);
    if (stuck.length > 0) return {...failed, reason: `${reason}; and could not be put back: ${stuck.join(', ')}; the next command tries it again`, isRolledBack: false};
    if (kept.length > 0) return {...failed, reason: `${reason}; changed by somebody else meanwhile, and left so: ${kept.join(', ')}`, isRolledBack: true};
    return {...failed, isRolledBack: true};
  }

  #complete(): Completed {
    return this.#open?.journal.phase === 'sure' ? complete(this.#open, this.#context.store) : {failed: [], kept: []};
  }

  /** Nothing is touched before all that is planned was looked at again, written down, copied and staged. */
  async #begin(): Promise<void> {
    const work = this.#work;
    const {store} = this.#context;
    assertUnmoved(work);
    if (work.databases !== undefined) assertCopyable(work.databases);
    await assertFree(work, this.#context);
    if (!changesFiles(work)) return;
    const now = new Date();
    const prepared = prepare(editsOf(work));
    const {entries} = prepared;
    const isKept = leavesSomething(work);
    const root = store.backups(work.selector);
    const folder = backupFolder(root, now);
    this.#open = {
      path: store.journal(work.selector),
      journal: {
        schemaVersion: 1,
        selector: work.selector,
        name: work.profile,
        kind: 'apply',
        startedAt: now.toISOString(),
        phase: 'open',
        entries,
        // Without its state there is nothing that earlier copies could be put back into, either.
        backup: isKept ? {folder, stays: 'when-sure'} : {folder: root, stays: 'when-rolled-back'},
        isServiceTouched: false,
        restore: work.undo.after.filter(({id}) => id !== 'engine'),
        commands: work.commands.filter(({id}) => id !== 'validate'),
        remembered: this.#context.remembered,
      },
    };
    writeJournal(this.#open);
    if (isKept) this.#backup = saveBackup(folder, work, entries, now);
    stage(prepared);
  }

  #change(change: Change): Learned {
    const entry = this.#open?.journal.entries.find(({path}) => path === change.path);
    if (!entry) return {state: 'skipped'};
    if (!isLate(entry)) swap(entry);
    else if (!sweep(entry)) return {state: 'skipped', detail: 'stays, something is in it'};
    return {state: 'done'};
  }

  async #command(command: Command): Promise<Learned> {
    const {preparation, commands} = this.#work;
    if (command.id !== 'engine' && command.id !== 'validate') {
      this.#isServiceTouched = true;
      if (preparation.includes(command)) this.#note({isServiceTouched: true});
    }
    if (STARTS.has(command.id)) this.#startedAt = new Date();
    const learned = await (SPECIAL[command.id] ?? execute)(command, this.#context);
    // What is run twice does no harm.
    if (commands.includes(command) && this.#open) this.#tryNote({commands: this.#open.journal.commands.filter(({argv}) => argv !== command.argv)});
    return learned;
  }

  /** Whether the new files have to be there, and right, for a step. */
  #isPastFiles(step: ApplyStep): boolean {
    if (step.kind === 'command') return step.command.id !== 'validate' && !this.#work.preparation.includes(step.command);
    return step.kind === 'health' || step.kind === 'left' || (step.kind === 'change' && isLateChange(step.change));
  }

  #makeSure(): void {
    if (this.#open?.journal.phase !== 'open') return;
    this.#open = makeSure(this.#open);
    this.#context.onSettled?.();
  }

  /** Where that can't be written down, the next command finds it out. */
  #tryMakeSure(): void {
    try {
      this.#makeSure();
    } catch {
      // See above.
    }
  }

  #tryNote(news: Partial<Journal>): void {
    try {
      this.#note(news);
    } catch {
      // It is known here.
    }
  }

  #note(news: Partial<Journal>): void {
    if (!this.#open) return;
    this.#open = {...this.#open, journal: {...this.#open.journal, ...news}};
    writeJournal(this.#open);
  }
}

const STARTS: ReadonlySet<Command['id']> = new Set(['start', 'restart']);

/** A start or a stop changes none. */
function changesFiles(work: Work): boolean {
  return work.changes.some(({action}) => action !== 'unchanged') || work.preparation.some(({engine}) => engine !== undefined) || leavesSomething(work);
}

/** Whether there is something that undo could take back: a start or a stop is none, and a deleted tree is gone for good. */
function leavesSomething({changes, undo}: Work): boolean {
  // An engine is no loss: npm brings it back.
  if (changes.some(({kind, role}) => kind === 'tree' && role !== 'engine')) return false;
  return changes.some(({action}) => action !== 'unchanged') || undo.before.length + undo.after.length > 0;
}

function editsOf({changes, preparation}: Work): Edit[] {
  return [
    ...changes.filter(({action}) => action !== 'unchanged').map((change): Edit => {
      const {path, root, kind, mode, action, after = '', encoding} = change;
      const place = {path, ...(root === undefined ? {} : {root})};
      if (action === 'delete' || kind === 'tree') return {...place, kind, fate: 'delete'};
      return kind === 'folder' ? {...place, kind, mode} : {...place, kind, content: Buffer.from(after, encoding), mode};
    }),
    ...preparation.flatMap(({engine}): Edit[] => (engine ? [{kind: 'tree', path: engine.folder, fate: 'made'}] : [])),
  ];
}

type Learned = Pick<ApplyEvent, 'state' | 'detail'>;

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
