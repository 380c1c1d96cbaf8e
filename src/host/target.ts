/** Reads the profile that is worked on: every file that a plan could touch, and what its service does. Read-only. */
import {dirname, join} from 'node:path';
import {instanceOf, type SeenHost} from '../rules/answers.ts';
import {kitPaths} from '../rules/kit/changes.ts';
import {NO_SETTINGS} from '../rules/config/settings.ts';
import {enginesFolder, pinFile} from '../rules/engine.ts';
import {isWithin} from '../rules/footing.ts';
import type {Platform, ProfilePaths} from '../rules/profile.ts';
import {type Selector, selectedPaths, selectorName} from '../rules/selector.ts';
import {installedService, MANAGER_OF, serviceOf} from '../rules/service/files.ts';
import {type Runtime, runtimeOf} from '../rules/service/spec.ts';
import type {Obstacle, WorkspaceCandidate} from '../rules/workspace.ts';
import type {Instance} from '../rules/instance.ts';
import type {ExistingFile, SeenTarget, ServiceState, Target} from '../rules/target.ts';
import {reasons} from '../text/reasons.ts';
import {readEngines} from './engine.ts';
import type {Environment} from './environment.ts';
import {listFolder, readDotenv, readState, resolveLinks, trailOf} from './files.ts';
import {readStanding} from './footing.ts';
import {readServiceStates} from './machine.ts';
import {isRuntimeThere} from './openclaw.ts';
import {currentPlatform} from './platform.ts';

/** @param acceptedBase what we know of it from before */
export function seenTarget(selector: Selector, {machine: {platform, homes}, instances}: Pick<SeenHost, 'machine' | 'instances'>, acceptedBase: number | undefined): SeenTarget {
  const existing = instanceOf(selector, instances);
  // The default instance may still live under an old name.
  const {stateDir, configPath} = existing ?? selectedPaths(selector, homes.openclaw, platform);
  return {selector, profile: selectorName(selector, platform), stateDir, configPath, existing, settings: existing?.settings ?? NO_SETTINGS, acceptedBase};
}

/** @param kept what we know of it from before. @param records our own folder for it */
export async function readTarget(selector: Selector, host: SeenHost, env: Environment, {acceptedBase, written, records}: Pick<Target, 'written'> & Partial<Pick<Target, 'acceptedBase'>> & {readonly records?: string} = {}): Promise<Target> {
  const {platform} = host.machine;
  const seen = seenTarget(selector, host, acceptedBase);
  const {existing, stateDir, configPath} = seen;
  const service = serviceOf({selector, stateDir}, host.machine);
  const canAsk = service !== undefined && installedService({existing, selector, stateDir}, host.machine) && host.manager?.kind === 'ready';
  return {
    ...seen,
    resolvedStateDir: resolveLinks(stateDir),
    resolvedConfigPath: resolveLinks(configPath),
    trails: {state: trailOf(resolveLinks(stateDir)), config: trailOf(resolveLinks(configPath))},
    records: records === undefined ? undefined : readStanding(records, records),
    envNames: Object.keys(readDotenv(stateDir).variables),
    files: new Map([...readAll({stateDir, configPath}, service, platform), ...(existing ? readKit(existing.workspace, platform) : [])]),
    serviceRuntime: serviceRuntime(existing?.services.map(({argv}) => argv) ?? []),
    serviceState: canAsk ? await stateOf(service.name, existing, host, env) : undefined,
    engines: readEngines(stateDir, platform),
    isWorkspaceUsed: existing !== undefined && listFolder(existing.workspace).length > 0,
    written,
  };
}

/** Every path that a plan for the target could touch, with the folder that it belongs to. */
function readAll({stateDir, configPath}: ProfilePaths, service: ReturnType<typeof serviceOf>, platform: Platform): ReadonlyMap<string, ExistingFile> {
  const {files = [], backups = [], folders = []} = service ?? {};
  const places = folders.map(({path}) => path);
  const paths = [stateDir, configPath, enginesFolder(stateDir, platform), pinFile(stateDir, platform), ...files, ...backups, ...places];
  return new Map(paths.map(path => [path, readStanding(path, rootOf(path, [stateDir, ...places]))]));
}

/** The folder that a path belongs to: the first of some that it is in, else its own. A link in the place of one of these is the user’s choice. */
export function rootOf(path: string, roots: readonly string[]): string {
  return roots.find(root => isWithin(path, root, currentPlatform())) ?? dirname(path);
}

/** What stands where the rescue kit would. */
function readKit(workspace: string, platform: Platform): ReadonlyMap<string, ExistingFile> {
  return new Map(kitPaths(workspace, platform).map(path => [path, readStanding(path, workspace)]));
}

async function stateOf(name: string, existing: Instance | undefined, {machine}: Pick<SeenHost, 'machine'>, env: Environment): Promise<ServiceState | undefined> {
  const states = await readServiceStates(MANAGER_OF[machine.platform], 'user', [name], env, machine, () => existing?.isListening ?? false);
  return states.get(name);
}

function serviceRuntime(commands: readonly (readonly string[])[]): Runtime | undefined {
  return commands.flatMap(argv => runtimeOf(argv) ?? []).find(isRuntimeThere);
}

/** What keeps a folder from being made at a path: the nearest thing that is there, and is no folder or can't be looked into. */
function obstacleAt(path: string): Obstacle | undefined {
  const state = readState(path);
  if (state.kind === 'folder') return undefined;
  if (state.kind === 'absent') return dirname(path) === path ? undefined : obstacleAt(dirname(path));
  return {path, reason: state.kind === 'unreadable' ? state.reason : reasons().noFolder};
}

/** A workspace as the rules want it: its folder and the kit in it for the plan, links resolved, and what stands in its way. */
export function readWorkspace(path: string, platform: Platform): Omit<WorkspaceCandidate, 'path'> & {file: ExistingFile; files: ReadonlyMap<string, ExistingFile>} {
  const state = readState(path);
  const resolved = resolveLinks(join(path));
  const {footing} = readStanding(path, path);
  const file: ExistingFile = {...(state.kind === 'folder' ? {kind: 'folder', mode: state.mode} : {kind: 'absent'}), ...(footing ? {footing} : {})};
  return {resolved, trail: trailOf(resolved), obstacle: obstacleAt(path), file, files: new Map([[path, file], ...readKit(path, platform)])};
}
