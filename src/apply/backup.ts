/** What an apply replaced, kept so that it can be taken back: on a failure at once, later by `undo`. */
import {createHash} from 'node:crypto';
import {chmod, mkdir, readdir, readFile, rm, rmdir} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {writeFile} from 'atomically';
import {readState} from '../host/files.ts';
import type {WorkUndo} from '../rules/service/commands.ts';
import type {Work} from '../rules/work.ts';
import {copyDatabases, type SavedDatabase} from './databases.ts';
import {insideOf} from './inside.ts';

export type SavedItem = {
  readonly path: string;
  /** `tree`: an engine, of which no copy is kept: npm brings it back. */
  readonly kind: 'file' | 'folder' | 'tree';
  /** It was deleted, not written. */
  readonly isDeleted?: boolean;
  /** Undefined for something that was not there. @property mode permission bits */
  readonly before?: {readonly file?: string; readonly mode: number};
  /** The folder that it may not lead out of, links resolved. */
  readonly root?: string;
  /** SHA-256 of what was written, in hex; undefined for a folder, and for a file that was deleted. */
  readonly written?: string;
};

export type Backup = {
  readonly schemaVersion: 1;
  readonly profile: string;
  readonly createdAt: string;
  readonly items: readonly SavedItem[];
  readonly commands: WorkUndo;
  readonly databases?: readonly SavedDatabase[];
};

export type SavedBackup = {readonly folder: string; readonly backup: Backup};

/** How many applies can be taken back. */
const KEPT_BACKUPS = 10;
const MANIFEST = 'backup.json';

