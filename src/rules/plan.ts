/**
 * From answers to a plan: the port table, the isolation checklist, every file with its new text, every command.
 * The plan is data; the review, the diff, `--dry-run`, `--json`, apply and undo all read this one.
 */
import {type Answers, hasService, type Host, isEnvReference, judgeBaseFor, othersThan, profileNames} from './answers.ts';
import {type Check, isolationChecks} from './checks.ts';
import {ConfigShapeError, editConfig, newConfig, type Setting} from './config/edit.ts';
import {Json5Error} from './config/json5.ts';
import {footprintOf, portOwnerOf, type ServiceManager} from './instance.ts';
import {isVersionManaged} from './machine.ts';
import {type PortState, portStates} from './port-states.ts';
import {judgeProfileName, pathsFor} from './profile.ts';
import type {PlanInput} from './plan-input.ts';
import type {Problem} from './problems.ts';
import {MANAGER_OF, serviceDrafts, serviceNameOf, servicePath, servicePlaces} from './service/files.ts';
import {heapLimit, type Runtime, type ServiceSpec} from './service/spec.ts';
import {type ExistingFile, fileAt, isEdit, type Target} from './target.ts';
import {judgeWorkspace} from './workspace.ts';

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

/** Which part of the work a command does; the texts and the order of apply go by it. */
export type CommandId = 'validate' | 'reload' | 'enable' | 'start' | 'unload' | 'register';

export type Command = {
  readonly id: CommandId;
  readonly argv: readonly string[];
  /** A failure of these is no failure of the plan: there was nothing to unload, say. */
  readonly mayFail: boolean;
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
  /** The health check after a start; undefined when nothing is started. */
  readonly healthPort: number | undefined;
  readonly serviceName: string;
  readonly runtime: Runtime | undefined;
};

/** Whether applying it would do nothing. */
export function isEmpty({changes, commands}: Plan): boolean {
  return changes.every(({action}) => action === 'unchanged') && commands.length === 0;
}

export function buildPlan(input: PlanInput): Plan {
  const {answers, target, host} = input;
  const {platform} = host.machine;
  const others = othersThan(answers.profile, host.instances);
  const runtime = runtimeFor(target, host);
  const config = configChange(input);
  const service = answers.service === 'none' || !runtime ? [] : serviceChanges(input, runtime);
  const changes: Change[] = [
    folderChange(target, target.stateDir, 0o700),
    ...(config.change ? [config.change] : []),
    folderChange(target, answers.workspace, 0o700, true),
    ...service,
  ];
  const commands = [...validation(answers, host, changes), ...serviceCommands(input, service)];
  const checks = isolationChecks(input, others);
  const found = [...problemsOf(input), ...folderProblems(target, changes), ...config.problems, ...foreignService(input), ...checks.flatMap(({problem}) => problem ?? [])];
  const problems = [...new Set(found)];
  return {
    profile: answers.profile,
    answers,
    isEdit: isEdit(target),
    ports: portStates(answers.basePort, others.map(portOwnerOf), input.occupancy, ownsBase(target, answers.basePort)),
    checks,
    problems,
    changes,
    commands,
    healthPort: commands.some(({id}) => id === 'start') ? answers.basePort : undefined,
    serviceName: serviceNameOf(answers.profile, platform),
    runtime,
  };
}

/** Whether the gateway of this very profile is what may be heard on the port. */
export function ownsBase({existing}: Target, base: number): boolean {
  return existing?.bases.some(({port}) => port === base) ?? false;
}

/** What the answers themselves break; the isolation checks add what clashes with others. */
function problemsOf({answers, target, host, occupancy, workspace}: PlanInput): Problem[] {
  const problems: Problem[] = [];
  const others = othersThan(answers.profile, host.instances);
  const name = judgeProfileName(answers.profile, profileNames(host.instances), host.machine.platform);
  if (name) problems.push(name);
  const verdict = judgeBaseFor(String(answers.basePort), target, host);
  if (verdict.kind === 'refused' && verdict.reason.id !== 'port-too-near') problems.push(verdict.reason);
  const held = occupancy?.base === answers.basePort ? occupancy.busy.find(({port}) => port === answers.basePort) : undefined;
  if (held && !ownsBase(target, answers.basePort)) problems.push({id: 'port-in-use', ...held});
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
    const left = target.existing?.bases.find(({source, port}) => source !== 'config' && port !== answers.basePort);
    if (hasService(target) && left) problems.push({id: 'service-left-behind', port: left.port});
  } else if (host.machine.homes.isOverridden) problems.push({id: 'no-service-here'});
  else if (!runtimeFor(target, host)) problems.push({id: 'no-openclaw'});
  return problems;
}

/** What OpenClaw itself would refuse to start with, or start only to die (2026.9.6). */
export function gatewayProblems({bind, bindHost, auth, service}: Answers, {settings, envNames, stateDir}: Target): Problem[] {
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
  const {target} = input;
  const path = target.configPath;
  const file = fileAt(target, path);
  if (file.kind === 'unusable' || file.kind === 'folder') {
    return {problems: [{id: 'config-unusable', path, reason: file.kind === 'folder' ? 'a folder, not a file' : file.reason}]};
  }
  const before = file.kind === 'text' ? file.text : undefined;
  const settings = ownedSettings(input);
  try {
    const after = before === undefined || before.trim() === '' ? newConfig(settings) : editConfig(before, settings);
    return {change: fileChange(path, file, {text: after, mode: 0o600, encoding: 'utf8'}, 'config'), problems: []};
  } catch (error) {
    if (error instanceof ConfigShapeError) return {problems: [{id: 'config-shape', path, key: error.path.join('.')}]};
    if (error instanceof Json5Error) {
      const {line, column, message} = error;
      return {problems: [{id: 'config-unusable', path, reason: `line ${line}, column ${column}: ${message}`}]};
    }
    throw error;
  }
}

