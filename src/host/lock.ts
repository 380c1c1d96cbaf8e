/** The lock by which a running gateway holds its state folder: it tells the port that the gateway really took. Read-only. */
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Running} from '../rules/instance.ts';
import type {ProfilePaths} from '../rules/profile.ts';
import {listFolder, readText} from './files.ts';
import {LIMITS} from './limits.ts';
import {isProcessAlive} from './process.ts';

/** Those of other users are no business of ours, and may say anything. */
const OWN_FOLDER = `openclaw-${process.getuid?.() ?? 0}`;

/** Before 2026.8 the locks of all instances lay in the folder for temporary files. */
export function sharedLocks(): Lock[] {
  return locksIn(join(tmpdir(), OWN_FOLDER));
}

function locksIn(folder: string): Lock[] {
  return listFolder(folder).flatMap(name => (/^gateway\..+\.lock$/.test(name) ? (readLock(join(folder, name)) ?? []) : []));
}

/**
 * What runs on these very paths now; a lock that its owner left behind counts for nothing.
 * @param shared for who asks about many instances
 */
export function readRunning({stateDir, configPath}: ProfilePaths, shared: readonly Lock[] = sharedLocks()): Running | undefined {
  // Since 2026.8 they lie in the state folder.
  for (const lock of [...locksIn(join(stateDir, 'tmp', OWN_FOLDER)), ...shared]) {
    if (lock.configPath === configPath && (lock.stateDir ?? stateDir) === stateDir && isProcessAlive(lock.pid, lock.startTime)) {
      const isSure = process.platform === 'linux' && lock.startTime !== undefined;
      return {pid: lock.pid, port: lock.port, ...(isSure ? {} : {isUnsure: true})};
    }
  }
  return undefined;
}

/** As a gateway wrote it. */
export type Lock = Running & {readonly configPath: string; readonly stateDir?: string; /** In clock ticks since boot, on Linux. */ readonly startTime?: number};

function readLock(path: string): Lock | undefined {
  try {
    const lock = JSON.parse(readText(path, LIMITS.lock) ?? 'null');
    return Number.isSafeInteger(lock?.pid) && lock.pid > 0 && Number.isSafeInteger(lock.port) && typeof lock.configPath === 'string' ? lock : undefined;
  } catch {
    return undefined;
  }
}
