/** Databases of an instance, and the number of their schema. Read-only. */
import {closeSync, existsSync, openSync, readdirSync, readSync} from 'node:fs';
import {join} from 'node:path';
import type {DatabaseSync} from 'node:sqlite';
import {pathToFileURL} from 'node:url';
import {reasons} from '../text/reasons.ts';
import {sqlite} from './sqlite.ts';

/**
 * Where OpenClaw keeps databases below a state folder: all of the instance in `state`, those of each agent in `agents`, and
 * before 2026.7 in the others, from which a newer version moves them. Those in `tmp` are locks.
 */
const FOLDERS: ReadonlySet<string> = new Set(['state', 'agents', 'tasks', 'flows', 'memory']);
const LOCK_LIMIT_MS = 5000;

/** Files alone: a link may lead to another instance. @throws for a folder that can't be read */
export function listDatabases(stateDir: string): string[] {
  return readdirSync(stateDir, {withFileTypes: true})
    .filter(entry => entry.isDirectory() && FOLDERS.has(entry.name))
    .flatMap(({name}) => databasesIn(join(stateDir, name)))
    .sort();
}

function databasesIn(folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap(entry => {
    const path = join(folder, entry.name);
    // What lies in a workspace is the user's own.
    if (entry.isDirectory()) return entry.name.startsWith('workspace') ? [] : databasesIn(path);
    return entry.isFile() && entry.name.endsWith('.sqlite') && !entry.name.endsWith('.lock.sqlite') ? [path] : [];
  });
}

/** What SQLite keeps beside a database in WAL mode, while it is open and after a crash. */
export function companionsOf(path: string): string[] {
  return [`${path}-wal`, `${path}-shm`];
}

/**
 * In WAL mode without its companions nobody has it open, and reading it must not make them: it is read as it lies there.
 * @throws what SQLite says, also where there is no SQLite
 */
export function openReadOnly(path: string): {readonly database: DatabaseSync; readonly isImmutable: boolean} {
  const module = sqlite();
  if (!module) throw new Error(reasons().noSqlite);
  const isImmutable = isInWalMode(path) && !companionsOf(path).some(companion => existsSync(companion));
  const url = pathToFileURL(path);
  return {database: new module.DatabaseSync(isImmutable ? new URL(`${url}?immutable=1`) : url, {readOnly: true, timeout: LOCK_LIMIT_MS}), isImmutable};
}

/** The number that OpenClaw gives the schema of each of its databases. @throws as {@link openReadOnly} */
export function schemaOf(path: string): number {
  const {database} = openReadOnly(path);
  try {
    return schemaIn(database);
  } finally {
    database.close();
  }
}

export function schemaIn(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

/** https://www.sqlite.org/fileformat.html#file_format_version_numbers */
function isInWalMode(path: string): boolean {
  const header = Buffer.alloc(20);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  return header[18] === 2;
}
