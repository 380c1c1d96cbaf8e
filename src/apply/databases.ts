/**
 * Databases that another OpenClaw may migrate, which the one before then no longer opens (2026.9.5 after 2026.9.6): copied
 * before the switch, put back in going back where that happened.
 */
import {existsSync} from 'node:fs';
import {stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {companionsOf, listDatabases, openReadOnly, schemaIn, schemaOf} from '../host/databases.ts';
import {sqlite} from '../host/sqlite.ts';
import type {MigratedDatabase} from '../rules/engine.ts';
import {applyReasons} from '../text/apply-reasons.ts';
import type {Edit} from './transaction.ts';

/** @property file name of the copy in its backup. @property mode permission bits. @property schema `user_version` of the copy */
export type SavedDatabase = {readonly path: string; readonly file: string; readonly mode: number; readonly schema: number};

/** A gateway that was told to stop may take a moment to let go of them. */
const CLOSING_LIMIT_MS = 30_000;
const CLOSING_INTERVAL_MS = 200;
/** All in one step: between two of them a busy gateway would make it start again. */
const ALL_PAGES = 0x7f_ff_ff_ff;

/** @throws with one clause where this Node can't copy the databases of a state folder that has some */
export function assertCopyable(stateDir: string): void {
  if (sqlite()?.backup === undefined && listDatabases(stateDir).length > 0) {
    throw new Error(applyReasons().noBackupInNode(process.versions.node));
  }
}

/**
 * Copies them as they are between two transactions, whether or not a gateway is at work.
 * @param folder of the backup; the copies have mode 0600
 * @throws with one clause where one can't be copied
 */
export async function copyDatabases(stateDir: string, folder: string): Promise<SavedDatabase[]> {
  const saved: SavedDatabase[] = [];
  for (const path of listDatabases(stateDir)) {
    const file = `${saved.length}.sqlite`;
    try {
      const {mode} = await stat(path);
      saved.push({path, file, mode: mode & 0o777, schema: await copyDatabase(path, join(folder, file))});
    } catch (error) {
      throw new Error(applyReasons().databaseNotCopied(path, (error as Error).message));
    }
  }
  return saved;
}

/** @returns the number of its schema */
async function copyDatabase(path: string, copy: string): Promise<number> {
  await writeFile(copy, '', {mode: 0o600});
  const {database, isImmutable} = openReadOnly(path);
  let schema: number;
  try {
    // From here on it stays for us as it is.
    database.exec('BEGIN');
    schema = schemaIn(database);
    await sqlite()?.backup(database, copy, {rate: ALL_PAGES});
  } finally {
    database.close();
  }
  // Somebody has opened it meanwhile, and may have written while no lock was on it.
  return isImmutable && companionsOf(path).some(companion => existsSync(companion)) ? copyDatabase(path, copy) : schema;
}

/** Those that are no longer in the schema of their copies. */
export function migratedSince(databases: readonly SavedDatabase[] = []): MigratedDatabase[] {
  return databases.map(({path, schema: before}) => ({path, before, schema: presentSchema(path)})).filter(({before, schema}) => schema !== before);
}

/**
 * What puts back those that were migrated; the others are not touched. Their gateway must be stopped.
 * @param folder of the backup. @param limitMs for how long another process may still have one open
 * @throws with one clause where one is still open
 */
export async function databaseEdits(databases: readonly SavedDatabase[] = [], folder: string, limitMs = CLOSING_LIMIT_MS): Promise<{readonly migrated: readonly MigratedDatabase[]; readonly edits: readonly Edit[]}> {
  const migrated = migratedSince(databases);
  for (const {path} of migrated) await assertClosed(path, limitMs);
  const edits = databases.filter(({path}) => migrated.some(one => one.path === path)).flatMap(({path, file, mode}): Edit[] => [
    // What is in a -wal would be taken for a part of the copy.
    ...companionsOf(path).filter(companion => existsSync(companion)).map(companion => ({kind: 'file', path: companion, fate: 'delete'}) as const),
    {kind: 'file', path, content: {copyOf: join(folder, file)}, mode},
  ]);
  return {migrated, edits};
}

function presentSchema(path: string): number | undefined {
  try {
    return schemaOf(path);
  } catch {
    return undefined;
  }
}

/** SQLite lets a connection leave WAL mode only while no other one is open. What is no database nobody has open. */
async function assertClosed(path: string, limitMs: number): Promise<void> {
  const end = Date.now() + limitMs;
  while (isOpen(path)) {
    if (Date.now() > end) throw new Error(applyReasons().databaseOpen(path));
    await sleep(CLOSING_INTERVAL_MS);
  }
}

const BUSY: ReadonlySet<unknown> = new Set([5, 6]);

function isOpen(path: string): boolean {
  const module = sqlite();
  if (!module || !existsSync(path)) return false;
  try {
    const database = new module.DatabaseSync(path);
    try {
      const mode = database.prepare('PRAGMA journal_mode = DELETE').get()?.['journal_mode'];
      database.exec('BEGIN EXCLUSIVE; ROLLBACK');
      return mode === 'wal';
    } finally {
      database.close();
    }
  } catch (error) {
    return BUSY.has(((error as {readonly errcode?: number}).errcode ?? 0) & 0xff);
  }
}