type Draft = {readonly text: string; readonly fresh?: string; readonly mode: number; readonly encoding: 'utf8' | 'utf16le'};

function fileChange(path: string, file: ExistingFile, {text, fresh, mode, encoding}: Draft, role: Change['role']): Change {
  const before = file.kind === 'text' ? file.text : undefined;
  // Modes that are narrower than ours are kept; wider ones are put right (openclaw/openclaw#152533).
  const isMode = file.kind === 'text' && (file.mode & ~mode) === 0;
  const action = before === undefined ? 'create' : before === text && isMode ? 'unchanged' : 'update';
  return {path, kind: 'file', action, mode: isMode && file.kind === 'text' ? file.mode : mode, before, after: text, ...(fresh === undefined ? {} : {fresh}), encoding, role};
}

/** @param isShared leaves the mode of a folder that is there alone: a workspace is the user's */
function folderChange(target: Target, path: string, mode: number, isShared = false): Change {
  const file = fileAt(target, path);
  const base = {path, kind: 'folder', encoding: 'utf8', role: 'folder'} as const;
  if (file.kind !== 'folder') return {...base, action: 'create', mode};
  const isFine = isShared || (file.mode & ~mode) === 0;
  return {...base, action: isFine ? 'unchanged' : 'update', mode: isFine ? file.mode : mode};
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
  return serviceDrafts(spec, host.machine.account, textAt).map(draft =>
    fileChange(draft.path, fileAt(target, draft.path), draft, 'service'),
  );
}

/** A service file under our name that starts no gateway is somebody else's, and not overwritten. */
function foreignService({answers, target, host}: PlanInput): Problem[] {
  if (answers.service === 'none') return [];
  const {platform, homes} = host.machine;
  const {definition} = servicePlaces({platform, profile: answers.profile, userHome: homes.user, stateDir: target.stateDir});
  const file = fileAt(target, definition);
  if (file.kind === 'unusable') return [{id: 'service-unusable', path: definition, reason: file.reason}];
  const isOurs = target.existing?.services.some(({path, argv}) => path === definition && argv.includes('gateway')) ?? false;
  return file.kind === 'text' && platform !== 'win32' && !isOurs ? [{id: 'service-foreign', path: definition}] : [];
}

function serviceCommands({answers, target, host}: PlanInput, changes: readonly Change[]): Command[] {
  const {manager, machine} = host;
  if (answers.service === 'none' || changes.length === 0 || manager.kind !== 'ready') return [];
  const isChanged = changes.some(({action}) => action !== 'unchanged');
  const isWanted = answers.service === 'start';
  const {isEnabled = false, isActive = false} = target.serviceState ?? {};
  const needsStart = isWanted && (!isActive || isChanged);
  // An agent or a task that is there starts at login; only systemd must be told to.
  const isInstalled = isEnabled || machine.platform !== 'linux';
  if (!isChanged && isInstalled && !needsStart) return [];
  const name = serviceNameOf(answers.profile, machine.platform);
  const definition = changes.at(-1)?.path as string;
  const command = (id: CommandId, argv: readonly string[], mayFail = false): Command => ({id, argv, mayFail});
  const managers: Readonly<Record<ServiceManager, () => (Command | undefined)[]>> = {
    systemd: () => [
      isChanged ? command('reload', ['systemctl', '--user', 'daemon-reload']) : undefined,
      isEnabled ? undefined : command('enable', ['systemctl', '--user', 'enable', name]),
      needsStart ? command('start', ['systemctl', '--user', 'restart', name]) : undefined,
    ],
    launchd: () => {
      const domain = `gui/${machine.userId}`;
      return [
        isActive || isEnabled ? command('unload', ['launchctl', 'bootout', `${domain}/${name}`], true) : undefined,
        command('enable', ['launchctl', 'enable', `${domain}/${name}`]),
        // RunAtLoad starts it as soon as it is loaded.
        isWanted ? command('start', ['launchctl', 'bootstrap', domain, definition]) : undefined,
      ];
    },
    schtasks: () => [
      command('register', ['schtasks', '/Create', '/F', '/TN', name, '/XML', definition]),
      isWanted ? command('unload', ['schtasks', '/End', '/TN', name], true) : undefined,
      isWanted ? command('start', ['schtasks', '/Run', '/TN', name]) : undefined,
    ],
  };
  return managers[MANAGER_OF[machine.platform]]().filter(item => item !== undefined);
}

/** The installed OpenClaw has the last word on the config; it runs before anything is started. */
function validation({profile}: Answers, {openclaw}: Host, changes: readonly Change[]): Command[] {
  const isChanged = changes.some(({action, role}) => role === 'config' && action !== 'unchanged');
  if (!isChanged || !openclaw) return [];
  return [{id: 'validate', argv: [openclaw.node, openclaw.entry, '--profile', profile, 'config', 'validate'], mayFail: false}];
}
