/** Reads the profile that is worked on: every file that a plan could touch, and what its service does. Read-only. */
import {dirname, join, sep} from 'node:path';
import {type Host, instanceOf} from '../rules/answers.ts';
import {kitPaths} from '../rules/kit/changes.ts';
import {NO_SETTINGS} from '../rules/config/settings.ts';
import {pinFile} from '../rules/engine.ts';
import type {Platform} from '../rules/profile.ts';
import {type Selector, selectedPaths, selectorName} from '../rules/selector.ts';
import {installedService, MANAGER_OF, serviceOf} from '../rules/service/files.ts';
import {type Runtime, runtimeOf} from '../rules/service/spec.ts';
import type {Obstacle, WorkspaceCandidate} from '../rules/workspace.ts';
import type {Instance} from '../rules/instance.ts';
import type {ExistingFile, ServiceState, Target} from '../rules/target.ts';
import {readEngines} from './engine.ts';
import type {Environment} from './environment.ts';
import {listFolder, readDotenv, readState, resolveLinks, trailOf} from './files.ts';
import {readServiceStates} from './machine.ts';
import {isRuntimeThere} from './openclaw.ts';

/** @param kept what we know of it from before */
export async function readTarget(selector: Selector, host: Host, env: Environment, {acceptedBase, written}: Pick<Target, 'written'> & Partial<Pick<Target, 'acceptedBase'>> = {}): Promise<Target> {
  const {platform, homes} = host.machine;
  const existing = instanceOf(selector, host.instances);
  // The default instance may still live under an old name.
  const {stateDir, configPath} = existing ?? selectedPaths(selector, homes.openclaw, platform);
  const service = serviceOf({selector, stateDir}, host.machine);
  const paths = [stateDir, configPath, pinFile(stateDir, platform), ...(service?.files ?? []), ...(service?.backups ?? []), ...(service?.folders ?? []).map(({path}) => path)];
  const canAsk = service !== undefined && installedService({existing, selector, stateDir}, host.machine) && host.manager.kind === 'ready';
  return {
    selector,
    profile: selectorName(selector, platform),
    stateDir,
    configPath,
    resolvedStateDir: resolveLinks(stateDir),
    resolvedConfigPath: resolveLinks(configPath),
    trails: {state: trailOf(resolveLinks(stateDir)), config: trailOf(resolveLinks(configPath))},
    existing,
    settings: existing?.settings ?? NO_SETTINGS,
    envNames: Object.keys(readDotenv(stateDir)),
    files: new Map([...readAll(paths), ...(existing ? readKit(existing.workspace, platform) : [])]),
    serviceRuntime: serviceRuntime(existing?.services.map(({argv}) => argv) ?? []),
    serviceState: canAsk ? await stateOf(service.name, existing, host, env) : undefined,
    engines: readEngines(stateDir, platform),
    isWorkspaceUsed: existing !== undefined && listFolder(existing.workspace).length > 0,
    acceptedBase,
    written,
  };
}

function readAll(paths: readonly string[]): ReadonlyMap<string, ExistingFile> {
  return new Map(paths.map(path => [path, readExisting(path)]));
}

/** What stands where the rescue kit would. A link that leads out of the workspace may lead into main's. */
function readKit(workspace: string, platform: Platform): ReadonlyMap<string, ExistingFile> {
  const root = resolveLinks(workspace);
  const isInside = (path: string) => resolveLinks(path).startsWith(join(root, sep));
  return new Map(kitPaths(workspace, platform).map(path => [path, isInside(path) ? readExisting(path) : {kind: 'unusable', reason: 'it leads out of the workspace by a link'}]));
}

async function stateOf(name: string, existing: Instance | undefined, {machine}: Host, env: Environment): Promise<ServiceState | undefined> {
  const states = await readServiceStates(MANAGER_OF[machine.platform], 'user', [name], env, machine, () => existing?.isListening ?? false);
  return states.get(name);
}

function serviceRuntime(commands: readonly (readonly string[])[]): Runtime | undefined {
  return commands.flatMap(argv => runtimeOf(argv) ?? []).find(isRuntimeThere);
}

/** A file of ours, decoded; one that is not text in its encoding can't be edited without loss. */
export function readExisting(path: string): ExistingFile {
  const file = readState(path);
  switch (file.kind) {
    case 'absent':
      return {kind: 'absent'};
    case 'folder':
      return {kind: 'folder', mode: file.mode};
    case 'unreadable':
      return {kind: 'unusable', reason: file.reason};
    case 'file': {
      const encoding = file.bytes[0] === 0xff && file.bytes[1] === 0xfe ? 'utf16le' : 'utf8';
      const text = file.bytes.toString(encoding);
      const isLossless = Buffer.from(text, encoding).equals(file.bytes);
      return isLossless ? {kind: 'text', text, mode: file.mode} : {kind: 'unusable', reason: 'not UTF-8 text'};
    }
  }
}

/** What keeps a folder from being made at a path: the nearest thing that is there, and is no folder or can't be looked into. */
function obstacleAt(path: string): Obstacle | undefined {
  const state = readState(path);
  if (state.kind === 'folder') return undefined;
  if (state.kind === 'absent') return dirname(path) === path ? undefined : obstacleAt(dirname(path));
  return {path, reason: state.kind === 'unreadable' ? state.reason : 'it is not a folder'};
}

/** A workspace as the rules want it: its folder and the kit in it for the plan, links resolved, and what stands in its way. */
export function readWorkspace(path: string, platform: Platform): Omit<WorkspaceCandidate, 'path'> & {file: ExistingFile; files: ReadonlyMap<string, ExistingFile>} {
  const state = readState(path);
  const resolved = resolveLinks(join(path));
  const file: ExistingFile = state.kind === 'folder' ? {kind: 'folder', mode: state.mode} : {kind: 'absent'};
  return {resolved, trail: trailOf(resolved), obstacle: obstacleAt(path), file, files: new Map([[path, file], ...readKit(path, platform)])};
}
