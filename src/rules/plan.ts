/**
 * From answers to a plan: the port table, the isolation checklist, every file with its new text, every command.
 * The plan is data; the review, the diff, `--dry-run`, `--json`, apply and undo all read this one.
 */
import {type Answers, type Host, isEnvReference, judgeBaseFor, othersThan, profileNames} from './answers.ts';
import {type Check, isolationChecks} from './checks.ts';
import {ConfigShapeError, editConfig, newConfig, type Setting} from './config/edit.ts';
import {Json5Error} from './config/json5.ts';
import {footprintOf, type Instance, portOwnerOf} from './instance.ts';
import {isVersionManaged} from './machine.ts';
import {type PortState, portStates} from './port-states.ts';
import {portText} from './ports.ts';
import {judgeProfileName, pathsFor, type Platform} from './profile.ts';
import type {BusyPort} from './occupancy.ts';
import type {PlanInput} from './plan-input.ts';
import type {Problem} from './problems.ts';
import {type Command, type InstallOrder, MANAGER_COMMANDS, type UndoCommands} from './service/commands.ts';
import {MANAGER_OF, serviceDrafts, serviceNameOf, servicePath, servicePlaces} from './service/files.ts';
import {heapLimit, type Runtime, type ServiceSpec} from './service/spec.ts';
import {type ExistingFile, fileAt, isEdit, type Target} from './target.ts';
import {judgeWorkspace, sharedPlace, workspacePath} from './workspace.ts';

export type Change = {
  readonly path: string;
  readonly kind: 'folder' | 'file';
  readonly action: 'create' | 'update' | 'unchanged';
  /** Permission bits that it will have. */
  readonly mode: number;
  /** What stands there now; undefined for something new, and for folders. */
  readonly before?: string | undefined;
  /** What will stand there; undefined for folders. */
  readonly after?: string | undefined;
  /** For a service: the file as it would be written anew. */
  readonly fresh?: string;
  readonly encoding: 'utf8' | 'utf16le';
  readonly role: 'config' | 'service' | 'folder';
};

export type Plan = {
  readonly profile: string;
  readonly answers: Answers;
  readonly isEdit: boolean;
  readonly ports: readonly PortState[];
  readonly checks: readonly Check[];
  /** What forbids to apply it. */
  readonly problems: readonly Problem[];
  readonly changes: readonly Change[];
  readonly commands: readonly Command[];
  /** What takes the service back, beside the files. */
  readonly undo: UndoCommands;
  /** The health check after a start; undefined when nothing is started. */
  readonly healthPort: number | undefined;
  readonly serviceName: string;
};

/** Whether applying it would do nothing. */
export function isEmpty({changes, commands}: Plan): boolean {
  return changes.every(({action}) => action === 'unchanged') && commands.length === 0;
}

/** The base port whose overlap this plan was let pass with; undefined when it is clean. */
export function acceptedBaseOf({checks, answers}: Plan): number | undefined {
  return checks.some(({result}) => result === 'accepted') ? answers.basePort : undefined;
}

export function buildPlan(input: PlanInput): Plan {
  const {answers, target, host} = input;
  const {platform} = host.machine;
  const others = othersThan(answers.profile, host);
  const runtime = runtimeFor(target, host);
  const config = configChange(input);
  const service = answers.service === 'none' || !runtime ? [] : serviceChanges(input, runtime);
  const folder = (path: string, mode: number, isShared = false) => folderChange(target, path, mode, platform, isShared);
  const changes: Change[] = [
    folder(target.stateDir, 0o700),
    ...(config.change ? [config.change] : []),
    folder(answers.workspace, 0o700, true),
    ...service,
  ];
  const order = installOrder(input, service);
  const manager = MANAGER_COMMANDS[MANAGER_OF[platform]];
  const commands = [...validation(answers, host, changes), ...(order ? manager.install(order) : [])];
  const checks = isolationChecks(input, others);
  const found = [...problemsOf(input), ...agentProblems(input, others), ...folderProblems(target, changes), ...config.problems, ...foreignService(input), ...checks.flatMap(({problem}) => problem ?? [])];
  const problems = [...new Set(found)];
  return {
    profile: answers.profile,
    answers,
    isEdit: isEdit(target),
    ports: portStates(answers.basePort, others.map(portOwnerOf), input.occupancy, busy => isOwnHolder(target, busy)),
    checks,
    problems,
    changes,
    commands,
    undo: order ? manager.undo(order) : {before: [], after: []},
    healthPort: order?.isWanted ? answers.basePort : undefined,
    serviceName: serviceNameOf(answers.profile, platform),
  };
}

/**
 * Whether a busy port is held by the gateway of this very profile: it stands on that base port, and who holds it is
 * OpenClaw or its Node, as far as the system says.
 */
