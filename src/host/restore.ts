/** Whether OpenClaw would put its own copy in the place of a config. Read-only. */
import {readJson5} from '../rules/config/json5.ts';
import {type ConfigShape, restoreReasons, type RestoreReason, shapeOf} from '../rules/config/restore.ts';
import {readState} from './files.ts';

/** Why the copy would come back; none where it would not. @param backup the path of that copy */
export function reasonsToRestore(config: Buffer, backup: string): RestoreReason[] {
  const now = shapeIn(config);
  const file = readState(backup);
  return now ? restoreReasons(now, file.kind === 'file' ? shapeIn(file.bytes) : undefined) : [];
}

export function isArmed(config: Buffer, backup: string): boolean {
  return reasonsToRestore(config, backup).length > 0;
}

/** What OpenClaw compares of a config; it looks at the file alone, without what that includes. */
function shapeIn(bytes: Buffer): ConfigShape | undefined {
  try {
    return shapeOf(readJson5(bytes.toString('utf8')), bytes.length);
  } catch {
    return undefined;
  }
}
