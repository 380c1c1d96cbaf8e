/**
 * OpenClaw's auto-restore: at its next start it puts the backup in the place of a config that looks damaged to it
 * (2026.9.6, src/config/io.observe-suspicious.ts). A token or port written by hand is then lost. It compares with what it
 * last saw, which it keeps in its database; the backup stands for that here.
 */
import {asObject, isObject, type JsonValue} from './json5.ts';

/** What looks damaged. */
export type RestoreReason = 'size' | 'meta' | 'mode' | 'update-only';

/** What it compares of a config. */
export type ConfigShape = {
  /** Bytes of the file. */
  readonly size: number;
  readonly hasMeta: boolean;
  readonly hasMode: boolean;
  /** Nothing in it but the channel of updates. */
  readonly isUpdateOnly: boolean;
};

export function shapeOf(config: JsonValue, size: number): ConfigShape {
  const root = asObject(config);
  const update = asObject(root['update']);
  return {
    size,
    hasMeta: isObject(root['meta']),
    hasMode: typeof asObject(root['gateway'])['mode'] === 'string',
    isUpdateOnly: Object.keys(root).join() === 'update' && Object.keys(update).join() === 'channel',
  };
}

/** Below this no shrinking counts. */
const SMALLEST_BACKUP = 512;

/**
 * Why the backup would come back; none where it would not.
 * @param backup undefined where there is none, or it can't be read
 */
export function restoreReasons(config: ConfigShape, backup: ConfigShape | undefined): RestoreReason[] {
  if (!backup?.hasMode) return [];
  return [
    ...(backup.size >= SMALLEST_BACKUP && config.size < backup.size / 2 ? (['size'] as const) : []),
    ...(backup.hasMeta && !config.hasMeta ? (['meta'] as const) : []),
    ...(backup.hasMode && !config.hasMode ? (['mode'] as const) : []),
    ...(config.isUpdateOnly ? (['update-only'] as const) : []),
  ];
}
