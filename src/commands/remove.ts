/** `remove` and `gateway uninstall`: takes away what was set up, and nothing that we did not make. */
import {lstatSync} from 'node:fs';
import {join} from 'node:path';
import {Stop} from '../exit-codes.ts';
import {listFolder, readState, resolveLinks} from '../host/files.ts';
import {readStanding} from '../host/footing.ts';
import {rootOf} from '../host/target.ts';
import {asking} from '../lines/asking.ts';
import type {Prompter} from '../lines/prompter.ts';
import type {Host} from '../rules/answers.ts';
import type {Change} from '../rules/change.ts';
import {type Folder, type Removal, removalOf, type RemovalScope} from '../rules/removal.ts';
import {type Target, withFiles} from '../rules/target.ts';
import {keptText, ownCommand} from '../text/terms.ts';
import {workLines} from '../text/plan-text.ts';
import {refusals} from '../text/refusals.ts';
import {removalWords} from '../text/removal.ts';
import {isEmpty} from '../rules/work.ts';
import type {Call, Exit} from './call.ts';
import {whileLocked} from './locking.ts';
import {assertOurs, openHost, targetOf} from './host.ts';
import {madeOf} from './session.ts';
import {runWork} from './work.ts';

export function uninstallService(call: Call): Promise<Exit> {
  return whileLocked(call, () => uninstall(call));
}

async function uninstall(call: Call): Promise<Exit> {
  const {target, host} = await open(call);
  const removal = plan(call, target, host, 'service');
  return runWork(removal, removal.problems, call, host, {done: removalWords().uninstalled(target.profile), nothing: removalWords().noService(target.profile)});
}

export async function removeProfile(call: Call): Promise<Exit> {
  const {flags} = call;
  const isAsking = !flags.yes && !flags.dryRun;
  if (isAsking && (!process.stdin.isTTY || !process.stdout.isTTY || flags.json)) {
    throw new Stop('usage', refusals().nobodyToAskOfRemoval);
  }
  return whileLocked(call, () => remove(call, isAsking));
}

async function remove(call: Call, isAsking: boolean): Promise<Exit> {
  const {flags, selector} = call;
  const before = await open(call);
  let scope: RemovalScope = flags.deleteState ? 'state' : 'files';
  if (isAsking) {
    const isWanted = await asking(call, prompter => ask(prompter, call, before.target, before.host, scope));
    if (isWanted === undefined) return 'interrupted';
    scope = isWanted;
  }
  // Much may have changed while somebody thought it over.
  const {target, host} = isAsking ? await open(call) : before;
  const removal = plan(call, target, host, scope);
  const remarks = removal.kept.map(kept => keptText(kept, host.machine));
  const {removed, undo, nothing} = removalWords();
  const texts = {
    done: scope === 'state' ? removed(target.profile) : `${removed(target.profile)} ${undo(ownCommand(host, selector))}`,
    nothing: nothing(target.profile),
    remarks,
    rows: {kept: removal.kept.map(({path, reason}) => ({path, reason: reason.kind}))},
  };
  return runWork(removal, removal.problems, call, host, texts, {draft: null, acceptedBase: null, written: null, ...(scope === 'state' && !isStaying(removal, target) ? {paths: null} : {})});
}

/** Whether there is a config afterwards. */
function isStaying({kept}: Removal, {configPath}: Target): boolean {
  return kept.some(({path}) => path === configPath);
}

async function open(call: Call): Promise<{target: Target; host: Host}> {
  const host = await openHost(call);
  assertOurs(call, host);
  return {target: await targetOf(call, call.selector, host), host};
}

function plan(call: Call, target: Target, host: Host, scope: RemovalScope): Removal {
  const made = madeOf(call, call.selector);
  const own = [...(target.existing ? [target.existing.workspace] : []), target.stateDir];
  const folders = [...new Set([...own, ...made])].sort((a, b) => b.length - a.length).flatMap((path): Folder[] => {
    if (readState(path).kind !== 'folder') return [];
    return [{path, resolved: resolveLinks(path), isLink: lstatSync(path).isSymbolicLink(), isOwn: own.includes(path), entries: listFolder(path).map(name => join(path, name))}];
  });
  // What we made is in folders that we made, or in one of these: a link that took the place of any leads to somebody else's.
  const roots = [...own, ...folders.filter(({isLink}) => !isLink).map(({path}) => path)];
  const files = new Map([...made].map(path => [path, target.files.get(path) ?? readStanding(path, rootOf(path, roots))]));
  return removalOf({target: withFiles(target, files), host, made, folders, scope});
}

/** Deleted for good: no backup has it, nor npm. */
function isLost({kind, role}: Change): boolean {
  return kind === 'tree' && role !== 'engine';
}

/** Shows what would go and asks; state and workspace go only after their name was typed. @returns undefined when the user leaves */
async function ask(prompter: Prompter, call: Call, target: Target, host: Host, wanted: RemovalScope): Promise<RemovalScope | undefined> {
  const {output} = call;
  const files = plan(call, target, host, 'files');
  const state = plan(call, target, host, 'state');
  if (files.problems.length > 0 || (isEmpty(files) && isEmpty(state))) return wanted;
  output.out(`${workLines(files, host).join('\n')}\n`);
  if (!(await prompter.confirm({label: removalWords().confirm(target.profile)}))) return undefined;
  const trees = state.changes.filter(isLost);
  if (trees.length === 0) return wanted;
  output.out(`${workLines({...state, preparation: [], changes: trees, commands: []}, host).join('\n')}\n`);
  const typed = await prompter.input({label: removalWords().typeName(target.profile)});
  if (typed.trim() === target.profile) return 'state';
  if (typed.trim() !== '') output.out(`${removalWords().otherName}\n`);
  return 'files';
}
