/** `undo`: takes the last apply or removal of an instance back, from its backup. */
import {join} from 'node:path';
import {changedSince, lastBackup, type SavedBackup, type SavedItem} from '../apply/backup.ts';
import {commandRunner} from '../apply/commands.ts';
import {migratedSince} from '../apply/databases.ts';
import {type Fate, takeBack} from '../apply/take-back.ts';
import {EXIT_CODES, type ExitName, Stop} from '../exit-codes.ts';
import {managerEnvironment} from '../host/machine.ts';
import {readExisting} from '../host/files.ts';
import {asking} from '../lines/prompter.ts';
import {instanceOf} from '../rules/answers.ts';
import {diffLines} from '../rules/diff.ts';
import type {ExistingFile} from '../rules/target.ts';
import {tildePath} from '../rules/profile.ts';
import {profileOf, selectorName} from '../rules/selector.ts';
import {quote} from '../rules/shell.ts';
import {printable} from '../text/terms.ts';
import {migratedText} from '../text/engine-text.ts';
import {problemText} from '../text/problems.ts';
import type {Call, Exit} from './call.ts';
import {whileLocked} from './locking.ts';
import {assertOwnHome, openFiles} from './session.ts';

/** @throws {Stop} when there is nothing to take back, a file was changed since, or a gateway would run on without its config */
export function runUndo(call: Call): Promise<Exit> {
  return whileLocked(call, () => undo(call));
}

async function undo(call: Call): Promise<Exit> {
  const {selector, flags, env, store, output} = call;
  const host = await openFiles(call);
  assertOwnHome(call, host);
  const {homes, platform} = host.machine;
  const name = selectorName(selector, platform);
  const tilde = (path: string) => printable(tildePath(path, homes.openclaw, platform));
  const last = lastBackup(store.backups(selector));
  if (!last) throw new Stop('failed', `there is no apply of ${name} to take back.`);
  const {items, commands, createdAt, databases} = last.backup;
  const changed = changedSince(last.backup);
  const migrated = migratedSince(databases);
  const reasons = [
    ...(changed.length > 0 ? [`${changed.map(({path}) => tilde(path)).join(', ')} changed since that apply; with --force that change is lost.`] : []),
    ...(migrated.length > 0 ? [`the OpenClaw of that apply has migrated ${migratedText(migrated, tilde)}, which the one before may not open; with --force the copy from before that apply is put back, and what was written there since is lost.`] : []),
  ];
  const isAsked = process.stdin.isTTY && process.stdout.isTTY && !flags.json && !flags.dryRun;
  if (reasons.length > 0 && !flags.force) {
    if (!isAsked) throw new Stop('unsafe', reasons.join(' And '));
    for (const reason of reasons) output.err(`${reason}\n`);
    output.out(differences(last, changed, tilde));
    if (!(await asking(call, prompter => prompter.confirm({label: 'Take it back all the same?'})))) return 'interrupted';
  }
  if (flags.dryRun) return preview(last, call, tilde);
  const {running, configPath} = instanceOf(selector, host.instances) ?? {};
  // The config was made by that apply, and would go with it.
  const isRobbed = items.some(({path, before}) => path === configPath && before === undefined);
  if (running && commands.before.length === 0 && isRobbed) throw new Stop('unsafe', problemText({id: 'still-running', port: running.port}));
  const run = commandRunner(managerEnvironment(env, host.machine));
  const taken = await takeBack(last, {selector, store, run, isForced: flags.force === true});
  if (taken.kind === 'refused') {
    throw new Stop('failed', `${taken.argv.map(word => quote(word, platform)).join(' ')} failed, so nothing was taken back: the service would run on without its file. --force goes on.`);
  }
  if (taken.kind === 'held') throw new Stop('failed', `${taken.reason}, so nothing was taken back; stop its gateway first.`);
  const failed = taken.items.filter(({fate}) => fate === 'failed').map(({path}) => path);
  const exit: ExitName = failed.length > 0 || taken.failed.length > 0 ? 'failed' : 'done';
  const rows = [...taken.items, ...taken.databases.map(({path}) => ({path, fate: 'restored' as const}))];
  if (flags.json) output.document({profile: profileOf(selector), name, createdAt, items: rows, result: {kind: exit === 'done' ? 'undone' : 'failed', exitCode: EXIT_CODES[exit].code}});
  else {
    output.out(`The change of ${createdAt} to ${name} is taken back.\n`);
    for (const {path, fate} of rows) output.out(`  ${FATES[fate].padEnd(16)}${tilde(path)}\n`);
  }
  if (failed.length > 0) output.problem(`could not be put back: ${failed.map(tilde).join(', ')}; the copies are in ${last.folder}.`);
  for (const argv of taken.failed) output.problem(`the files are back, but this failed: ${argv.map(word => quote(word, platform)).join(' ')}`);
  return exit;
}

/** What undo would make of the files that changed since, as far as it may be shown. */
function differences({folder}: SavedBackup, changed: readonly SavedItem[], tilde: (path: string) => string): string {
  const lines = changed.flatMap(({path, before, role = 'service'}) => {
    const [present, past] = [readExisting(path), before?.file === undefined ? undefined : readExisting(join(folder, before.file))];
    const textOf = (file: ExistingFile | undefined) => (file?.kind === 'text' ? file.text : undefined);
    const change = {path, kind: 'file', action: 'update', mode: before?.mode ?? 0, before: textOf(present), after: textOf(past), encoding: 'utf8', role} as const;
    const what = past === undefined ? 'delete' : present.kind === 'absent' ? 'bring back' : 'change';
    return [`  ${what.padEnd(12)}${tilde(path)}`, ...diffLines(change).map(line => `      ${printable(line)}`)];
  });
  return `${lines.join('\n')}\n`;
}

const FATES: Readonly<Record<Fate, string>> = {failed: 'not put back', kept: 'kept, not empty', missing: 'was not there', restored: 'put back', removed: 'removed'};

/** What would be put back and what would go. */
function preview({backup: {items, createdAt, databases}}: SavedBackup, {selector, flags, output}: Call, tilde: (path: string) => string): ExitName {
  const files = items.toReversed().map(({path, before}) => ({path, fate: before ? ('restored' as const) : ('removed' as const)}));
  const rows = [...files, ...migratedSince(databases).map(({path}) => ({path, fate: 'restored' as const}))];
  if (flags.json) output.document({profile: profileOf(selector), createdAt, items: rows, result: {kind: 'previewed', exitCode: 0}});
  else for (const {path, fate} of rows) output.print(`  ${(fate === 'restored' ? 'put back' : 'remove').padEnd(16)}${tilde(path)}\n`);
  return 'done';
}
