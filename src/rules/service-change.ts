/** The service of a profile: its files, whose they are, and what its manager has to be told. */
import type {Host} from './answers.ts';
import {type Change, fileChange, folderChange} from './change.ts';
import {isVersionManaged} from './machine.ts';
import type {PlanInput} from './plan-input.ts';
import type {Problem} from './problems.ts';
import {pathsFor} from './profile.ts';
import type {InstallOrder} from './service/commands.ts';
import {serviceDrafts, serviceNameOf, servicePath, servicePlaces} from './service/files.ts';
import {heapLimit, type Runtime, type ServiceSpec} from './service/spec.ts';
import {fileAt, type Target} from './target.ts';

/** Node and OpenClaw for the service: what it has, as long as both are there, else what was found on this host. */
export function runtimeFor(target: Target, host: Host): Runtime | undefined {
  if (target.serviceRuntime) return target.serviceRuntime;
  return host.openclaw && {node: host.openclaw.node, entry: host.openclaw.entry};
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

export function serviceChanges(input: PlanInput, runtime: Runtime): Change[] {
  const {target, host} = input;
  const spec = serviceSpec(input, runtime);
  const textAt = (path: string) => {
    const file = fileAt(target, path);
    return file.kind === 'text' ? file.text : undefined;
  };
  const {platform} = host.machine;
  const folders = servicePlaces(spec).folders.map(({path, mode, isOurs}) => folderChange(target, path, mode, platform, !isOurs));
  const files = serviceDrafts(spec, host.machine.account, textAt).map(draft => fileChange(draft.path, fileAt(target, draft.path), draft, 'service', platform));
  return [...folders, ...files];
}

/** A service file under our name that starts no gateway is somebody else's, and not overwritten. */
export function foreignService({answers, target, host}: PlanInput): Problem[] {
  if (answers.service === 'none') return [];
  const {platform, homes} = host.machine;
  const services = target.existing?.services ?? [];
  const system = services.find(({scope}) => scope === 'system');
  if (system) return [{id: 'service-of-system', path: system.path}];
  const dropIn = services.flatMap(({dropIns}) => dropIns ?? [])[0];
  if (dropIn !== undefined) return [{id: 'service-drop-in', path: dropIn}];
  const {definition} = servicePlaces({platform, profile: answers.profile, userHome: homes.user, stateDir: target.stateDir});
  const file = fileAt(target, definition);
  if (file.kind === 'unusable') return [{id: 'service-unusable', path: definition, reason: file.reason}];
  const isOurs = services.some(({path, argv}) => path === definition && argv.includes('gateway'));
  return file.kind === 'text' && platform !== 'win32' && !isOurs ? [{id: 'service-foreign', path: definition}] : [];
}

/** What the manager is told; undefined where it can't be reached, or has nothing to be told. */
export function installOrder({answers, target, host}: PlanInput, changes: readonly Change[]): InstallOrder | undefined {
  const {manager, machine} = host;
  if (answers.service === 'none' || changes.length === 0 || manager.kind !== 'ready') return undefined;
  const isChanged = changes.some(({action}) => action !== 'unchanged');
  const {isEnabled = false, isActive = false} = target.serviceState ?? {};
  const needsStart = answers.service === 'start' && (!isActive || isChanged);
  // An agent or a task that is there starts at login; only systemd must be told to.
  const isInstalled = isEnabled || machine.platform !== 'linux';
  if (!isChanged && isInstalled && !needsStart) return undefined;
  const files = changes.filter(({kind}) => kind === 'file');
  return {
    name: serviceNameOf(answers.profile, machine.platform),
    definition: files.at(-1)?.path as string,
    userId: machine.userId,
    isChanged,
    isNew: files.at(-1)?.action === 'create',
    isEnabled,
    isWanted: needsStart,
  };
}
