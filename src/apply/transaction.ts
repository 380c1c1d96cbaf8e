/**
 * Files and folders that change together. What is to come is staged beside its place, what stood there waits beside it, and
 * both ways from there are renames: neither needs space, and each can be done again after it was cut short.
 */
import {chmodSync, copyFileSync, constants, linkSync, lstatSync, mkdirSync, renameSync, rmdirSync, rmSync} from 'node:fs';
import {hash, randomBytes} from 'node:crypto';
import {basename, dirname, join} from 'node:path';
import {isAbsent, isLink, readState, resolveLinks} from '../host/files.ts';
import {sync, twice, writeNew} from './durable.ts';
import {insideOf} from './inside.ts';

/** One path, as the journal keeps it. */
export type Entry = {
  readonly path: string;
  /** The folder that it has to lie in, links resolved; undefined where none was known. */
  readonly root?: string;
  /** Where a link leads that stands there: what it names is replaced, not the link. */
  readonly real?: string;
  /** `tree`: a folder with all that is in it. */
  readonly kind: 'file' | 'folder' | 'tree';
  /** `made`: not by us, but by a command of the same apply. */
  readonly fate: 'put' | 'delete' | 'made';
  /** Permission bits of what stood there; undefined where there was nothing. */
  readonly before?: number;
  /** Permission bits of what is put. */
  readonly mode?: number;
  /** SHA-256 of a file that is put, in hex. */
  readonly digest?: string;
  /** A file that is put, till it comes to its place. */
  readonly next?: string;
  /** What stood there, till the new state is sure. */
  readonly old?: string;
};

/** What is put into a file: bytes, or a copy of another file, for those that may be large. */
export type Content = Buffer | {readonly copyOf: string};

export type Edit = Pick<Entry, 'path' | 'root'> & (
  | {readonly kind: 'file'; readonly content: Content; readonly mode: number}
  | {readonly kind: 'folder'; readonly mode: number}
  | {readonly kind: Entry['kind']; readonly fate: 'delete' | 'made'}
);

/** SHA-256 in hex. */
export function digest(content: Buffer | string): string {
  return hash('sha256', content, 'hex');
}

/** Folders above a path that are not there yet, the highest first. */
export function missingParents(path: string): string[] {
  const parent = dirname(path);
  return parent === path || !isAbsent(parent) ? [] : [...missingParents(parent), parent];
}

/** What is to change, as it goes into the journal, and what is put into the files. */
export type Prepared = {readonly entries: readonly Entry[]; /** By the path of their entries. */ readonly contents: ReadonlyMap<string, Content>};

/** Looks at what stands there, and adds folders that have to be made on the way. Changes nothing. @throws with one clause where a link leads out of its root */
export function prepare(wanted: readonly Edit[]): Prepared {
  const isFolder = (edit: Edit) => edit.kind === 'folder' && 'mode' in edit;
  // Outer folders before inner ones, and those before what goes into them.
  const edits = [...wanted.filter(isFolder).sort((a, b) => a.path.length - b.path.length), ...wanted.filter(edit => !isFolder(edit))];
  const folders = new Set(edits.filter(isFolder).map(({path}) => path));
  const entries: Entry[] = [];
  for (const edit of edits) {
    for (const path of 'mode' in edit || edit.fate === 'made' ? missingParents(edit.path) : []) {
      if (!folders.has(path)) entries.push({path, kind: 'folder', fate: 'put', mode: 0o700});
      folders.add(path);
    }
    const {root} = edit;
    insideOf(edit.path, root === undefined ? [] : [root]);
    entries.push({...('mode' in edit ? putting(edit) : removing(edit)), ...(root === undefined ? {} : {root})});
  }
  return {entries, contents: new Map(edits.flatMap(edit => ('content' in edit ? [[edit.path, edit.content] as const] : [])))};
}

function removing({path, kind, fate}: Extract<Edit, {readonly fate: unknown}>): Entry {
  const stats = lstatSync(path, {throwIfNoEntry: false});
  const before = stats ? {before: stats.mode & 0o7777} : {};
  return {path, kind, fate, ...before, ...(kind === 'file' && stats ? {old: beside(path, 'old')} : {})};
}

function putting(edit: Extract<Edit, {readonly mode: number}>): Entry {
  const {path, kind, mode} = edit;
  const state = readState(path);
  const isThere = state.kind === 'file' || state.kind === 'folder';
  const put = {path, kind, fate: 'put', mode, ...(isThere ? {before: state.mode} : {})} as const;
  if (!('content' in edit)) return put;
  const real = resolveLinks(path);
  return {
    ...put,
    ...(isLink(path) ? {real} : {}),
    ...(Buffer.isBuffer(edit.content) ? {digest: digest(edit.content)} : {}),
    next: beside(real, 'new'),
    ...(isThere ? {old: beside(real, 'old')} : {}),
  };
}

/** A hidden name that no service manager, and neither OpenClaw nor we take for anything: it ends in no suffix of theirs. */
function beside(path: string, what: 'new' | 'old'): string {
  return join(dirname(path), `.${basename(path).slice(0, 200)}.${randomBytes(4).toString('hex')}.${what}`);
}

