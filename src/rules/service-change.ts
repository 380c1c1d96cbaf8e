/** The service of a profile: its files, whose they are, and what its manager has to be told. */
import type {Answers, Host} from './answers.ts';
import {type Change, fileChange, folderChange} from './change.ts';
import {type Engine, engineAt, engineVersionIn, presentEngine} from './engine.ts';
import {unholdable, unusableProblem} from './footing.ts';
import {isVersionManaged} from './machine.ts';
import type {PlanInput} from './plan-input.ts';
import type {Problem} from './problems.ts';
import {pathsFor} from './profile.ts';
import type {InstallOrder} from './service/commands.ts';
import {installedService, serviceDrafts, serviceOf, servicePath, servicePlaces} from './service/files.ts';
import {heapLimit, type Runtime, type ServiceSpec} from './service/spec.ts';
import {fileAt, type Target} from './target.ts';
import {restoredText} from './written.ts';

/** What decides which OpenClaw a profile runs on. */
export type RuntimeInput = Pick<PlanInput, 'target' | 'host' | 'engineVersion'> & {readonly answers: Pick<Answers, 'engine' | 'service'>};

/** The engine of its own that a profile is to have; undefined where it shares one, and where no version is known to begin with. */
export function engineFor({answers, target, host, engineVersion}: RuntimeInput): Engine | undefined {
  const {platform} = host.machine;
  const present = presentEngine(target, platform);
  // A service that is left alone keeps what it starts, and says what the profile runs on.
  if (answers.service === 'none' && installedService(target, host.machine)) return present;
  if (answers.engine === 'shared') return undefined;
  const version = engineVersion ?? present?.version ?? host.openclaw?.version;
  return version === undefined ? undefined : engineAt(target.stateDir, version, platform);
}

/**
 * Node and OpenClaw for the service: its own engine where it is to have one, else what it has, as long as both are there,
 * else what was found on this host.
 */
export function runtimeFor(input: RuntimeInput): Runtime | undefined {
  const {answers, target, host} = input;
  const {platform} = host.machine;
  const {serviceRuntime: served} = target;
  const node = served?.node ?? host.openclaw?.node;
  const engine = engineFor(input);
  if (engine) return node === undefined ? undefined : {node, entry: engine.entry};
  if (answers.engine === 'own') return undefined;
  // What lies among its engines is no shared one, wherever it was found.
  const isOwn = ({entry}: Runtime) => engineVersionIn(entry, target.stateDir, platform) !== undefined || engineVersionIn(entry, target.resolvedStateDir, platform) !== undefined;
  const shared = [served, host.openclaw].find(runtime => runtime !== undefined && !isOwn(runtime));
  return shared && {node: shared.node, entry: shared.entry};
}

/** Node and OpenClaw that a profile runs on as it stands. */
export function presentRuntime(target: Target, host: Host): Runtime | undefined {
  const engine = presentEngine(target, host.machine.platform) ? 'own' : 'shared';
  return runtimeFor({answers: {engine, service: 'write'}, target, host});
}

function serviceSpec({answers, target, host}: PlanInput, runtime: Runtime): ServiceSpec {
  const {platform, homes, memoryMiB, temporaryFolder, userBinFolders, caBundle} = host.machine;
  const {dirname, join} = pathsFor(platform);
  const toolFolders = [dirname(runtime.node), ...(host.openclaw?.binFolders ?? [])];
  return {
    platform,
    profile: answers.profile,
    userHome: homes.user,
    stateDir: target.stateDir,
    configPath: target.configPath,
    port: answers.basePort,
    runtime,
    heapMiB: heapLimit(memoryMiB),
    path: servicePath(toolFolders, userBinFolders, platform),
    temporaryFolder: platform === 'darwin' ? join(target.stateDir, 'tmp') : temporaryFolder,
    caBundle: platform === 'linux' && isVersionManaged(runtime.node) ? caBundle : undefined,
  };
}

