/** Our own folder: drafts, what was accepted and made (by conf), journals, locks, and copies of what applies replaced. Never OpenClaw's. */
import {hash} from 'node:crypto';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import Conf from 'conf';
import envPaths from 'env-paths';
import {folderId, readState, readText, statOf} from '../host/files.ts';
import {LIMITS} from '../host/limits.ts';
import type {Draft} from '../rules/answers.ts';
import type {ProfilePaths} from '../rules/profile.ts';
import type {Written} from '../rules/written.ts';
import {type Selector, selectorKey} from '../rules/selector.ts';

/**
 * Something that we made. A folder is known by its number on the disk: another one that comes to its place later is not
 * ours, and what is deleted with all in it must be. @property id undefined for a file
 */
export type Made = {readonly path: string; readonly id?: string};

/** What is kept of one instance in one home. */
type Kept = {
  readonly draft?: Draft;
  /** The base port whose overlap was accepted. */
  readonly acceptedBase?: number;
  /** Files and folders that were not there before we made them. */
  readonly made?: readonly Made[];
  /** What we wrote for it last. */
  readonly written?: Written;
  /** Of an instance that is no profile, so that we find it again. */
  readonly paths?: ProfilePaths;
};

/** What is to be kept from now on; null forgets it. */
export type Remembered = {readonly [K in Exclude<keyof Kept, 'made'>]?: Kept[K] | null};

export type Store = {
  /** Folder for the backups of one instance; it need not exist. */
  readonly backups: (selector: Selector) => string;
  /** The file of its journal, while an apply is at work. */
  readonly journal: (selector: Selector) => string;
  /** Folder of all journals. */
  readonly journals: string;
  /** Folder of what is written where the program crashes. */
  readonly crashes: string;
  /** Folder of all locks. */
  readonly locks: string;
  /** What its lock is called. */
  readonly lockKey: (selector: Selector) => string;
  readonly recall: (selector: Selector) => Kept;
  /** Something was kept, and nobody can say what: the file is broken. */
  readonly isDamaged: () => boolean;
  /** {@link recall} for many of them, from one reading. */
  readonly snapshot: () => (selector: Selector) => Kept;
  readonly remember: (selector: Selector, remembered: Remembered) => void;
  /** Adds to what we made of an instance; what is no longer there would be somebody else's when it comes back. */
  readonly rememberMade: (selector: Selector, paths?: readonly string[]) => void;
  /** The instances of this home that are no profiles. */
  readonly knownPaths: () => ProfilePaths[];
};

/**
 * Nothing is made on disk before there is something to keep. What can't be kept or read is no reason to stop: a full
 * disk will be reported when it matters, at Apply.
 * @param home that OpenClaw looks for profiles in: the same name in another home is another profile
 */
export function openStore(home: string): Store {
  const folder = envPaths('openclaw-rescue', {suffix: ''}).config;
  // Between the two stands what no path holds.
  const place = `\0${home}`;
  const keyOf = (selector: Selector) => `${selector.kind === 'profile' ? selector.profile : selectorKey(selector)}${place}`;
  /** What its own files are called. */
  const nameOf = (selector: Selector) => `${selector.kind === 'profile' ? selector.profile : `paths-${nameFor(selectorKey(selector))}`}@${nameFor(home)}`;
  const file = join(folder, 'config.json');
  const open = () => {
    // Conf would wait for who writes into a FIFO, and read a device for ever.
    const stats = statOf(file);
    if (stats && (!stats.isFile() || stats.size > LIMITS.file)) throw new Error(`${file} is no file of ours`);
    mkdirSync(folder, {recursive: true, mode: 0o700});
    return new Conf<Record<string, Kept>>({
      cwd: folder,
      configFileMode: 0o600,
      // A broken file is dropped: drafts can be asked again, and what we no longer know to be ours we leave alone.
      clearInvalidConfig: true,
      accessPropertiesByDotNotation: false,
    });
  };
  const tryAll = (): Record<string, Kept> | undefined => {
    try {
      // Not by Conf, which would write where it only looks. A value that is no object is none of ours.
      const all: Record<string, Kept> = JSON.parse(readText(file, LIMITS.file) ?? '{}');
      return Object.fromEntries(Object.entries(all).filter(([, kept]) => typeof kept === 'object' && kept !== null));
    } catch {
      return undefined;
    }
  };
  const readAll = () => tryAll() ?? {};
  const snapshot = () => {
    const all = readAll();
    return (selector: Selector): Kept => all[keyOf(selector)] ?? {};
  };
  const keep = (selector: Selector, values: {readonly [K in keyof Kept]?: Kept[K] | null}) => {
    try {
      const present = snapshot()(selector);
      const kept = Object.fromEntries(Object.entries({...present, ...values}).filter(([, value]) => value !== null && value !== undefined));
      if (JSON.stringify(kept) === JSON.stringify(present)) return;
      if (Object.keys(kept).length === 0) open().delete(keyOf(selector));
      else open().set(keyOf(selector), kept);
    } catch {
      // See above.
    }
  };
  return {
    backups: selector => join(folder, 'backups', nameOf(selector)),
    journal: selector => join(folder, 'journals', `${nameOf(selector)}.json`),
    journals: join(folder, 'journals'),
    crashes: join(folder, 'crashes'),
    locks: join(folder, 'locks'),
    lockKey: nameOf,
    recall: selector => snapshot()(selector),
    isDamaged: () => tryAll() === undefined,
    snapshot,
    remember: keep,
    rememberMade(selector, paths = []) {
      const known = new Map((snapshot()(selector).made ?? []).map(made => [made.path, made.id]));
      for (const path of paths) known.set(path, folderId(path));
      const made = [...known].filter(([path]) => readState(path).kind !== 'absent').map(([path, id]) => ({path, ...(id === undefined ? {} : {id})}));
      keep(selector, {made: made.length === 0 ? null : made});
    },
    knownPaths: () => Object.entries(readAll()).flatMap(([key, {paths}]) => (paths && key.endsWith(place) ? paths : [])),
  };
}

/** Two of them, and what a lock adds, are no longer than a file's name may be; on an encrypted disk that is 143 letters (eCryptfs). */
const LONGEST_NAME = 48;

/** A path, which has slashes in it, as a part of a file's name. It has no dot in it: behind one a lock says whose it is. */
function nameFor(path: string): string {
  const name = encodeURIComponent(path.toWellFormed()).replaceAll('.', '%2E');
  return name.length <= LONGEST_NAME ? name : hash('sha256', path, 'hex').slice(0, 12);
}
