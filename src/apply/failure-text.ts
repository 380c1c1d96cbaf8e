/** What went wrong at a write, in one clause with its path: the file system’s own codes, in words and with what to do where that is known. */
import {existsSync, statfsSync} from 'node:fs';
import {dirname} from 'node:path';

/** What a file system has left. @property bytes of a user that is not root. @property inodes undefined where it counts none, as btrfs and NFS do */
export type Room = {readonly bytes: number; readonly inodes: number | undefined};

/**
 * @param error what a function of node:fs threw, with the path that was meant where it names one beside it; any other one speaks for itself
 * @returns one clause, without a full stop
 */
export function failureText(error: unknown): string {
  const {code, path, dest, target, message} = error as NodeJS.ErrnoException & {readonly dest?: string; readonly target?: string};
  const place = target ?? dest ?? path;
  const text = FAILURES[code ?? ''];
  if (!text) return message ?? String(error);
  return text(place ?? 'a file', code === 'ENOSPC' && place !== undefined ? roomAt(place) : undefined);
}

/** Every code that a write, a rename, a chmod, a delete or a new folder really gives on Linux and macOS. */
export const FAILURES: Readonly<Record<string, (path: string, room?: Room) => string>> = {
  ENOSPC: (path, room) => `${noRoom(room)} for ${path}; delete something there, then try again`,
  EDQUOT: path => `the disk quota of this user is used up, so there is no space for ${path}`,
  EFBIG: path => `${path} would be larger than a file may be here (ulimit -f)`,
  EROFS: path => `${path} is on a read-only file system`,
  EACCES: path => `no permission to write ${path}`,
  EPERM: path => `${path} may not be changed (immutable?), whatever its mode says`,
  EIO: path => `the disk failed (I/O error) at ${path}; the system’s log tells more`,
  EXDEV: path => `${path} is on another file system than what is beside it, as a mount is, and can’t be moved there`,
  EISDIR: path => `${path} is a folder, and a file was to be there`,
  ENOTDIR: path => `${path} can’t be made there: something above it is no folder`,
  ENOENT: path => `${path} can’t be made there: the folder above it is gone, or takes nothing`,
  EEXIST: path => `${path} is there already`,
  ENOTEMPTY: path => `${path} is not empty`,
  ENAMETOOLONG: path => `${path} is longer than a name may be here`,
  ELOOP: path => `${path} leads through a link that leads to itself`,
  EMFILE: path => `too many files are open in this process to open ${path}`,
  ENFILE: path => `too many files are open on this machine to open ${path}`,
  EBUSY: path => `${path} is in use or a mount of its own, and can’t be replaced`,
  ETXTBSY: path => `${path} is a program that runs now, and can’t be written`,
};

function noRoom(room: Room | undefined): string {
  if (room?.inodes === 0) return 'no free inodes (too many small files)';
  return 'no space left';
}

/** What is left where a path is or would be; undefined where that can't be told. */
function roomAt(path: string): Room | undefined {
  try {
    const {bavail, bsize, files, ffree} = statfsSync(nearest(path));
    return {bytes: bavail * bsize, inodes: files === 0 ? undefined : ffree};
  } catch {
    return undefined;
  }
}

function nearest(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearest(dirname(path));
}
