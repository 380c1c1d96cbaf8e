/** `undo`: takes the last apply or removal of an instance back, from its backup. */
import {join} from 'node:path';
import {changedSince, lastBackup, type SavedBackup, type SavedItem} from '../apply/backup.ts';
import {commandRunner} from '../apply/commands.ts';
import {migratedSince} from '../apply/databases.ts';
import {takeBack} from '../apply/take-back.ts';
import {EXIT_CODES, type ExitName, Stop} from '../exit-codes.ts';
import {managerEnvironment} from '../host/machine.ts';
import {readExisting} from '../host/files.ts';
import {asking} from '../lines/asking.ts';
import {instanceOf} from '../rules/answers.ts';
import {diffLines} from '../rules/diff.ts';
import type {ExistingFile} from '../rules/target.ts';
import {profileOf, selectorName} from '../rules/selector.ts';
import {quote} from '../rules/shell.ts';
import {migratedText} from '../text/engine-text.ts';
import {problemText} from '../text/problems.ts';
import {pad} from '../text/table.ts';
import {printable, shownPath} from '../text/terms.ts';
import {undoWords} from '../text/undo.ts';
import type {Call, Exit} from './call.ts';
import {whileLocked} from './locking.ts';
import {assertOwnHome, openFiles} from './host.ts';

/** @throws {Stop} when there is nothing to take back, a file was changed since, or a gateway would run on without its config */
export function runUndo(call: Call): Promise<Exit> {
  return whileLocked(call, () => undo(call));
}

async function undo(call: Call): Promise<Exit> {
  const {selector, flags, env, store, output} = call;
  const host = await openFiles(call);
  assertOwnHome(call, host);
  const {platform} = host.machine;
  const name = selectorName(selector, platform);
  const tilde = (path: string) => shownPath(path, host.machine);
  const typed = (argv: readonly string[]) => argv.map(word => quote(word, platform)).join(' ');
  const last = lastBackup(store.backups(selector));
  if (!last) throw new Stop('failed', undoWords().nothing(name));
  const {items, commands, createdAt, databases} = last.backup;
  const changed = changedSince(last.backup);
  const migrated = migratedSince(databases);
  const reasons = [
    ...(changed.length > 0 ? [undoWords().changed(changed.map(({path}) => tilde(path)).join(', '))] : []),
    ...(migrated.length > 0 ? [undoWords().migrated(migratedText(migrated, tilde))] : []),
  ];
  const isAsked = process.stdin.isTTY && process.stdout.isTTY && !flags.json && !flags.dryRun;
  if (reasons.length > 0 && !flags.force) {
    if (!isAsked) throw new Stop('unsafe', undoWords().reasons(reasons));
    for (const reason of reasons) output.err(`${reason}\n`);
    output.out(differences(last, changed, tilde));
    if (!(await asking(call, prompter => prompter.confirm({label: undoWords().confirm})))) return 'interrupted';
  }
  if (flags.dryRun) return preview(last, call, tilde);
  const {running, configPath} = instanceOf(selector, host.instances) ?? {};
  // The config was made by that apply, and would go with it.
  const isRobbed = items.some(({path, before}) => path === configPath && before === undefined);
  if (running && commands.before.length === 0 && isRobbed) throw new Stop('unsafe', problemText({id: 'still-running', port: running.port}));
  const run = commandRunner(managerEnvironment(env, host.machine));
  const taken = await takeBack(last, {selector, store, run, isForced: flags.force === true});
  if (taken.kind === 'refused') {
    throw new Stop('failed', undoWords().refused(typed(taken.argv)));
  }
  if (taken.kind === 'held') throw new Stop('failed', undoWords().held(taken.reason));
  const failed = taken.items.filter(({fate}) => fate === 'failed').map(({path}) => path);
  const exit: ExitName = failed.length > 0 || taken.failed.length > 0 ? 'failed' : 'done';
  const rows = [...taken.items, ...taken.databases.map(({path}) => ({path, fate: 'restored' as const}))];
  if (flags.json) output.document({profile: profileOf(selector), name, createdAt, items: rows, result: {kind: exit === 'done' ? 'undone' : 'failed', exitCode: EXIT_CODES[exit].code}});
  else {
    output.out(`${undoWords().done(name, createdAt)}\n`);
    for (const {path, fate} of rows) output.out(`  ${pad(undoWords().fates[fate], 16)}${tilde(path)}\n`);
  }
  if (failed.length > 0) output.problem(undoWords().notPutBack(failed.map(tilde).join(', '), last.folder));
  for (const argv of taken.failed) output.problem(undoWords().commandFailed(typed(argv)));
  return exit;
}

/** What undo would make of the files that changed since, as far as it may be shown. */
function differences({folder}: SavedBackup, changed: readonly SavedItem[], tilde: (path: string) => string): string {
  const lines = changed.flatMap(({path, before, role = 'service'}) => {
    const [present, past] = [readExisting(path), before?.file === undefined ? undefined : readExisting(join(folder, before.file))];
    const textOf = (file: ExistingFile | undefined) => (file?.kind === 'text' ? file.text : undefined);
    const change = {path, kind: 'file', action: 'update', mode: before?.mode ?? 0, before: textOf(present), after: textOf(past), encoding: 'utf8', role} as const;
    const what = past === undefined ? 'delete' : present.kind === 'absent' ? 'create' : 'update';
    return [`  ${pad(undoWords().differences[what], 12)}${tilde(path)}`, ...diffLines(change).map(line => `      ${printable(line)}`)];
  });
  return `${lines.join('\n')}\n`;
}

/** What would be put back and what would go. */
function preview({backup: {items, createdAt, databases}}: SavedBackup, {selector, flags, output}: Call, tilde: (path: string) => string): ExitName {
  const files = items.toReversed().map(({path, before}) => ({path, fate: before ? ('restored' as const) : ('removed' as const)}));
  const rows = [...files, ...migratedSince(databases).map(({path}) => ({path, fate: 'restored' as const}))];
  if (flags.json) output.document({profile: profileOf(selector), createdAt, items: rows, result: {kind: 'previewed', exitCode: 0}});
  else for (const {path, fate} of rows) output.print(`  ${pad(undoWords().previews[fate], 16)}${tilde(path)}\n`);
  return 'done';
}
