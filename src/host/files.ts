/** Reading files of this host without ever throwing for what is there instead. */
import {type BigIntStats, closeSync, constants, type Dirent, existsSync, fstatSync, lstatSync, opendirSync, openSync, readdirSync, readlinkSync, readSync, realpathSync, statSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {parseEnv} from 'node:util';
import type {Entry} from '../rules/completion.ts';
import type {ExistingFile} from '../rules/target.ts';
import {lengthText, reasons} from '../text/reasons.ts';
import {learnSecrets} from './known-secrets.ts';
import {LIMITS} from './limits.ts';

/** What stands at a path. */
export type FileState =
  | {readonly kind: 'absent'}
  /** @property mode permission bits, e.g. 0o600 */
  | {readonly kind: 'file'; readonly bytes: Buffer; readonly mode: number}
  | {readonly kind: 'folder'; readonly mode: number}
  /** A dangling link, a socket, no permission, more than we read: one clause that says so. */
  | {readonly kind: 'unreadable'; readonly reason: string; /** To us, for want of permission or for its size: its own program may well read it. */ readonly isClosed?: true};

/** @param limit bytes that are read at most; a larger file is unreadable */
export function readState(path: string, limit: number = LIMITS.file): FileState {
  try {
    // An error takes ten times as long, and most of what is asked for is not there.
    const stats = statSync(path, {throwIfNoEntry: false});
    if (!stats) return isLink(path) ? {kind: 'unreadable', reason: reasons().linkToNothing} : {kind: 'absent'};
    const mode = stats.mode & 0o7777;
    if (stats.isDirectory()) return {kind: 'folder', mode};
    if (!stats.isFile()) return {kind: 'unreadable', reason: reasons().notRegular};
    if (stats.size > limit) return tooLarge(reasons().tooLong(lengthText(stats.size), lengthText(limit)));
    const bytes = readAtMost(path, limit + 1);
    return bytes.length > limit ? tooLarge(reasons().growing(lengthText(limit))) : {kind: 'file', bytes, mode};
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return {kind: 'absent'};
    return {kind: 'unreadable', reason: reasonOf(code), ...(code === 'EACCES' || code === 'EPERM' ? {isClosed: true} : {})};
  }
}

/** A file of ours, decoded; one that is not text in its encoding can't be edited without loss. */
export function readExisting(path: string): ExistingFile {
  const file = readState(path);
  switch (file.kind) {
    case 'absent':
      return {kind: 'absent'};
    case 'folder':
      return {kind: 'folder', mode: file.mode};
    case 'unreadable':
      return {kind: 'unusable', reason: file.reason};
    case 'file': {
      const encoding = file.bytes[0] === 0xff && file.bytes[1] === 0xfe ? 'utf16le' : 'utf8';
      const text = file.bytes.toString(encoding);
      const isLossless = Buffer.from(text, encoding).equals(file.bytes);
      return isLossless ? {kind: 'text', text, mode: file.mode} : {kind: 'unusable', reason: reasons().notText};
    }
  }
}

function tooLarge(reason: string): FileState {
  return {kind: 'unreadable', reason, isClosed: true};
}

/** Opening a FIFO to read it waits for who writes, unless told not to; Windows has none. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** Of what has no size, as in /proc. */
const PIECE = 16 << 10;

/** The beginning of a file. @param length bytes at most @throws what the system says; EISDIR and the like too */
export function readAtMost(path: string, length: number): Buffer {
  const file = openSync(path, READ);
  try {
    const pieces: Buffer[] = [];
    // One more byte than it should have, since it may grow meanwhile.
    const {size} = fstatSync(file);
    let left = Math.min(length, size === 0 ? PIECE : size + 1);
    for (let total = 0; total < length; ) {
      const piece = Buffer.allocUnsafe(left);
      const count = readSync(file, piece, 0, left, null);
      if (count === 0) break;
      pieces.push(piece.subarray(0, count));
      total += count;
      // No more than its size: there is nothing behind it.
      if (size > 0 && count < left && total >= size) break;
      left = Math.min(length - total, PIECE);
    }
    return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
  } finally {
    closeSync(file);
  }
}

/** Whether nothing stands at a path, without a look into it. What can't be looked at is there. */
export function isAbsent(path: string): boolean {
  try {
    return lstatSync(path, {throwIfNoEntry: false}) === undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR';
  }
}

export function isLink(path: string): boolean {
  try {
    return lstatSync(path, {throwIfNoEntry: false})?.isSymbolicLink() ?? false;
  } catch {
    return false;
  }
}

/** Names in a folder; none where it can't be read. */
export function listFolder(path: string): string[] {
  try {
    return existsSync(path) ? readdirSync(path) : [];
  } catch {
    return [];
  }
}

/** The same with what each of them is. */
export function listEntries(path: string): Dirent[] {
  try {
    return readdirSync(path, {withFileTypes: true});
  } catch {
    return [];
  }
}

/** The same with what is a folder, or a link to one: at most so many as somebody would look through for the one that is meant. */
export function readFolder(path: string, limit: number = LIMITS.entries): Entry[] {
  const entries: Entry[] = [];
  try {
    const folder = opendirSync(path);
    try {
      for (let entry = folder.readSync(); entry && entries.length < limit; entry = folder.readSync()) {
        const {name} = entry;
        entries.push({name, isFolder: entry.isDirectory() || (entry.isSymbolicLink() && isFolder(join(path, name)))});
      }
    } finally {
      folder.closeSync();
    }
  } catch {
    // What was read till then will do.
  }
  return entries;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** When a file was written last, in ms; 0 for one that is not there or can't be looked at. */
export function modifiedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

/**
 * What tells a folder from another one that comes to its place; undefined for a link, and where there is none.
 * A file system may give the number of a deleted folder to the next one made, so the time of its making counts too
 * (0 where none is kept).
 */
export function folderId(path: string): string | undefined {
  const stats = lstatSync(path, {throwIfNoEntry: false, bigint: true});
  return stats?.isDirectory() ? `${stats.dev}-${stats.ino}-${stats.birthtimeNs}` : undefined;
}

/** As many links as Linux follows. */
const MOST_LINKS = 40;

/** The path with links resolved as far as it exists, also those to nothing; the rest is kept, so that a folder still to be made can be judged. */
export function resolveLinks(path: string, left = MOST_LINKS): string {
  try {
    if (existsSync(path)) return realpathSync.native(path);
  } catch {
    // It went away, or can't be told.
  }
  const parent = dirname(path);
  if (parent === path) return path;
  const place = join(resolveLinks(parent, left), basename(path));
  return isLink(place) && left > 0 ? resolveLinks(resolve(dirname(place), readlinkSync(place)), left - 1) : place;
}

/**
 * What the disk calls a path and each folder above it. What is not there yet goes by its name in the folder above it.
 * @param known answers of earlier calls, since many paths share their upper folders
 */
export function trailOf(path: string, known: Map<string, readonly string[]> = new Map()): readonly string[] {
  const found = known.get(path);
  if (found) return found;
  const parent = dirname(path);
  const above = parent === path ? [] : trailOf(parent, known);
  const trail = trailIn(above, statOf(path), path);
  known.set(path, trail);
  return trail;
}

function trailIn(above: readonly string[], stats: BigIntStats | undefined, path: string): readonly string[] {
  return [stats ? `${stats.dev}-${stats.ino}` : `${above[0] ?? ''}/${basename(path)}`, ...above];
}

/** The same of many paths, which share their upper folders. What it was told once it does not ask again. */
export class Whereabouts {
  readonly #resolved = new Map<string, string>();
  readonly #trails = new Map<string, readonly string[]>();

  /** @returns as {@link resolveLinks} */
  resolve(path: string): string {
    const known = this.#resolved.get(path);
    if (known !== undefined) return known;
    const resolved = this.#inItsFolder(path) ?? resolveLinks(path);
    this.#resolved.set(path, resolved);
    return resolved;
  }

  /** @param path with links resolved. @returns as {@link trailOf} */
  trail(path: string): readonly string[] {
    return trailOf(path, this.#trails);
  }

  /** What is no link has its own name in its folder; but a disk that takes one letter for another may call it otherwise. */
  #inItsFolder(path: string): string | undefined {
    const parent = dirname(path);
    if (process.platform !== 'linux' || parent === path || join(parent, basename(path)) !== path) return undefined;
    try {
      const stats = lstatSync(path, {throwIfNoEntry: false, bigint: true});
      if (stats?.isSymbolicLink()) return undefined;
      const folder = this.resolve(parent);
      const resolved = join(folder, basename(path));
      this.#trails.set(resolved, trailIn(this.trail(folder), stats, resolved));
      return resolved;
    } catch {
      return undefined;
    }
  }
}

/** What stands at a path, links followed; undefined also where it can't be looked at. */
export function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, {throwIfNoEntry: false, bigint: true});
  } catch {
    return undefined;
  }
}