export function digest(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * Copies what the work will replace or delete into a new folder of ours (0700, files 0600).
 * @param contents what will be written, by path
 */
export async function saveBackup(root: string, work: Work, contents: ReadonlyMap<string, Buffer>, now: Date): Promise<SavedBackup> {
  const folder = join(root, now.toISOString().replaceAll(':', '-'));
  await mkdir(folder, {recursive: true, mode: 0o700});
  const items: SavedItem[] = [];
  for (const change of work.changes) {
    if (change.action === 'unchanged') continue;
    if (change.kind === 'tree') {
      if (change.role === 'engine') items.push({path: change.path, kind: 'tree', isDeleted: true, before: {mode: change.mode}});
      continue;
    }
    for (const path of missingParents(change.path)) {
      if (!items.some(item => item.path === path)) items.push({path, kind: 'folder'});
    }
    const state = readState(change.path);
    const saved = {path: change.path, kind: change.kind, ...(change.action === 'delete' ? {isDeleted: true} : {}), ...(change.root === undefined ? {} : {root: change.root})} as const;
    const content = contents.get(change.path);
    const written = content === undefined ? {} : {written: digest(content)};
    if (state.kind === 'file') {
      const file = `${items.length}.bak`;
      await writeFile(join(folder, file), state.bytes, {mode: 0o600});
      items.push({...saved, ...written, before: {file, mode: state.mode}});
    } else if (state.kind === 'folder') items.push({...saved, before: {mode: state.mode}});
    else items.push({...saved, ...written});
  }
  for (const {engine} of work.preparation) {
    if (!engine || readState(engine.folder).kind !== 'absent') continue;
    for (const path of missingParents(engine.folder)) if (!items.some(item => item.path === path)) items.push({path, kind: 'folder'});
    items.push({path: engine.folder, kind: 'tree'});
  }
  const backup: Backup = {schemaVersion: 1, profile: work.profile, createdAt: now.toISOString(), items, commands: work.undo};
  await writeManifest({folder, backup});
  await prune(root);
  return {folder, backup};
}

/** Adds copies of the databases of a state folder. @throws as {@link copyDatabases} */
export async function saveDatabases({folder, backup}: SavedBackup, stateDir: string): Promise<SavedBackup> {
  const saved = {folder, backup: {...backup, databases: await copyDatabases(stateDir, folder)}};
  await writeManifest(saved);
  return saved;
}

function writeManifest({folder, backup}: SavedBackup): Promise<void> {
  return writeFile(join(folder, MANIFEST), `${JSON.stringify(backup, null, 2)}\n`, {mode: 0o600});
}

/** The newest backup of a profile; undefined when there is none. */
export async function lastBackup(root: string): Promise<SavedBackup | undefined> {
  for (const name of (await list(root)).reverse()) {
    const folder = join(root, name);
    // One without a manifest was never finished, and nothing was written after it.
    const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
    if (text !== undefined) return {folder, backup: JSON.parse(text)};
  }
  return undefined;
}

/** Files and folders that were not there before. */
export function madeBy({backup}: SavedBackup): string[] {
  return backup.items.filter(({before, isDeleted}) => before === undefined && !isDeleted).map(({path}) => path);
}

/** Folders above a path that are not there yet, the highest first. */
export function missingParents(path: string): string[] {
  const parent = dirname(path);
  return parent === path || readState(parent).kind !== 'absent' ? [] : [...missingParents(parent), parent];
}

/** Files of a backup that somebody changed since; taking it back would lose that. */
export function changedSince({items}: Backup): string[] {
  return items
    .filter(({path, kind, written}) => {
      const state = readState(path);
      return kind === 'file' && (state.kind === 'file' ? digest(state.bytes) !== written : state.kind !== 'absent');
    })
    .map(({path}) => path);
}

export type Restored = {
  /** Folders that stay, because something else is in them by now. */
  readonly kept: readonly string[];
  /** Items that could not be put back; the backup is kept for them. */
  readonly failed: readonly string[];
};

/**
 * Puts every item back, last first, and forgets the backup. What we made besides files goes at the very end: a gateway may
 * still run from an engine. A folder that we made is removed when nothing else is in it.
 * @param beforeRemoval is done when the files are back
 */
export async function restoreBackup({folder, backup: {items}}: SavedBackup, beforeRemoval: () => Promise<unknown> = async () => undefined): Promise<Restored> {
  const kept: string[] = [];
  const failed: string[] = [];
  const each = async (some: readonly SavedItem[], putBack: (item: SavedItem) => Promise<void>) => {
    for (const item of some) await putBack(item).catch(() => failed.push(item.path));
  };
  const isMadeFolder = ({kind, before}: SavedItem) => kind !== 'file' && before === undefined;
  const lastFirst = items.toReversed();
  await each(lastFirst.filter(item => !isMadeFolder(item)), async ({path, kind, before, root}) => {
    insideOf(path, root === undefined ? [] : [root]);
    if (before?.file !== undefined) {
      await writeFile(path, await readFile(join(folder, before.file)), {mode: before.mode});
      await chmod(path, before.mode);
    } else if (before && kind === 'folder') {
      await mkdir(path, {recursive: true, mode: before.mode});
      await chmod(path, before.mode);
    } else if (kind === 'file') await rm(path, {force: true});
  });
  await beforeRemoval();
  await each(lastFirst.filter(isMadeFolder), async ({path, kind, root}) => {
    insideOf(path, root === undefined ? [] : [root]);
    if (kind === 'tree') await rm(path, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
    else if (!(await removeEmpty(path))) kept.push(path);
  });
  if (failed.length === 0) await rm(folder, {recursive: true, force: true}).catch(() => undefined);
  return {kept, failed};
}

/** Whether a folder is gone: one with something in it stays. */
export async function removeEmpty(path: string): Promise<boolean> {
  try {
    await rmdir(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

async function prune(root: string): Promise<void> {
  for (const name of (await list(root)).slice(0, -KEPT_BACKUPS)) await rm(join(root, name), {recursive: true, force: true});
}

async function list(root: string): Promise<string[]> {
  try {
    return (await readdir(root)).sort();
  } catch {
    return [];
  }
}
