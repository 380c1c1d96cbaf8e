/** Writes that are on the disk when they return, one after another: a crash leaves the first ones whole, and none of the later. */
import {closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';

/**
 * Writes a file that is not there yet.
 * @param mode permission bits, whatever the umask
 * @throws what the file system says, and then leaves nothing
 */
export function writeNew(path: string, bytes: Buffer, mode: number): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, bytes);
    fchmodSync(file, mode);
    fsyncSync(file);
  } catch (error) {
    rmSync(path, {force: true});
    // What fails on an open file does not name it.
    throw Object.assign(error as Error, {path});
  } finally {
    closeSync(file);
  }
}

/** Puts a file in the place of what stands there: whoever reads it sees the one or the other. @throws as {@link writeNew} */
export function replace(path: string, bytes: Buffer, mode: number): void {
  const next = `${path}.${process.pid}.tmp`;
  rmSync(next, {force: true});
  writeNew(next, bytes, mode);
  try {
    renameSync(next, path);
  } catch (error) {
    rmSync(next, {force: true});
    throw error;
  }
  // The new one stands there; that its name may not outlive a power failure takes nothing of that back.
  try {
    sync(dirname(path));
  } catch {
    // See above.
  }
}

/** Some systems and file systems know no such thing. */
const NOT_TO_BE_SYNCED: ReadonlySet<string | undefined> = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP']);

/** Waits till a file, or the names in a folder, are on the disk. @throws what the file system says */
export function sync(path: string): void {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    fsyncSync(file);
  } catch (error) {
    if (!NOT_TO_BE_SYNCED.has((error as NodeJS.ErrnoException).code)) throw error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** A disk that failed once may take it at the second time, as a file may that a scanner had open. */
export function twice<T>(work: () => T): T {
  try {
    return work();
  } catch {
    return work();
  }
}

/** For what is in nobody's way where it fails. */
export function quietly(work: () => unknown): void {
  try {
    work();
  } catch {
    // See above.
  }
}