export function isOwnHolder({existing}: Target, {port, code, holder}: BusyPort): boolean {
  const isOurs = existing?.bases.some(base => port === base.port || port === base.port + 2 || port === base.port + 10) ?? false;
  return isOurs && code === 'EADDRINUSE' && (holder === undefined || holder.command === '' || /openclaw|^node/i.test(holder.command));
}

/** What the answers themselves break; the isolation checks add what clashes with others. */
function problemsOf({answers, target, host, occupancy, workspace}: PlanInput): Problem[] {
  const problems: Problem[] = [];
  const others = othersThan(answers.profile, host);
  const name = judgeProfileName(answers.profile, profileNames(host.instances), host.machine.platform);
  if (name) problems.push(name);
  const verdict = judgeBaseFor(portText(answers.basePort), target, host);
  if (verdict.kind === 'refused' && verdict.reason.id !== 'port-too-near') problems.push(verdict.reason);
  const held = occupancy?.base === answers.basePort ? occupancy.busy.find(({port}) => port === answers.basePort) : undefined;
  if (held && !isOwnHolder(target, held)) problems.push({id: 'port-in-use', ...held});
  problems.push(...gatewayProblems(answers, target));
  const place = judgeWorkspace(
    {...workspace, path: answers.workspace},
    target.resolvedStateDir,
    others.map(footprintOf),
    host.machine.platform,
  );
  if (place && place.id !== 'workspace-shared') problems.push(place);
  if (answers.service === 'none') {
    // A service that keeps the old port would come up beside the new config (openclaw/openclaw#7626).
    const left = target.existing?.bases.find(({source, port}) => source.startsWith('service') && port !== answers.basePort);
    if (left) problems.push({id: 'service-left-behind', port: left.port});
  } else if (host.machine.homes.isOverridden) problems.push({id: 'no-service-here'});
  else if (!runtimeFor(target, host)) problems.push({id: 'no-openclaw'});
  return problems;
}

/** What OpenClaw itself would refuse to start with, or start only to die (2026.9.6). */
function gatewayProblems({bind, bindHost, auth, service}: Answers, {settings, envNames, stateDir}: Target): Problem[] {
  const problems: Problem[] = [];
  if (bind === 'custom' && !isIPv4(bindHost)) problems.push({id: 'bind-host', text: bindHost ?? ''});
  if (bind !== 'loopback' && auth.kind === 'keep' && settings.authMode === 'none') problems.push({id: 'bind-without-auth', bind});
  if (auth.kind === 'env') {
    if (!isEnvReference(auth.name)) problems.push({id: 'env-reference', text: auth.name});
    else if (service === 'start' && !envNames.includes(auth.name)) problems.push({id: 'env-missing', name: auth.name, stateDir});
  }
  return problems;
}

