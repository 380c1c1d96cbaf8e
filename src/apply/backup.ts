/** What an apply replaced, kept so that `undo` can take it back. */
import {mkdirSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {readState} from '../host/files.ts';
import type {Change} from '../rules/change.ts';
import type {Command, WorkUndo} from '../rules/service/commands.ts';
import type {Work} from '../rules/work.ts';
import {applyReasons} from '../text/apply-reasons.ts';
import {copyDatabases, type SavedDatabase} from './databases.ts';
import {replace, sync, writeNew} from './durable.ts';
import {digest, type Edit, type Entry} from './transaction.ts';

export type SavedItem = {
  readonly path: string;
  /** `tree`: an engine, of which no copy is kept: npm brings it back. */
  readonly kind: Entry['kind'];
  readonly role?: Change['role'];
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
  /** What the service was told then; it is told again where an undo does not come to its end. */
  readonly redo?: readonly Command[];
  readonly databases?: readonly SavedDatabase[];
};

export type SavedBackup = {readonly folder: string; readonly backup: Backup};

/** How many applies can be taken back. */
const KEPT_BACKUPS = 10;
const MANIFEST = 'backup.json';

/** Where the copies of an apply go. @param root of all backups of an instance */
export function backupFolder(root: string, now: Date): string {
  return join(root, now.toISOString().replaceAll(':', '-'));
}

/**
 * Copies what the work will replace or delete into a new folder of ours (0700, files 0600).
 * @param entries of all that will change
 * @throws what the file system says
 */
export function saveBackup(folder: string, work: Work, entries: readonly Entry[], now: Date): SavedBackup {
  mkdirSync(folder, {recursive: true, mode: 0o700});
  const roles = new Map(work.changes.map(({path, role}) => [path, role]));
  const items = entries.map(({path, root, kind, fate, before: mode, digest: written}, index): SavedItem => {
    const role = roles.get(path);
    const item = {path, ...(root === undefined ? {} : {root}), kind, ...(role === undefined ? {} : {role}), ...(fate === 'delete' ? {isDeleted: true} : {}), ...(written === undefined ? {} : {written})};
    if (mode === undefined) return item;
    const state = readState(path);
    if (kind !== 'file') return {...item, before: {mode}};
    // What has no copy can't be brought back.
    if (state.kind !== 'file') throw new Error(applyReasons().noCopy(path, state.kind === 'unreadable' ? state.reason : undefined));
    const file = `${index}.bak`;
    writeNew(join(folder, file), state.bytes, 0o600);
    return {...item, before: {file, mode: state.mode}};
  });
  const redo = work.commands.filter(({id}) => id !== 'validate');
  const saved = {folder, backup: {schemaVersion: 1, profile: work.profile, createdAt: now.toISOString(), items, commands: work.undo, redo}} as const;
  writeManifest(saved);
  sync(folder);
  return saved;
}

/** Adds copies of the databases of a state folder. @throws as {@link copyDatabases} */
export async function saveDatabases({folder, backup}: SavedBackup, stateDir: string): Promise<SavedBackup> {
  const saved = {folder, backup: {...backup, databases: await copyDatabases(stateDir, folder)}};
  writeManifest(saved);
  return saved;
}

function writeManifest({folder, backup}: SavedBackup): void {
  replace(join(folder, MANIFEST), Buffer.from(`${JSON.stringify(backup, null, 2)}\n`), 0o600);
}

/** The newest backup of a profile; undefined when there is none. */
export function lastBackup(root: string): SavedBackup | undefined {
  for (const name of backupsIn(root).reverse()) {
    const folder = join(root, name);
    try {
      return {folder, backup: JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'))};
    } catch {
      // One without a manifest was never finished, and nothing was written after it.
    }
  }
  return undefined;
}

/** Files of a backup that somebody changed since; taking it back would lose that. */
export function changedSince({items}: Backup): SavedItem[] {
  return items.filter(({path, kind, written}) => {
    const state = readState(path);
    return kind === 'file' && (state.kind === 'file' ? digest(state.bytes) !== written : state.kind !== 'absent');
  });
}

/** What brings everything back, last first. What we made besides files goes at the very end: a gateway may still run from an engine. */
export function undoEdits({folder, backup: {items}}: SavedBackup): Edit[] {
  return items.toReversed().flatMap(({path, root, kind, before}): Edit[] => {
    const place = {path, ...(root === undefined ? {} : {root})};
    if (before?.file !== undefined) return [{...place, kind: 'file', content: readFileSync(join(folder, before.file)), mode: before.mode}];
    // An engine is brought back by a command.
    if (before) return kind === 'folder' ? [{...place, kind, mode: before.mode}] : [{...place, kind, fate: 'made'}];
    return readState(path).kind === 'absent' ? [] : [{...place, kind, fate: 'delete'}];
  });
}

/** Deletes all but the last ten. */
export function prune(root: string): void {
  for (const name of backupsIn(root).slice(0, -KEPT_BACKUPS)) rmSync(join(root, name), {recursive: true, force: true});
}

function backupsIn(root: string): string[] {
  try {
    return readdirSync(root).sort();
  } catch {
    return [];
  }
}