/** A path that would have to stand in a service file and can’t; undefined where all can. */
export function unholdablePath(input: PlanInput, runtime: Runtime): string | undefined {
  const {userHome, stateDir, configPath, path, temporaryFolder, caBundle} = serviceSpec(input, runtime);
  return unholdable([userHome, stateDir, configPath, runtime.node, runtime.entry, path, temporaryFolder, caBundle]);
}

export function serviceChanges(input: PlanInput, runtime: Runtime): Change[] {
  const {target, host} = input;
  const spec = serviceSpec(input, runtime);
  const foreign = foreignFile(target, host);
  // What is replaced is not edited: nothing of it is to live on.
  const presentText = (path: string) => (path === foreign ? undefined : restoredText(target, path, input.answers.restore));
  const {platform} = host.machine;
  const folders = servicePlaces(spec).folders.map(({path, mode, isOurs}) => folderChange(target, path, mode, platform, !isOurs));
  const files = serviceDrafts(spec, host.machine.account, presentText).map(draft => fileChange(draft.path, fileAt(target, draft.path), draft, 'service', platform));
  return [...folders, ...files];
}

/** What stands in the way of the service: a file under its name that is somebody else's is not overwritten without a yes. */
export function foreignService({answers, target, host}: PlanInput): Problem[] {
  if (answers.service === 'none') return [];
  const services = target.existing?.services ?? [];
  const system = services.find(({scope}) => scope === 'system');
  if (system) return [{id: 'service-of-system', path: system.path}];
  const elsewhere = services.find(({path, argv}) => argv.includes('gateway') && !serviceOf(target, host.machine)?.files.includes(path));
  if (elsewhere) return [{id: 'service-elsewhere', path: elsewhere.path}];
  const dropIn = services.flatMap(({dropIns}) => dropIns ?? [])[0];
  if (dropIn !== undefined) return [{id: 'service-drop-in', path: dropIn}];
  const service = serviceOf(target, host.machine);
  if (!service) return [{id: 'service-needs-profile'}];
  const {definition} = service;
  const file = fileAt(target, definition);
  if (file.kind === 'unusable') return [unusableProblem('service-unusable', definition, file)];
  return foreignFile(target, host) === undefined || answers.replaceService ? [] : [{id: 'service-foreign', path: definition}];
}

/** The file under our service's name, where it starts no gateway: a public watchdog takes the label `ai.openclaw.rescue`, say. */
export function foreignFile(target: Target, host: Host): string | undefined {
  const {machine} = host;
  const definition = serviceOf(target, machine)?.definition;
  // On Windows the name leads into the profile's own state folder.
  if (definition === undefined || machine.platform === 'win32' || fileAt(target, definition).kind !== 'text') return undefined;
  return installedService(target, host.machine) ? undefined : definition;
}

/** The version of the OpenClaw that the profile will run on; undefined where none was found. */
export function rescueVersion(input: RuntimeInput): string | undefined {
  return engineFor(input)?.version ?? input.host.openclaw?.version;
}

/** What the manager is told; undefined where it can't be reached, or has nothing to be told. */
export function installOrder({answers, target, host}: PlanInput, changes: readonly Change[]): InstallOrder | undefined {
  const {manager, machine} = host;
  const service = serviceOf(target, machine);
  if (answers.service === 'none' || !service || changes.length === 0 || manager.kind !== 'ready') return undefined;
  const isChanged = changes.some(({action}) => action !== 'unchanged');
  const {isEnabled = false, isActive = false} = target.serviceState ?? {};
  const needsStart = answers.service === 'start' && (!isActive || isChanged);
  // An agent or a task that is there starts at login; only systemd must be told to.
  const isInstalled = isEnabled || machine.platform !== 'linux';
  if (!isChanged && isInstalled && !needsStart) return undefined;
  const files = changes.filter(({kind}) => kind === 'file');
  return {
    name: service.name,
    definition: files.at(-1)?.path as string,
    userId: machine.userId,
    isChanged,
    isNew: files.at(-1)?.action === 'create',
    isEnabled,
    isWanted: needsStart,
  };
}
