/** `undo`: takes the last apply of a profile back, from its backup. */
import {type ExitName, Stop} from './exit-codes.ts';
import {type Environment, homesOf} from './host/environment.ts';
import {currentPlatform, managerEnvironment, readMachine} from './host/machine.ts';
import {isProfileName, tildePath} from './rules/profile.ts';
import type {Command} from './rules/service/commands.ts';
import {printable, problemText} from './text/en.ts';
import {changedSince, lastBackup, restoreBackup} from './apply/backup.ts';
import {type CommandRunner, commandRunner} from './apply/commands.ts';
import type {Store} from './apply/store.ts';

export type UndoOptions = {readonly out: (text: string) => void; readonly isForced: boolean};

/** @throws {Stop} when there is nothing to take back, or a file was changed since */
export async function runUndo(profile: string, store: Store, env: Environment, {out, isForced}: UndoOptions): Promise<ExitName> {
  if (!isProfileName(profile)) throw new Stop('usage', problemText({id: 'profile-characters', name: profile}));
  const platform = currentPlatform();
  const home = homesOf(env).openclaw;
  const tilde = (path: string) => printable(tildePath(path, home, platform));
  const last = await lastBackup(store.backupFolder(profile));
  if (!last) throw new Stop('failed', `there is no apply of ${profile} to take back.`);
  const changed = changedSince(last.backup);
  if (changed.length > 0 && !isForced) {
    throw new Stop('unsafe', `${changed.map(tilde).join(', ')} changed since that apply; with --force that change is lost.`);
  }
  const run = commandRunner(managerEnvironment(env, readMachine(env, platform)));
  await runAll(last.backup.commands.before, run);
  const {kept, failed} = await restoreBackup(last);
  await runAll(last.backup.commands.after, run);
  out(`The apply of ${last.backup.createdAt} to profile ${profile} is taken back.\n`);
  for (const {path, before} of last.backup.items.toReversed()) {
    const fate = kept.includes(path) ? 'kept, not empty' : before ? 'put back' : 'removed';
    out(`  ${fate.padEnd(16)}${tilde(path)}\n`);
  }
  if (failed.length > 0) throw new Stop('failed', `could not be put back: ${failed.map(tilde).join(', ')}; the copies are in ${last.folder}.`);
  return 'done';
}

async function runAll(commands: readonly Command[], run: CommandRunner): Promise<void> {
  for (const {argv} of commands) await run(argv);
}

