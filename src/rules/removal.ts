/**
 * Taking a profile away again: its service, the files that we made, and, where the user says so, its state. What we did
 * not make stays, and so does what another instance uses (openclaw/openclaw#125694).
 */
import {type Host, hasService, othersThan} from './answers.ts';
import {type Change, deletion} from './change.ts';
import {footprintOf, livePort} from './instance.ts';
import type {Problem} from './problems.ts';
import {MANAGER_COMMANDS} from './service/commands.ts';
import {MANAGER_OF, serviceOf} from './service/files.ts';
import {serviceOrder} from './service-control.ts';
import {foreignFile} from './service-change.ts';
import {fileAt, type Target} from './target.ts';
import {relationOf, sharedPlace} from './workspace.ts';
import type {Work} from './work.ts';

/** `service`: the service alone. `files`: that and what we made. `state`: that and the state dir and workspace with all in them. */
export type RemovalScope = 'service' | 'files' | 'state';

/** Why something of the profile stays. */
export type KeptReason = {readonly kind: 'not-made'} | {readonly kind: 'shared'; readonly owner: string} | {readonly kind: 'link'};

export type Kept = {readonly path: string; readonly reason: KeptReason};

export type Removal = Work & {readonly problems: readonly Problem[]; readonly kept: readonly Kept[]};

export type Folder = {
  readonly path: string;
  /** With links resolved. */
  readonly resolved: string;
  /** The folder itself is a link to somewhere else. */
  readonly isLink: boolean;
};

export type RemovalInput = {
  readonly target: Target;
  readonly host: Host;
  /** Files and folders that were not there before we made them. */
  readonly made: ReadonlySet<string>;
  /** The workspace and the state dir, as far as they are there. */
  readonly folders: readonly Folder[];
  readonly scope: RemovalScope;
};

export function removalOf(input: RemovalInput): Removal {
  const {target, host, scope} = input;
  const order = serviceOrder(target, host);
  const isInstalled = hasService(target);
  const manager = MANAGER_COMMANDS[MANAGER_OF[host.machine.platform]];
  const told = order && isInstalled && host.manager.kind === 'ready' ? manager.uninstall(order) : undefined;
  const service = isInstalled ? serviceDeletions(input) : [];
  const {changes, kept} = scope === 'service' ? {changes: [], kept: []} : ownDeletions(input);
  const tree = changes.filter(({kind}) => kind === 'tree');
  const isInTree = (path: string) => tree.some(change => relationOf(path, change.path, host.machine.platform) === 'inside');
  return {
    selector: target.selector,
    profile: target.profile,
    preparation: told?.before ?? [],
    changes: [...service.filter(({path}) => !isInTree(path)), ...changes.filter(({path}) => !isInTree(path))],
    commands: told?.after ?? [],
    undo: order && told ? {before: [], after: manager.reinstall(order)} : {before: [], after: []},
    freePort: undefined,
    healthPort: undefined,
    serviceName: order?.name,
    kept,
    problems: problemsOf(input, isInstalled),
  };
}

function problemsOf({target, host, scope}: RemovalInput, isInstalled: boolean): Problem[] {
  const foreign = scope === 'service' && !isInstalled ? foreignFile(target, host) : undefined;
  const stops = isInstalled && target.serviceState?.isActive === true;
  const isRunning = scope !== 'service' && target.existing?.isListening === true && !stops;
  const port = target.existing && livePort(target.existing);
  return [
    ...(foreign === undefined ? [] : [{id: 'service-foreign', path: foreign} as const]),
    ...(isRunning && port !== undefined ? [{id: 'still-running', port} as const] : []),
  ];
}

function serviceDeletions({target, host}: RemovalInput): Change[] {
  return (serviceOf(target, host.machine)?.files ?? []).flatMap(path => {
    const file = fileAt(target, path);
    return file.kind === 'text' ? deletion(path, 'file', 'service', file) : [];
  });
}

function ownDeletions(input: RemovalInput): {changes: Change[]; kept: Kept[]} {
  const {target, made, scope, folders} = input;
  const changes: Change[] = [];
  const kept: Kept[] = [];
  const config = fileAt(target, target.configPath);
  if (config.kind === 'text' && made.has(target.configPath)) changes.push(deletion(target.configPath, 'file', 'config', config));
  else if (config.kind !== 'absent') kept.push({path: target.configPath, reason: {kind: 'not-made'}});
  for (const folder of folders) {
    const reason = reasonToKeep(folder, input);
    if (reason) kept.push({path: folder.path, reason});
    else changes.push(deletion(folder.path, scope === 'state' ? 'tree' : 'folder', 'folder', fileAt(target, folder.path)));
  }
  return {changes, kept};
}

/** Deleting a folder takes what is inside it along, so nothing of another instance may be there, nor may it be inside one's. */
function reasonToKeep({path, resolved, isLink}: Folder, {target, host, made}: RemovalInput): KeptReason | undefined {
  if (!made.has(path)) return {kind: 'not-made'};
  if (isLink) return {kind: 'link'};
  const shared = sharedPlace(resolved, othersThan(target, host).map(footprintOf), host.machine.platform);
  return shared && {kind: 'shared', owner: shared.owner};
}
