/**
 * Carries out work as one transaction: checks that nothing moved since it was planned, writes down what it means to do, copies
 * what it replaces, stages every file, puts them in their places, lets OpenClaw validate. Up to there every failure, an
 * interrupt and a crash lead back to the old state. Then it runs the service manager, waits for health, and deletes.
 */
import {readExisting} from '../host/files.ts';
import type {Change} from '../rules/change.ts';
import type {Diagnosis} from '../rules/diagnosis.ts';
import {type BusyPort, holderName} from '../rules/occupancy.ts';
import {isEmpty, type Work} from '../rules/work.ts';
import type {Command} from '../rules/service/commands.ts';
import {backupFolder, type SavedBackup, saveBackup, saveDatabases} from './backup.ts';
import type {CommandRunner} from './commands.ts';
import {assertCopyable, migratedSince} from './databases.ts';
import {quietly} from './durable.ts';
import {execute, type Learned} from './execute.ts';
import {failureText} from './failure-text.ts';
import {type Journal, type OpenJournal, writeJournal} from './journal.ts';
import {backOut, complete, type Completed, makeSure} from './settle.ts';
import type {Remembered, Store} from './store.ts';
import {type Edit, isLate, prepare, stage, swap, sweep} from './transaction.ts';
import {StartFailure, waitForHealth, waitTillLeft} from './waiting.ts';
import {type ApplyEvent, type ApplyResult, type ApplyStep, isLateChange, stepsOf} from '../rules/apply-steps.ts';
import {applyReasons} from '../text/apply-reasons.ts';

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
  #isSwapping = false;
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
    if (failed.length > 0) throw new Error(applyReasons().notDeleted(failed.join(', ')));
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
    // Where that can't be written down, the next command finds it out.
    if (isMigrated) quietly(() => this.#makeSure());
    if (isMigrated || open.journal.phase === 'sure') {
      this.#complete();
      return {...failed, isRolledBack: false, ...(this.#backup ? {backup: this.#backup.folder} : {})};
    }
    const {failed: stuck, kept} = await backOut(open, this.#context.store, this.#context.run);
    if (stuck.length > 0) return {...failed, reason: applyReasons().nextTries(applyReasons().notPutBack(reason, stuck.join(', '))), isRolledBack: false};
    if (kept.length > 0) return {...failed, reason: applyReasons().leftSo(reason, kept.join(', ')), isRolledBack: true};
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
    // An engine takes minutes to install, and a gateway to stop.
    if (!this.#isSwapping) assertUnmoved(this.#work);
    this.#isSwapping = true;
    if (!isLate(entry)) swap(entry);
    else if (!sweep(entry)) return {state: 'skipped', detail: applyReasons().somethingInside};
    return {state: 'done'};
  }

  async #command(command: Command): Promise<Learned> {
    const {preparation, commands} = this.#work;
    if (command.id !== 'engine' && command.id !== 'validate') {
      this.#isServiceTouched = true;
      if (preparation.includes(command)) this.#note({isServiceTouched: true});
    }
    if (STARTS.has(command.id)) this.#startedAt = new Date();
    const learned = await execute(command, this.#context);
    // What is run twice does no harm.
    if (commands.includes(command)) quietly(() => this.#note({commands: this.#open?.journal.commands.filter(({argv}) => argv !== command.argv) ?? []}));
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

/** Compares the disk with what the plan was made from: another program may have written in the meantime (openclaw/openclaw#91148). */
function assertUnmoved({changes}: Work): void {
  for (const {path, kind, before, action} of changes) {
    if (kind !== 'file') continue;
    const file = readExisting(path);
    const text = file.kind === 'text' ? file.text : undefined;
    if (text !== before || (action === 'create' && file.kind !== 'absent')) {
      throw new Error(applyReasons().changedMeanwhile(path));
    }
  }
}

/** The wizard looked at the port when it was typed; somebody may have taken it since. */
async function assertFree({freePort}: Work, {holderOf}: ApplyContext): Promise<void> {
  const busy = freePort === undefined ? undefined : await holderOf(freePort);
  if (busy) throw new Error(applyReasons().portTaken(busy.port, busy.holder && holderName(busy.holder)));
}
