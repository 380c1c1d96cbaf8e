/** Brings an apply to its end, in the old state or in the new one: at once, or after a crash. Each can be done again. */
import {rmdirSync, rmSync} from 'node:fs';
import {dirname} from 'node:path';
import type {Command} from '../rules/service/commands.ts';
import {prune} from './backup.ts';
import type {CommandRunner} from './commands.ts';
import {quietly, twice} from './durable.ts';
import {failuresOf, removeStaleStaging} from './engine.ts';
import {closeJournal, type OpenJournal, writeJournal} from './journal.ts';
import type {Store} from './store.ts';
import {type Entry, isLate, type RolledBack, rollBack, sweep} from './transaction.ts';

/** @property commands of the service manager that failed */
export type BackedOut = RolledBack & {readonly commands: readonly Command[]};

/** The old state, and the service as it was. Where something could not be put back, the journal stays for another attempt. */
export async function backOut(open: OpenJournal, store: Store, run: CommandRunner): Promise<BackedOut> {
  const {selector, entries, backup, isServiceTouched, restore} = open.journal;
  for (const {path, kind, fate} of entries) if (kind === 'tree' && fate === 'made') await removeStaleStaging(dirname(path));
  const rolledBack = rollBack(entries);
  // The files are there again, so the service that was stopped for them can be, too.
  const commands = isServiceTouched ? await failuresOf(restore, run) : [];
  if (rolledBack.failed.length > 0) return {...rolledBack, commands};
  if (backup.stays !== 'when-rolled-back') forget(backup.folder);
  store.rememberMade(selector);
  close(open);
  return {...rolledBack, commands};
}

/** From here on the new state is the one to go to; what stood there before goes. @throws where that can't be written down: then it is not so */
export function makeSure({path, journal}: OpenJournal): OpenJournal {
  const sure = {path, journal: {...journal, phase: 'sure'}} as const;
  writeJournal(sure);
  for (const entry of journal.entries) if (!isLate(entry)) quietly(() => sweep(entry));
  return sure;
}

/** @property failed could not be deleted; the journal stays for another attempt. @property kept folders that something else is in */
export type Completed = {readonly failed: readonly string[]; readonly kept: readonly string[]};

/** The new state, when it is sure. */
export function complete(open: OpenJournal, store: Store): Completed {
  const {selector, entries, backup, remembered} = open.journal;
  const kept: string[] = [];
  const failed: string[] = [];
  for (const entry of entries) {
    try {
      if (!sweep(entry)) kept.push(entry.path);
    } catch {
      failed.push(entry.path);
    }
  }
  if (failed.length > 0) return {failed, kept};
  if (backup.stays === 'when-sure') quietly(() => prune(dirname(backup.folder)));
  else forget(backup.folder);
  store.remember(selector, remembered);
  store.rememberMade(selector, madeBy(entries));
  close(open);
  return {failed, kept};
}

/** Files and folders that were not there before. */
function madeBy(entries: readonly Entry[]): string[] {
  return entries.filter(({fate, before}) => fate !== 'delete' && before === undefined).map(({path}) => path);
}

function forget(folder: string): void {
  quietly(() => rmSync(folder, {recursive: true, force: true}));
  // Where it was the only one.
  quietly(() => rmdirSync(dirname(folder)));
}

/** One that stays by mistake is closed by the next command. */
function close(open: OpenJournal): void {
  quietly(() => twice(() => closeJournal(open)));
}