/** @property closed the one that can't be read, and why; its variables are then missing among the others */
export type Dotenv = {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly closed?: {readonly path: string; readonly reason: string; readonly isClosed: boolean};
};

/** What the `.env` of a state folder sets. */
export function readDotenv(stateDir: string): Dotenv {
  const files = dotenvFiles(stateDir).map(path => ({path, file: readState(path, LIMITS.variables)}));
  const variables = Object.assign({}, ...files.map(({file}) => (file.kind === 'file' ? parseEnv(file.bytes.toString('utf8')) : {})));
  learnSecrets(variables);
  const [closed] = files.flatMap(({path, file}) => (file.kind === 'unreadable' ? {path, reason: file.reason, isClosed: file.isClosed ?? false} : []));
  return {variables, ...(closed ? {closed} : {})};
}

/** Main has one more, which counts where its own is silent (OpenClaw 2026.9.6). */
function dotenvFiles(stateDir: string): string[] {
  const isMain = basename(stateDir) === '.openclaw';
  return [...(isMain ? [join(dirname(stateDir), '.config', 'openclaw', 'gateway.env')] : []), join(stateDir, '.env')];
}

/** The text of a file; undefined where there is none that can be read. @param limit in bytes */
export function readText(path: string, limit: number): string | undefined {
  const file = readState(path, limit);
  return file.kind === 'file' ? file.bytes.toString('utf8') : undefined;
}

/** Plain words for the errors that reading a file really gives. */
export function reasonOf(code: string | undefined): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return reasons().noPermission;
    case 'ELOOP':
      return reasons().linkToItself;
    case 'EISDIR':
      return reasons().notAFile;
    default:
      return code ?? reasons().unreadable;
  }
}
