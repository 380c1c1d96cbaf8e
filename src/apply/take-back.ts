/** Takes an apply back: its files from the backup, and the service with them. */
import {readState} from '../host/files.ts';
import type {MigratedDatabase} from '../rules/engine.ts';
import type {Command} from '../rules/service/commands.ts';
import {restoreBackup, type SavedBackup} from './backup.ts';
import type {CommandRunner} from './commands.ts';
import {migratedSince, putBackDatabases} from './databases.ts';
import {runCommand} from './engine.ts';

export type Fate = 'failed' | 'kept' | 'missing' | 'restored' | 'removed';

export type TakenBack =
  /** Nothing was touched: the service that would run on without its file could not be stopped. @property argv what failed */
  | {readonly kind: 'refused'; readonly argv: readonly string[]}
  /** No file was touched: a database that was migrated could not be put back. @property reason one clause */
  | {readonly kind: 'held'; readonly reason: string}
  /** @property items what became of each, last written first. @property databases that were migrated, and are back. @property failed commands that failed after the files were back */
  | {readonly kind: 'done'; readonly items: readonly {readonly path: string; readonly fate: Fate}[]; readonly databases: readonly MigratedDatabase[]; readonly failed: readonly (readonly string[])[]};

/** @param isForced goes on although the service could not be stopped */
export async function takeBack(saved: SavedBackup, run: CommandRunner, isForced = false): Promise<TakenBack> {
  const {items, databases: copies} = saved.backup;
  const commands = migratedSince(copies).length > 0 ? (saved.backup.commands.migrated ?? saved.backup.commands) : saved.backup.commands;
  const [refused] = await failedOf(commands.before, run);
  if (refused !== undefined && !isForced) return {kind: 'refused', argv: refused};
  let databases: MigratedDatabase[];
  try {
    databases = await putBackDatabases(copies, saved.folder);
  } catch (error) {
    // As it was: with the OpenClaw that migrated them.
    await failedOf(commands.after.filter(({id}) => id !== 'engine'), run);
    return {kind: 'held', reason: (error as Error).message};
  }
  // An apply that was cut short has not made all that it meant to.
  const missing = items.filter(({path, before, isDeleted}) => !before && !isDeleted && readState(path).kind === 'absent').map(({path}) => path);
  let after: (readonly string[])[] = [];
  const {kept, failed} = await restoreBackup(saved, async () => {
    after = await failedOf(commands.after, run);
  });
  const fateOf = (path: string, isThere: boolean): Fate => {
    if (failed.includes(path)) return 'failed';
    if (kept.includes(path)) return 'kept';
    if (missing.includes(path)) return 'missing';
    return isThere ? 'restored' : 'removed';
  };
  return {
    kind: 'done',
    items: items.toReversed().map(({path, before}) => ({path, fate: fateOf(path, before !== undefined)})),
    databases,
    failed: after,
  };
}

/** Runs all of them. @returns those that failed */
async function failedOf(commands: readonly Command[], run: CommandRunner): Promise<(readonly string[])[]> {
  const failed: (readonly string[])[] = [];
  for (const command of commands) if ((await runCommand(command, run)).code !== 0) failed.push(command.argv);
  return failed;
}
