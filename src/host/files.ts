/** Reading files of this host without ever throwing for what is there instead. */
import {type BigIntStats, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {parseEnv} from 'node:util';
import type {ExistingFile} from '../rules/target.ts';
import {learnSecrets} from './known-secrets.ts';

/** What stands at a path. */
export type FileState =
  | {readonly kind: 'absent'}
  /** @property mode permission bits, e.g. 0o600 */
  | {readonly kind: 'file'; readonly bytes: Buffer; readonly mode: number}
  | {readonly kind: 'folder'; readonly mode: number}
  /** A dangling link, a socket, no permission: one clause that says so. */
  | {readonly kind: 'unreadable'; readonly reason: string; /** For want of permission. */ readonly isClosed?: true};

export function readState(path: string): FileState {
  try {
    const stats = statSync(path);
    const mode = stats.mode & 0o7777;
    if (stats.isDirectory()) return {kind: 'folder', mode};
    if (!stats.isFile()) return {kind: 'unreadable', reason: 'not a regular file'};
    return {kind: 'file', bytes: readFileSync(path), mode};
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && isLink(path)) return {kind: 'unreadable', reason: 'a link to nothing'};
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
      return isLossless ? {kind: 'text', text, mode: file.mode} : {kind: 'unusable', reason: 'not UTF-8 text'};
    }
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path, {throwIfNoEntry: false})?.isSymbolicLink() ?? false;
  } catch {
    return false;
  }
}

/** Names in a folder; none where it can't be read. */
export function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
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

/** What tells a folder from another one that comes to its place; undefined for a link, and where there is none. */
export function folderId(path: string): string | undefined {
  const stats = lstatSync(path, {throwIfNoEntry: false, bigint: true});
  return stats?.isDirectory() ? `${stats.dev}-${stats.ino}` : undefined;
}

/** As many links as Linux follows. */
const MOST_LINKS = 40;

/** The path with links resolved as far as it exists, also those to nothing; the rest is kept, so that a folder still to be made can be judged. */
export function resolveLinks(path: string, left = MOST_LINKS): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    if (parent === path) return path;
    const place = join(resolveLinks(parent, left), basename(path));
    return isLink(place) && left > 0 ? resolveLinks(resolve(dirname(place), readlinkSync(place)), left - 1) : place;
  }
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
  const stats = statOf(path);
  const trail = [stats ? `${stats.dev}-${stats.ino}` : `${above[0] ?? ''}/${basename(path)}`, ...above];
  known.set(path, trail);
  return trail;
}

/** What stands at a path, links followed; undefined also where it can't be looked at. */
export function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, {throwIfNoEntry: false, bigint: true});
  } catch {
    return undefined;
  }
}

/** What the `.env` of a state folder sets. */
export function readDotenv(stateDir: string): Record<string, string | undefined> {
  const read = (path: string) => {
    const file = readState(path);
    const variables = file.kind === 'file' ? parseEnv(file.bytes.toString('utf8')) : {};
    learnSecrets(variables);
    return variables;
  };
  // Main has one more, which counts where the first is silent (OpenClaw 2026.9.6).
  const isMain = basename(stateDir) === '.openclaw';
  return {...(isMain ? read(join(dirname(stateDir), '.config', 'openclaw', 'gateway.env')) : {}), ...read(join(stateDir, '.env'))};
}

/** Plain words for the errors that reading a file really gives. */
export function reasonOf(code: string | undefined): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'no permission to read it';
    case 'ELOOP':
      return 'a link that leads to itself';
    case 'EISDIR':
      return 'a folder, not a file';
    default:
      return code ?? 'it can’t be read';
  }
}
