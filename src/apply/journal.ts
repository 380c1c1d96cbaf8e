/**
 * What an apply means to do and how far it is, on disk before anything else is: whoever finds it after a crash can bring
 * everything to the old state or the new one. It is there from the first write to the last, and open only in between.
 */
import {mkdirSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
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
  readonly backup: {readonly folder: string; readonly stays: 'when-sure' | 'when-rolled-back' | 'never'};
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

/** All that were not closed. One that can't be read says nothing; it was never whole, so nothing followed it. */
export function openJournals(folder: string): OpenJournal[] {
  return namesIn(folder).filter(isJournal).flatMap(name => readJournal(join(folder, name)) ?? []);
}

/** Whether any was not closed, without reading them. */
export function hasJournals(folder: string): boolean {
  return namesIn(folder).some(isJournal);
}

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

function isJournal(name: string): boolean {
  return name.endsWith('.json');
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
