/**
 * Taking a profile away again: its service, the files that we made, and, where the user says so, its state. What we did
 * not make stays, and so does what another instance uses (openclaw/openclaw#125694).
 */
import {type Host, othersThan} from './answers.ts';
import {type Change, deletion} from './change.ts';
import {engineCommand, engineVersionIn, pinFile, presentEngine} from './engine.ts';
import {barredProblems} from './footing.ts';
import {footprintOf} from './instance.ts';
import {isOursAlone} from './kit/section.ts';
import type {Problem} from './problems.ts';
import {type Command, MANAGER_COMMANDS} from './service/commands.ts';
import {installedService, MANAGER_OF, serviceOf} from './service/files.ts';
import {serviceOrder} from './service-control.ts';
import {foreignFile} from './service-change.ts';
import {fileAt, type Target} from './target.ts';
import {relationOf, sharedPlace} from './workspace.ts';
import type {Work} from './work.ts';

/** `service`: the service alone. `files`: that and what we made. `state`: that and the state dir and workspace with all in them. */
export type RemovalScope = 'service' | 'files' | 'state';

/** Why something of the profile stays. */
export type KeptReason =
  | {readonly kind: 'not-made'}
  | {readonly kind: 'shared'; readonly owner: string}
  | {readonly kind: 'link'}
  /** Something is in it that is not deleted. */
  | {readonly kind: 'not-empty'}
  /** The config of another instance can't be read, so nobody knows what it uses. */
  | {readonly kind: 'unknown'; readonly owner: string};

export type Kept = {readonly path: string; readonly reason: KeptReason};

export type Removal = Work & {readonly problems: readonly Problem[]; readonly kept: readonly Kept[]};

export type Folder = {
  readonly path: string;
  /** With links resolved. */
  readonly resolved: string;
  /** The folder itself is a link to somewhere else. */
  readonly isLink: boolean;
  /** The workspace or the state dir; others are on the way to them. */
  readonly isOwn: boolean;
  /** Paths of what is in it now. */
  readonly entries: readonly string[];
};

export type RemovalInput = {
  readonly target: Target;
  readonly host: Host;
  /** Files and folders that were not there before we made them. */
  readonly made: ReadonlySet<string>;
  /** The workspace, the state dir and what was made on the way to them, as far as they are there; inner ones first. */
  readonly folders: readonly Folder[];
  readonly scope: RemovalScope;
};

export function removalOf(input: RemovalInput): Removal {
  const {target, host, scope} = input;
  const order = serviceOrder(target, host);
  const isInstalled = installedService(target, host.machine) !== undefined;
  const manager = MANAGER_COMMANDS[MANAGER_OF[host.machine.platform]];
  const told = order && isInstalled && host.manager.kind === 'ready' ? manager.uninstall(order) : undefined;
  const service = isInstalled ? serviceDeletions(input) : [];
  const {changes, kept} = scope === 'service' ? {changes: [], kept: []} : ownDeletions(input, service.map(({path}) => path));
  const tree = changes.filter(({kind}) => kind === 'tree');
  const engine = deletedEngine(input, changes);
  const isInTree = (path: string) => tree.some(change => relationOf(path, change.path, host.machine.platform) === 'inside');
  const all = [...service, ...changes].filter(({path}) => !isInTree(path));
  const barred = barredProblems(all, target.records && all.length > 0 ? [target.records] : [], target, host.machine);
  return {
    selector: target.selector,
    profile: target.profile,
    preparation: told?.before ?? [],
    changes: all,
    commands: told?.after ?? [],
    // What is deleted for good leaves nothing that a service could be started for again.
    undo: scope === 'state' ? {before: [], after: []} : {before: [], after: [...engine, ...(order && told ? manager.reinstall(order) : [])]},
    freePort: undefined,
    healthPort: undefined,
    serviceName: order?.name,
    kept,
    problems: [...problemsOf(input, isInstalled), ...barred],
  };
}