function isIPv4(text = ''): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every(part => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** Settings that we own. What a config already says, be it through an included file, is not written again. */
export function ownedSettings({answers, target, token}: Pick<PlanInput, 'answers' | 'target' | 'token'>): Setting[] {
  const {settings, existing} = target;
  const owned: Setting[] = [];
  const own = (path: string, value: Setting['value'], present: unknown) => {
    if (value !== present) owned.push({path: path.split('.'), value});
  };
  own('gateway.mode', 'local', settings.mode);
  own('gateway.port', answers.basePort, settings.port);
  own('gateway.bind', answers.bind, settings.bind);
  if (answers.bind === 'custom') own('gateway.customBindHost', answers.bindHost ?? '', settings.customBindHost);
  if (answers.auth.kind === 'generate') {
    owned.push({path: ['gateway', 'auth', 'mode'], value: 'token'}, {path: ['gateway', 'auth', 'token'], value: token});
  }
  if (answers.auth.kind === 'env') {
    own('gateway.auth.mode', 'token', settings.authMode);
    const isPresent = settings.token.kind === 'env' && settings.token.name === answers.auth.name;
    if (!isPresent) {
      owned.push({path: ['gateway', 'auth', 'token'], value: {source: 'env', provider: 'default', id: answers.auth.name}});
    }
  }
  const isSameWorkspace = settings.workspace !== undefined && existing?.workspace === answers.workspace;
  if (!isSameWorkspace) {
    owned.push({path: ['agents', 'defaults', 'workspace'], value: answers.workspace});
    // An agent's own workspace wins over the default (openclaw/openclaw#114487): those that followed it keep doing so.
    for (const {id, workspace} of settings.agentEntries) {
      if (settings.workspace === workspace) owned.push({path: ['agents', 'entries', id, 'workspace'], value: answers.workspace});
    }
  }
  return owned;
}

function configChange(input: PlanInput): {change?: Change; problems: Problem[]} {
  const {target, host} = input;
  const path = target.configPath;
  const file = fileAt(target, path);
  if (file.kind === 'unusable' || file.kind === 'folder') {
    return {problems: [{id: 'config-unusable', path, reason: file.kind === 'folder' ? 'a folder, not a file' : file.reason}]};
  }
  const before = file.kind === 'text' ? file.text : undefined;
  const settings = ownedSettings(input);
  try {
    const after = before === undefined || before.trim() === '' ? newConfig(settings) : editConfig(before, settings);
    return {change: fileChange(path, file, {text: after, mode: 0o600, encoding: 'utf8'}, 'config', host.machine.platform), problems: []};
  } catch (error) {
    if (error instanceof ConfigShapeError) return {problems: [{id: 'config-shape', path, key: error.path.join('.')}]};
    if (error instanceof Json5Error) {
      const {line, column, message} = error;
      return {problems: [{id: 'config-unusable', path, reason: `line ${line}, column ${column}: ${message}`}]};
    }
    throw error;
  }
}

type FileText = {readonly text: string; readonly fresh?: string; readonly mode: number; readonly encoding: 'utf8' | 'utf16le'};

function fileChange(path: string, file: ExistingFile, {text, fresh, mode, encoding}: FileText, role: Change['role'], platform: Platform): Change {
  const before = file.kind === 'text' ? file.text : undefined;
  // Modes that are narrower than ours are kept; wider ones are put right (openclaw/openclaw#152533).
  const isMode = file.kind === 'text' && isNarrow(file.mode, mode, platform);
  const action = before === undefined ? 'create' : before === text && isMode ? 'unchanged' : 'update';
  return {path, kind: 'file', action, mode: isMode && file.kind === 'text' ? file.mode : mode, before, after: text, ...(fresh === undefined ? {} : {fresh}), encoding, role};
}

/** Windows has no such bits: what Node makes of its attributes says nothing about who may read. */
function isNarrow(present: number, wanted: number, platform: Platform): boolean {
  return platform === 'win32' || (present & ~wanted) === 0;
}

/** @param isShared leaves the mode of a folder that is there alone: a workspace is the user's */
function folderChange(target: Target, path: string, mode: number, platform: Platform, isShared: boolean): Change {
  const file = fileAt(target, path);
  const base = {path, kind: 'folder', encoding: 'utf8', role: 'folder'} as const;
  if (file.kind !== 'folder') return {...base, action: 'create', mode};
  const isFine = isShared || isNarrow(file.mode, mode, platform);
  return {...base, action: isFine ? 'unchanged' : 'update', mode: isFine ? file.mode : mode};
}

/** An agent's own workspace wins over the default, so it must be apart from other instances too (openclaw/openclaw#114487). */
function agentProblems({answers, target, host}: PlanInput, others: readonly Instance[]): Problem[] {
  const footprints = others.map(footprintOf);
  const moved = new Set(ownedAgents(answers, target));
  return target.settings.agentWorkspaces.flatMap(workspace => {
    const path = workspacePath(workspace, host.machine.homes.openclaw, host.machine.platform);
    const shared = moved.has(workspace) ? undefined : sharedPlace(path, footprints, host.machine.platform);
    return shared ? {id: 'agent-workspace-shared', path, ...shared} : [];
  });
}

/** Workspaces of agents that follow the default one, and so move with it. */
function ownedAgents(answers: Answers, {settings, existing}: Target): string[] {
  const isMoved = settings.workspace !== undefined && existing?.workspace !== answers.workspace;
  return isMoved ? settings.agentEntries.map(({workspace}) => workspace).filter(workspace => workspace === settings.workspace) : [];
}

/** Something else stands where a folder is to be. */
function folderProblems(target: Target, changes: readonly Change[]): Problem[] {
  return changes.flatMap(({path, kind}) => {
    const file = fileAt(target, path);
    return kind === 'folder' && (file.kind === 'text' || file.kind === 'unusable') ? {id: 'not-a-folder', path} : [];
  });
}

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

function serviceChanges(input: PlanInput, runtime: Runtime): Change[] {
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
function foreignService({answers, target, host}: PlanInput): Problem[] {
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
function installOrder({answers, target, host}: PlanInput, changes: readonly Change[]): InstallOrder | undefined {
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

/** The installed OpenClaw has the last word on the config; it runs before anything is started. */
function validation({profile}: Answers, {openclaw}: Host, changes: readonly Change[]): Command[] {
  const isChanged = changes.some(({action, role}) => role === 'config' && action !== 'unchanged');
  if (!isChanged || !openclaw) return [];
  return [{id: 'validate', argv: [openclaw.node, openclaw.entry, '--profile', profile, 'config', 'validate'], mayFail: false}];
}
