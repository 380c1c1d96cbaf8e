/** What a process that died in the middle of something left in our own folder: claims on locks, and files that were not whole yet. */
import {rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {listFolder, statOf} from '../host/files.ts';
import {quietly} from './durable.ts';
import {dropDeadClaims} from './locks.ts';
import type {Store} from './store.ts';

/** A file of ours is written in milliseconds; one that is not whole after this was given up. */
const GIVEN_UP_MS = 10_000;

/** While somebody holds a lock all stays: it may be his. What can't be deleted is in nobody's way. */
export function removeLeftovers({locks, journals}: Pick<Store, 'locks' | 'journals'>): void {
  quietly(() => {
    if (dropDeadClaims(locks) > 0) return;
    for (const name of listFolder(journals)) if (name.endsWith('.tmp')) rmSync(join(journals, name), {force: true});
    const own = dirname(journals);
    for (const name of listFolder(own)) {
      // What Conf keeps is written without a lock.
      const stats = /\.tmp-[\da-f]+$/.test(name) ? statOf(join(own, name)) : undefined;
      if (stats?.isFile() && Date.now() - Number(stats.mtimeMs) > GIVEN_UP_MS) rmSync(join(own, name), {force: true});
    }
  });
}
