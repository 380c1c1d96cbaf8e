/** What went wrong at a write, in one clause with its path: the file system’s own codes, in words and with what to do where that is known. */
import {en} from './en/write-failures.ts';
import {spoken} from './language.ts';

const words = spoken(en, korean => korean.writeFailures);

/** What a file system has left. @property bytes of a user that is not root. @property inodes undefined where it counts none, as btrfs and NFS do */
export type Room = {readonly bytes: number; readonly inodes: number | undefined};

/** Every code that a write, a rename, a chmod, a delete or a new folder really gives on Linux and macOS. */
export const FAILURE_CODES = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'EXDEV', 'EISDIR', 'ENOTDIR', 'ENOENT', 'EEXIST', 'ENOTEMPTY', 'ENAMETOOLONG', 'ELOOP', 'EMFILE', 'ENFILE', 'EBUSY', 'ETXTBSY'] as const satisfies readonly (keyof typeof en.byCode)[];
export type FailureCode = (typeof FAILURE_CODES)[number];

/** @param path of what was meant, where that is known. @param room where it is @returns one clause, without a full stop */
export function writeFailureText(code: FailureCode, path: string | undefined, room?: Room): string {
  const {aFile, byCode, noInodes, noSpace} = words();
  return byCode[code](path ?? aFile, room?.inodes === 0 ? noInodes : noSpace);
}

/** @param code of a write to stdout that failed @returns a sentence */
export function outputFailureText(code: string | undefined): string {
  const {output, unwritten} = words();
  const known = FAILURE_CODES.find(one => one === code);
  return `${known ? writeFailureText(known, output) : unwritten(output, String(code))}.`;
}
