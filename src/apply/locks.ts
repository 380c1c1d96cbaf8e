/**
 * One at a time: for each profile, and for choosing ports. Who wants a lock lays down a claim, a file whose name is his
 * alone, and has it where no other living claim is seen then. Of two at once at most one sees none, and nobody ever deletes
 * the claim of a living process, so taking over from a dead one needs no second lock.
 */
import {mkdirSync, readFileSync, readlinkSync, rmdirSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {listFolder} from '../host/files.ts';
import {isProcessAlive, startOf} from '../host/process.ts';
import type {Holder} from '../rules/target.ts';
import {applyReasons} from '../text/apply-reasons.ts';
import {quietly} from './durable.ts';

export type Lock = {readonly kind: 'ours'; readonly release: () => void} | {readonly kind: 'theirs'; readonly holder: Holder};

/** Two that see each other both step back, and come again after a while that is never the same. */
const LONGEST_STEP_BACK_MS = 40;
/** By then one that is undecided is taken for a holder. */
const UNDECIDED_LIMIT_MS = 5000;
const WAIT_INTERVAL_MS = 50;

/**
 * @param folder of all locks; it is made
 * @throws where no file can be made there
 */
export async function tryLock(folder: string, key: string): Promise<Lock> {
  const first = makeFolder(folder);
  const name = `${key}.${process.pid}.${startOf(process.pid) ?? 0}.${namespace()}`;
  const [claim, held] = [join(folder, `${name}.claim`), join(folder, `${name}.held`)];
  const end = Date.now() + UNDECIDED_LIMIT_MS;
  for (;;) {
    const since = new Date().toISOString();
    lay(claim, since);
    const all = claimsOn(folder, key);
    const others = all.filter(other => other.name !== name);
    // Who can't see his own would see no other.
    if (others.length === all.length) throw new Error(applyReasons().lockUnreadable(folder));
    if (others.length === 0) {
      // The claim stays, since one that is renamed may be missed by who reads the folder right then.
      lay(held, since);
      return {kind: 'ours', release: releaseAtExit(held, claim, first)};
    }
    rmSync(claim, {force: true});
    const [holder] = others.filter(({isHeld}) => isHeld || Date.now() > end);
    if (holder) {
      removeEmptyFolders(folder, first);
      return {kind: 'theirs', holder: holderOf(holder)};
    }
    await sleep(Math.random() * LONGEST_STEP_BACK_MS);
  }
}

/** Waits for it. @param limitMs after which the holder is the answer */
export async function waitForLock(folder: string, key: string, limitMs: number): Promise<Lock> {
  const end = Date.now() + limitMs;
  for (;;) {
    const lock = await tryLock(folder, key);
    if (lock.kind === 'ours' || Date.now() > end) return lock;
    await sleep(WAIT_INTERVAL_MS * (0.5 + Math.random()));
  }
}

type Claim = {readonly folder: string; readonly name: string; readonly pid: number; readonly isHeld: boolean; /** Of a process that can't be seen from here. */ readonly isFar: boolean};

/** Deletes what dead processes left. @returns how many claims there are of living ones */
export function dropDeadClaims(folder: string): number {
  const claims = claimsOn(folder);
  if (claims.length === 0) removeEmptyFolders(folder, undefined);
  return claims.length;
}

/** Those of living processes; what dead ones left is deleted. @param key undefined for those on all locks */
function claimsOn(folder: string, key?: string): Claim[] {
  const here = namespace();
  const names = listFolder(folder).filter(name => key === undefined || name.startsWith(`${key}.`));
  return names.flatMap(file => {
    const [, name, pid, start, space, end] = /^((?:.+)\.(\d+)\.(\d+)\.(\d+))\.(claim|held)$/.exec(file) ?? [];
    if (name === undefined || pid === undefined) return [];
    const isFar = space !== here;
    if (!isFar && !isProcessAlive(Number(pid), start === '0' ? undefined : Number(start))) {
      for (const ending of ['held', 'claim']) rmSync(join(folder, `${name}.${ending}`), {force: true});
      return [];
    }
    if (end === 'held') return [];
    return [{folder, name, pid: Number(pid), isHeld: names.includes(`${name}.held`), isFar}];
  });
}

function holderOf({folder, name, pid, isFar}: Claim): Holder {
  const file = join(folder, `${name}.claim`);
  return {pid, since: readSince(file), ...(isFar ? {file} : {})};
}

function readSince(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return new Date().toISOString();
  }
}

/** Process numbers mean nothing outside their container. */
function namespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

/** So often a folder may go away while the one in it is made. */
const MOST_TRIES = 50;

/** @returns the highest folder that was made for it. @throws where it can't be made */
function makeFolder(folder: string, tries = 1): string | undefined {
  try {
    return mkdirSync(folder, {recursive: true, mode: 0o700});
  } catch (error) {
    // Somebody has just let go of a lock, and has taken the folder above along.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries >= MOST_TRIES) throw error;
    return makeFolder(folder, tries + 1);
  }
}

/** Who gives up a lock takes an empty folder along, so it may have to be made again. */
function lay(file: string, since: string): void {
  rmSync(file, {force: true});
  makeFolder(dirname(file));
  try {
    // Its name is what counts, and not waited for on the disk: no process outlives a power failure.
    writeFileSync(file, since, {flag: 'wx', mode: 0o600});
  } catch (error) {
    rmSync(file, {force: true});
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    lay(file, since);
  }
}

/** The locks' own folder and ours, where nothing else is in them, and those above that were made for them. @param first the highest of these */
function removeEmptyFolders(folder: string, first: string | undefined): void {
  const highest = first !== undefined && first.length < dirname(folder).length ? first : dirname(folder);
  try {
    for (let path = folder; path.length >= highest.length; path = dirname(path)) rmdirSync(path);
  } catch {
    // Something is in it.
  }
}

function releaseAtExit(held: string, claim: string, first: string | undefined): () => void {
  const release = () => {
    process.off('exit', release);
    // What is left is that of a dead process, soon.
    for (const file of [held, claim]) quietly(() => rmSync(file, {force: true}));
    removeEmptyFolders(dirname(claim), first);
  };
  process.on('exit', release);
  return release;
}
