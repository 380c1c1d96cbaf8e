/** `undo`: takes the last apply or removal of an instance back, from its backup. */
import {changedSince, lastBackup, restoreBackup} from '../apply/backup.ts';
import {type CommandRunner, commandRunner} from '../apply/commands.ts';
import {Stop} from '../exit-codes.ts';
import {currentPlatform, managerEnvironment, readMachine} from '../host/machine.ts';
import {tildePath} from '../rules/profile.ts';
import {selectorName} from '../rules/selector.ts';
import type {Command} from '../rules/service/commands.ts';
import {printable} from '../text/en.ts';
import type {Call, Exit} from './call.ts';
import {rememberMade} from './session.ts';

/** @throws {Stop} when there is nothing to take back, or a file was changed since */
export async function runUndo(call: Call): Promise<Exit> {
  const {selector, flags, env, store, output} = call;
  const platform = currentPlatform();
  const machine = readMachine(env, platform);
  const name = selectorName(selector, platform);
  const tilde = (path: string) => printable(tildePath(path, machine.homes.openclaw, platform));
  const last = await lastBackup(store.backupFolder(selector));
  if (!last) throw new Stop('failed', `there is no apply of ${name} to take back.`);
  const changed = changedSince(last.backup);
  if (changed.length > 0 && !flags.force) {
    throw new Stop('unsafe', `${changed.map(tilde).join(', ')} changed since that apply; with --force that change is lost.`);
  }
  const run = commandRunner(managerEnvironment(env, machine));
  const {items, commands, createdAt} = last.backup;
  await runAll(commands.before, run);
  const {kept, failed} = await restoreBackup(last);
  await runAll(commands.after, run);
  // What a removal deleted was ours, and is again.
  rememberMade(call, selector, items.filter(({before, written}) => before && written === undefined).map(({path}) => path));
  const rows = items.toReversed().map(({path, before}) => ({
    path,
    fate: failed.includes(path) ? ('failed' as const) : kept.includes(path) ? ('kept' as const) : before ? ('restored' as const) : ('removed' as const),
  }));
  if (flags.json) output.document({profile: name, createdAt, items: rows});
  else {
    output.out(`The change of ${createdAt} to ${name} is taken back.\n`);
    for (const {path, fate} of rows) output.out(`  ${FATES[fate].padEnd(16)}${tilde(path)}\n`);
  }
  if (failed.length > 0) throw new Stop('failed', `could not be put back: ${failed.map(tilde).join(', ')}; the copies are in ${last.folder}.`);
  return 'done';
}

const FATES = {failed: 'not put back', kept: 'kept, not empty', restored: 'put back', removed: 'removed'} as const;

async function runAll(commands: readonly Command[], run: CommandRunner): Promise<void> {
  for (const {argv, environment} of commands) await run(argv, {environment});
}
