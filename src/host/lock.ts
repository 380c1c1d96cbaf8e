/** The lock by which a running gateway holds its state folder: it tells the port that the gateway really took. Read-only. */
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Running} from '../rules/instance.ts';
import type {ProfilePaths} from '../rules/profile.ts';
import {listFolder, readText} from './files.ts';
import {LIMITS} from './limits.ts';
import {isProcessAlive} from './process.ts';

/** Since 2026.8 the locks lie in the state folder, before that in the folder for temporary files. */
function lockFiles(stateDir: string): string[] {
  // Those of other users are no business of ours, and may say anything.
  const name = `openclaw-${process.getuid?.() ?? 0}`;
  const folders = [join(stateDir, 'tmp', name), join(tmpdir(), name)];
  return folders.flatMap(folder => listFolder(folder).filter(name => /^gateway\..+\.lock$/.test(name)).map(name => join(folder, name)));
}

/** What runs on these very paths now; a lock that its owner left behind counts for nothing. */
export function readRunning({stateDir, configPath}: ProfilePaths): Running | undefined {
  for (const path of lockFiles(stateDir)) {
    const lock = readLock(path);
    if (lock?.configPath === configPath && (lock.stateDir ?? stateDir) === stateDir && isProcessAlive(lock.pid, lock.startTime)) {
      const isSure = process.platform === 'linux' && lock.startTime !== undefined;
      return {pid: lock.pid, port: lock.port, ...(isSure ? {} : {isUnsure: true})};
    }
  }
  return undefined;
}

type Lock = Running & {readonly configPath: string; readonly stateDir?: string; /** In clock ticks since boot, on Linux. */ readonly startTime?: number};

function readLock(path: string): Lock | undefined {
  try {
    const lock = JSON.parse(readText(path, LIMITS.lock) ?? 'null');
    return Number.isSafeInteger(lock?.pid) && lock.pid > 0 && Number.isSafeInteger(lock.port) && typeof lock.configPath === 'string' ? lock : undefined;
  } catch {
    return undefined;
  }
}
