/** Takes an apply back: its files from the backup, and the service with them; as one transaction, like the apply itself. */
import {readState} from '../host/files.ts';
import {isArmed} from '../host/restore.ts';
import type {MigratedDatabase} from '../rules/engine.ts';
import type {Selector} from '../rules/selector.ts';
import {applyReasons} from '../text/apply-reasons.ts';
import {type SavedBackup, type SavedItem, undoEdits} from './backup.ts';
import type {CommandRunner} from './commands.ts';
import {databaseEdits, migratedSince} from './databases.ts';
import {failuresOf} from './engine.ts';
import {failureText} from './failure-text.ts';
import {type OpenJournal, writeJournal} from './journal.ts';
import {backOut, complete, makeSure} from './settle.ts';
import type {Store} from './store.ts';
import {type Edit, prepare, stage, swap} from './transaction.ts';

export type Fate = 'failed' | 'kept' | 'missing' | 'restored' | 'removed';

export type TakenBack =
  /** Nothing was touched: the service that would run on without its file could not be stopped. @property argv what failed */
  | {readonly kind: 'refused'; readonly argv: readonly string[]}
  /** All is as before the undo: something could not be put back. @property reason one clause */
  | {readonly kind: 'held'; readonly reason: string}
  /** @property items what became of each, last written first. @property databases that were migrated, and are back. @property failed commands that failed after the files were back */
  | {readonly kind: 'done'; readonly items: readonly {readonly path: string; readonly fate: Fate}[]; readonly databases: readonly MigratedDatabase[]; readonly failed: readonly (readonly string[])[]};

export type TakeBackContext = {readonly selector: Selector; readonly store: Store; readonly run: CommandRunner; /** Goes on although the service could not be stopped. */ readonly isForced?: boolean};

export async function takeBack(saved: SavedBackup, context: TakeBackContext): Promise<TakenBack> {
  const {selector, store, run, isForced} = context;
  const {items, databases: copies, profile, redo} = saved.backup;
  const commands = migratedSince(copies).length > 0 ? (saved.backup.commands.migrated ?? saved.backup.commands) : saved.backup.commands;
  let open: OpenJournal = {
    path: store.journal(selector),
    journal: {
      schemaVersion: 1,
      selector,
      name: profile,
      kind: 'undo',
      startedAt: new Date().toISOString(),
      phase: 'open',
      entries: [],
      backup: {folder: saved.folder, stays: 'when-rolled-back'},
      isServiceTouched: false,
      restore: redo ?? commands.after.filter(({id}) => id !== 'engine'),
      commands: commands.after,
      // What stands there then is what was before us.
      remembered: {written: null},
    },
  };
  const add = (edits: readonly Edit[]) => {
    const prepared = prepare(edits);
    open = {...open, journal: {...open.journal, entries: [...open.journal.entries, ...prepared.entries]}};
    writeJournal(open);
    stage(prepared);
  };
  const isMissing = ({path, before, isDeleted}: SavedItem) => !before && !isDeleted && readState(path).kind === 'absent';
  // An apply that was cut short has not made all that it meant to.
  const missing = items.filter(isMissing).map(({path}) => path);
  let migrated: readonly MigratedDatabase[];
  try {
    add([...undoEdits(saved), ...disarmingEdits(saved)]);
    open = withService(open, commands.before.length > 0);
    writeJournal(open);
    const [refused] = await failuresOf(commands.before, run);
    if (refused && !isForced) {
      await backOut(withService(open, false), store, run);
      return {kind: 'refused', argv: refused.argv};
    }
    const databases = await databaseEdits(copies, saved.folder);
    migrated = databases.migrated;
    add(databases.edits);
    open.journal.entries.forEach(swap);
    open = makeSure(open);
  } catch (error) {
    const {failed} = await backOut(open, store, run);
    const message = failureText(error);
    return {kind: 'held', reason: failed.length === 0 ? message : applyReasons().notPutBack(message, failed.join(', '))};
  }
  const after = await failuresOf(commands.after, run);
  const {kept, failed} = complete(open, store);
  const fateOf = ({path, before}: SavedItem): Fate => {
    if (failed.includes(path)) return 'failed';
    if (kept.includes(path)) return 'kept';
    if (missing.includes(path)) return 'missing';
    return before ? 'restored' : 'removed';
  };
  return {kind: 'done', items: items.toReversed().map(item => ({path: item.path, fate: fateOf(item)})), databases: migrated, failed: after.map(({argv}) => argv)};
}

/** Whether it has to be brought back with the files. */
function withService({path, journal}: OpenJournal, isServiceTouched: boolean): OpenJournal {
  return {path, journal: {...journal, isServiceTouched}};
}

/** How many copies OpenClaw keeps beside a config: `.bak`, `.bak.1` to `.bak.4`. */
const ROTATED = ['.bak.4', '.bak.3', '.bak.2', '.bak.1', '.bak'] as const;

/**
 * A config that is put back may look damaged to OpenClaw beside its own copy of a later one, which it would then bring back
 * at its next start (2026.9.6). Its copies move on by one, as when it writes itself; without a newest one it brings none back.
 */
function disarmingEdits(saved: SavedBackup): Edit[] {
  return undoEdits(saved).flatMap(edit => {
    if (edit.kind !== 'file' || !('content' in edit) || !Buffer.isBuffer(edit.content) || !isArmed(edit.content, `${edit.path}.bak`)) return [];
    const {path} = edit;
    const moved = ROTATED.slice(0, -1).flatMap((name, index): Edit[] => {
      const newer = readState(`${path}${ROTATED[index + 1]}`);
      return newer.kind === 'file' ? [{kind: 'file', path: `${path}${name}`, content: newer.bytes, mode: newer.mode}] : [];
    });
    return [...moved, {kind: 'file', path: `${path}.bak`, fate: 'delete'}];
  });
}