/** What brings the engine back that the profile ran on, should undo bring the profile back. */
function deletedEngine({target, host: {npm, openclaw, machine}}: RemovalInput, changes: readonly Change[]): Command[] {
  const engine = presentEngine(target, machine.platform);
  const node = target.serviceRuntime?.node ?? openclaw?.node;
  const isDeleted = changes.some(({path, role}) => role === 'engine' && path === engine?.folder);
  return engine && isDeleted && npm && node !== undefined ? [engineCommand(engine, node, npm, machine.platform)] : [];
}

function problemsOf({target, host, scope}: RemovalInput, isInstalled: boolean): Problem[] {
  const foreign = scope === 'service' ? foreignFile(target, host) : undefined;
  const elsewhere = scope === 'service' && !isInstalled ? target.existing?.services[0] : undefined;
  const stops = isInstalled && host.manager.kind === 'ready';
  const running = stops ? undefined : target.existing?.running;
  return [
    ...(foreign === undefined ? [] : [{id: 'service-foreign', path: foreign} as const]),
    ...(foreign === undefined && elsewhere ? [{id: 'service-elsewhere', path: elsewhere.path} as const] : []),
    ...(running ? [{id: 'still-running', port: running.port} as const] : []),
  ];
}

function serviceDeletions({target, host}: RemovalInput): Change[] {
  const {files = [], backups = []} = serviceOf(target, host.machine) ?? {};
  return [...files, ...backups].flatMap(path => {
    const file = fileAt(target, path);
    // Its link, too, would be gone by what the manager is told; that is refused.
    return file.kind === 'text' || file.footing?.link ? deletion(path, 'file', 'service', file) : [];
  });
}

/** @param gone files that are deleted before */
function ownDeletions(input: RemovalInput, gone: readonly string[]): {changes: Change[]; kept: Kept[]} {
  const {target, host, made, scope, folders} = input;
  const changes: Change[] = [];
  const kept: Kept[] = [];
  const config = fileAt(target, target.configPath);
  if (config.kind === 'text' && made.has(target.configPath)) changes.push(deletion(target.configPath, 'file', 'config', config));
  else if (config.kind !== 'absent') kept.push({path: target.configPath, reason: {kind: config.footing?.link ? 'link' : 'not-made'}});
  const pin = pinFile(target.stateDir, host.machine.platform);
  const pinned = fileAt(target, pin);
  if (pinned.kind === 'text' && made.has(pin)) changes.push(deletion(pin, 'file', 'engine', pinned));
  // A kit that the user wrote into is his.
  for (const path of made) {
    const file = fileAt(target, path);
    if (file.kind === 'text' && isOursAlone(file.text)) changes.push(deletion(path, 'file', 'kit', file));
  }
  for (const folder of folders) {
    // Nothing but npm's files is in a version that we made.
    const isEngine = engineVersionIn(folder.path, target.stateDir, host.machine.platform) !== undefined;
    // One that is only deleted when it is empty takes nothing of anybody along.
    const isWhole = isEngine || (scope === 'state' && folder.isOwn);
    const deleted = [...gone, ...changes.map(({path}) => path)];
    const isLeft = !isWhole && folder.entries.some(entry => !deleted.includes(entry));
    const reason = reasonToKeep(folder, input, isWhole) ?? (isLeft ? {kind: 'not-empty' as const} : undefined);
    if (!reason) changes.push(deletion(folder.path, isWhole ? 'tree' : 'folder', isEngine ? 'engine' : 'folder', fileAt(target, folder.path)));
    else if (folder.isOwn) kept.push({path: folder.path, reason});
  }
  return {changes, kept};
}

/** Deleting a folder takes what is inside it along, so nothing of another instance may be there, nor may it be inside one's. */
function reasonToKeep({path, resolved, isLink}: Folder, {target, host, made}: RemovalInput, isWhole: boolean): KeptReason | undefined {
  if (isLink) return {kind: 'link'};
  if (!made.has(path)) return {kind: 'not-made'};
  if (!isWhole) return undefined;
  const others = othersThan(target, host);
  const shared = sharedPlace({path: resolved}, others.map(footprintOf), host.machine.platform);
  if (shared) return {kind: 'shared', owner: shared.owner};
  const unread = others.find(({config}) => config.kind === 'unreadable');
  return unread && {kind: 'unknown', owner: unread.label};
}
