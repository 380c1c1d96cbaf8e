/** What went wrong at a write, from what node:fs threw. */
import {existsSync, statfsSync} from 'node:fs';
import {dirname} from 'node:path';
import {FAILURE_CODES, type Room, writeFailureText} from '../text/write-failures.ts';

/**
 * @param error what a function of node:fs threw, with the path that was meant where it names one beside it; any other one speaks for itself
 * @returns one clause, without a full stop
 */
export function failureText(error: unknown): string {
  const {code, path, dest, target, message} = error as NodeJS.ErrnoException & {readonly dest?: string; readonly target?: string};
  const place = target ?? dest ?? path;
  const known = FAILURE_CODES.find(one => one === code);
  if (!known) return message ?? String(error);
  return writeFailureText(known, place, known === 'ENOSPC' && place !== undefined ? roomAt(place) : undefined);
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
