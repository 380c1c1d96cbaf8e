/** Whether a process that somebody wrote down is still that one. Read-only. */
import {readFileSync} from 'node:fs';

/** When a process was started, in clock ticks since boot; undefined where it is not there, has ended (its parent may not have asked how yet), or this is no Linux. */
export function startOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in parentheses that may hold anything; the 22nd is the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : Number(fields[19]);
  } catch {
    return undefined;
  }
}

/** @param start as of {@link startOf}: a number may have gone to another process since. Undefined: not known */
export function isProcessAlive(pid: number, start?: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return process.platform !== 'linux' || start === undefined || startOf(pid) === start;
}
