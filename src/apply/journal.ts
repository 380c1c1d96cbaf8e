/**
 * What an apply means to do and how far it is, on disk before anything else is: whoever finds it after a crash can bring
 * everything to the old state or the new one. It is there from the first write to the last, and open only in between.
 */
import {mkdirSync, readFileSync, rmSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {listFolder} from '../host/files.ts';
import type {Selector} from '../rules/selector.ts';
import type {Command} from '../rules/service/commands.ts';
import {replace} from './durable.ts';
import type {SavedDatabase} from './databases.ts';
import type {Remembered} from './store.ts';
import type {Entry} from './transaction.ts';

export type Journal = {
  readonly schemaVersion: 1;
  readonly selector: Selector;
  /** A short name of the instance. */
  readonly name: string;
  readonly kind: 'apply' | 'undo';
  readonly startedAt: string;
  /** `open`: the old state is the one to go to; `sure`: the new one. */
  readonly phase: 'open' | 'sure';
  readonly entries: readonly Entry[];
  /** Folder of the copies that belong to it, and in which case it stays. */
  readonly backup: {readonly folder: string; readonly stays: 'when-sure' | 'when-rolled-back'};
  /** The service was told to stop for it. */
  readonly isServiceTouched: boolean;
  /** What brings the service back, once the old files are. */
  readonly restore: readonly Command[];
  /** What is to be run yet, once the new files are there. */
  readonly commands: readonly Command[];
  /** Copies of databases; where one was migrated, there is no way back without it. */
  readonly databases?: readonly SavedDatabase[];
  /** What is remembered of the instance from then on. */
  readonly remembered: Remembered;
};

export type OpenJournal = {readonly path: string; readonly journal: Journal};

/** @throws what the file system says: nothing may begin that is not written down */
export function writeJournal({path, journal}: OpenJournal): void {
  mkdirSync(dirname(path), {recursive: true, mode: 0o700});
  replace(path, Buffer.from(`${JSON.stringify(journal, null, 2)}\n`), 0o600);
}

/** The files of all that were not closed. */
export function journalsIn(folder: string): string[] {
  return listFolder(folder).filter(name => name.endsWith('.json')).map(name => join(folder, name));
}

/** Undefined for one that can't be read. */
export function readJournal(path: string): OpenJournal | undefined {
  try {
    const journal: Journal = JSON.parse(readFileSync(path, 'utf8'));
    return journal.schemaVersion === 1 ? {path, journal} : undefined;
  } catch {
    return undefined;
  }
}

/** @throws what the file system says */
export function closeJournal({path}: OpenJournal): void {
  rmSync(path, {force: true});
}

/** What tells the instance of a journal in our folder. */
export function journalKey(path: string): string {
  return basename(path, '.json');
}