/** Makes folders, and lays the files beside their places. @throws what the file system says */
export function stage({entries, contents}: Prepared): void {
  for (const entry of entries) named(entry, () => lay(entry, contents.get(entry.path)));
}

function lay({path, real = path, kind, fate, before, mode = 0, next, old}: Entry, content: Content | undefined): void {
  if (kind === 'folder' && fate === 'put' && before === undefined) {
    // Not a recursive one: that of Node never ends where the system takes no folders, as in /proc.
    mkdirSync(path, {mode});
    chmodSync(path, mode);
  }
  if (next === undefined || content === undefined) return;
  writeContent(next, content, mode);
  if (old !== undefined) keepBeside(real, old);
}

/** A failure names the file that is meant, and not what lies beside it. */
function named<T>({path}: Entry, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw Object.assign(error as Error, {target: path});
  }
}

function writeContent(path: string, content: Content, mode: number): void {
  if (Buffer.isBuffer(content)) writeNew(path, content, mode);
  else {
    copyFileSync(content.copyOf, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    chmodSync(path, mode);
    sync(path);
  }
}

/** A second name for what stands there: the same file with its owner, mode and attributes. Not every file system has those. */
function keepBeside(path: string, old: string): void {
  try {
    linkSync(path, old);
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EMLINK') throw error;
    copyFileSync(path, old, constants.COPYFILE_EXCL);
    chmodSync(old, lstatSync(path).mode & 0o7777);
  }
}

/** Brings one entry to its new state; what is deleted with folders comes later, see {@link sweep}. @throws what the file system says */
export function swap(entry: Entry): void {
  const {path, root, real = path, kind, fate, mode = 0, next, old} = entry;
  insideOf(path, root === undefined ? [] : [root]);
  named(entry, () => {
    if (next !== undefined) renameSync(next, real);
    else if (kind === 'folder' && fate === 'put') chmodSync(path, mode);
    else if (kind === 'file' && old !== undefined) renameSync(path, old);
    if (kind === 'file') sync(dirname(real));
  });
}

/** @property failed could not be put back. @property kept not as it was before, since somebody else changed it or put something in it; a file of before then lies beside it */
export type RolledBack = {readonly failed: readonly string[]; readonly kept: readonly string[]};

/** Brings all entries back to their old state, however far they had come, also where that was begun before. */
export function rollBack(entries: readonly Entry[]): RolledBack {
  const failed: string[] = [];
  const kept: string[] = [];
  for (const entry of entries.toReversed()) {
    try {
      if (!twice(() => putBack(entry))) kept.push(entry.path);
    } catch {
      failed.push(entry.path);
    }
  }
  return {failed, kept};
}

/** @returns whether it is as before */
function putBack(entry: Entry): boolean {
  const {path, real = path, kind, fate, before, next, old} = entry;
  if (kind === 'folder' && fate === 'put') {
    if (before === undefined) return removeEmpty(path);
    chmodSync(path, before);
  } else if (fate === 'made' && before === undefined) removeTree(path);
  else if (kind === 'file') {
    // It never came to its place.
    const isStaged = next !== undefined && !isAbsent(next);
    if (next !== undefined) rmSync(next, {force: true});
    if (isStaged) {
      if (old !== undefined) rmSync(old, {force: true});
      return true;
    }
    if (old === undefined) return fate === 'delete' || removeOurs(entry);
    if (isAbsent(old)) return true;
    if (fate === 'put' ? isChanged(entry) : !isAbsent(path)) return false;
    renameSync(old, real);
    // Two names of one file: a rename did nothing then.
    rmSync(old, {force: true});
    sync(dirname(real));
  }
  return true;
}

/** Deletes a file that was not there before us. @returns false for one that somebody has changed */
function removeOurs(entry: Entry): boolean {
  if (isChanged(entry)) return false;
  rmSync(entry.path, {force: true});
  return true;
}

function isChanged({path, digest: ours}: Entry): boolean {
  const state = readState(path);
  return ours !== undefined && state.kind === 'file' && digest(state.bytes) !== ours;
}

/**
 * Makes the new state final: what stood there before goes, and with it each folder and tree that is to be deleted.
 * @returns whether it is gone; false for a folder that stays because something else is in it
 * @throws what the file system says
 */
export function sweep({path, kind, fate, old}: Entry): boolean {
  if (kind === 'file' && old !== undefined) twice(() => rmSync(old, {force: true}));
  if (fate !== 'delete' || kind === 'file') return true;
  if (kind === 'folder') return twice(() => removeEmpty(path));
  twice(() => removeTree(path));
  return true;
}

/** Whether an entry is brought to its new state by {@link sweep}, when that is sure: what is deleted with all in it can't be put back. */
export function isLate({kind, fate}: Pick<Entry, 'kind' | 'fate'>): boolean {
  return fate === 'delete' && kind !== 'file';
}

/** A gateway that was just stopped may still be writing its last file. */
function removeTree(path: string): void {
  rmSync(path, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
}

/** @returns whether a folder is gone: one with something in it stays. @throws what the file system says else */
function removeEmpty(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR') return false;
    if (code === 'ENOENT') return true;
    throw error;
  }
}
