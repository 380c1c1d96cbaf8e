/** Hosts and profiles made in memory, and what a plan would make of them. */
import type {Answers, Host} from '../../src/rules/answers.ts';
import {parseJson5, valueOf} from '../../src/rules/config/json5.ts';
import {NO_SETTINGS, type Settings, settingsOf} from '../../src/rules/config/settings.ts';
import {NO_ENGINES} from '../../src/rules/engine.ts';
import type {KitTexts} from '../../src/rules/kit/kit.ts';
import type {BasePort, Instance, ServiceFile} from '../../src/rules/instance.ts';
import type {Machine, OpenClaw} from '../../src/rules/machine.ts';
import {acceptedBaseOf, buildPlan, type Plan} from '../../src/rules/plan.ts';
import {runtimeFor} from '../../src/rules/service-change.ts';
import type {PlanInput} from '../../src/rules/plan-input.ts';
import {expandTilde, pathsFor, type Platform, profilePaths} from '../../src/rules/profile.ts';
import {MANAGER_OF, serviceNameOf, servicePlaces} from '../../src/rules/service/files.ts';
import {parseAgent, parseEnvFile} from '../../src/rules/service/launchd.ts';
import {parseCmd} from '../../src/rules/service/schtasks.ts';
import type {ServiceSpec} from '../../src/rules/service/spec.ts';
import {parseUnit} from '../../src/rules/service/systemd.ts';
import type {ExistingFile, Target} from '../../src/rules/target.ts';

export const PLATFORMS: readonly Platform[] = ['linux', 'darwin', 'win32'];
export const HOMES: Readonly<Record<Platform, string>> = {linux: '/home/jane', darwin: '/Users/jane', win32: 'C:\\Users\\Jane Doe'};

/** A kit of few words; the real ones are Markdown files, which the benchmark can't import. */
const KIT: KitTexts = {skill: '---\nname: rescue-main\n---\n# Skill', main: '# Main', watch: '# Watch', heartbeat: '# Heartbeat', values: () => ({})};

/** The token of every new plan here, and one that is in a config already. */
export const NEW_TOKEN = 'c0ffee'.repeat(8);
export const OLD_TOKEN = 'badcafe0'.repeat(6);

/** What a config says, as the reader of the host would have it. */
export function settings(config: unknown): Settings {
  return settingsOf(valueOf(parseJson5(JSON.stringify(config))));
}

export function machineOn(platform: Platform, given: Partial<Machine> = {}): Machine {
  const home = HOMES[platform];
  return {
    platform,
    homes: {openclaw: home, user: home, isOverridden: false},
    userId: 501,
    account: platform === 'win32' ? 'PC\\Jane Doe' : 'jane',
    memoryMiB: 16_384,
    temporaryFolder: platform === 'win32' ? 'C:\\Users\\Jane Doe\\AppData\\Local\\Temp' : '/tmp',
    userBinFolders: [`${home}/.local/bin`],
    caBundle: undefined,
    ephemeral: {from: 32_768, to: 60_999},
    closedPorts: platform === 'win32' ? [] : [{from: 1, to: 1023}],
    ownCommand: 'openclaw-rescue',
    shell: undefined,
    ignoredVariables: [],
    inherited: {selectors: [], channels: []},
    ...given,
  };
}

const PACKAGE_ROOTS: Readonly<Record<Platform, string>> = {
  linux: '/usr/lib/node_modules/openclaw',
  darwin: '/opt/homebrew/lib/node_modules/openclaw',
  win32: 'C:\\Users\\Jane Doe\\AppData\\Roaming\\npm\\node_modules\\openclaw',
};
const NODES: Readonly<Record<Platform, string>> = {
  linux: '/usr/bin/node',
  darwin: '/opt/homebrew/bin/node',
  win32: 'C:\\Program Files\\nodejs\\node.exe',
};

export function openclawOn(platform: Platform): OpenClaw {
  const {join} = pathsFor(platform);
  return {
    version: '2026.9.6',
    node: NODES[platform],
    entry: join(PACKAGE_ROOTS[platform], 'dist', 'index.js'),
    nodeVersion: '24.21.0',
    isNodeSupported: true,
    binFolders: [],
  };
}

export type InstanceInput = {
  readonly profile: string;
  readonly port: number;
  readonly platform?: Platform;
  readonly workspace?: string;
  readonly config?: object;
  readonly services?: readonly ServiceFile[];
};

export function anInstance({profile, port, platform = 'linux', workspace, config = {}, services = []}: InstanceInput): Instance {
  const paths = profilePaths(profile, HOMES[platform], platform);
  const place = workspace ?? pathsFor(platform).join(paths.stateDir, 'workspace');
  return {
    profile,
    label: profile === 'default' ? 'main' : profile,
    ...paths,
    config: {kind: 'read'},
    settings: settings(config),
    workspace: place,
    places: [
      {kind: 'state', path: paths.stateDir},
      {kind: 'config', path: paths.configPath},
      {kind: 'workspace', path: place},
    ],
    bases: [{port, source: 'config'}],
    services,
  };
}

/** A host with main on 18789, an OpenClaw and a service manager that answers. */
export function hostOn(platform: Platform, given: Partial<Host> = {}): Host {
  return {
    machine: machineOn(platform),
    instances: [anInstance({profile: 'default', port: 18_789, platform})],
    openclaw: openclawOn(platform),
    manager: {kind: 'ready'},
    busyPorts: [18_789],
    strangers: [],
    namesakes: [],
    ...given,
  };
}

/** A profile with these files; whatever they say is read from them as from a disk. */
export function targetOn(host: Host, profile: string, files: ReadonlyMap<string, ExistingFile> = new Map(), given: Partial<Target> = {}): Target {
  const {platform, homes} = host.machine;
  const paths = profilePaths(profile, homes.openclaw, platform);
  const config = files.get(paths.configPath);
  const services = servicesIn(files, profile, host.machine);
  const {config: state, settings: found} = readConfig(config);
  const existing: Instance = {
    profile,
    label: profile,
    ...paths,
    config: state,
    settings: found,
    workspace: expandTilde(found.workspace ?? pathsFor(platform).join(paths.stateDir, 'workspace'), homes.openclaw, platform),
    places: [],
    bases: basesOf(found, services),
    services,
  };
  return {
    selector: {kind: 'profile', profile},
    profile,
    ...paths,
    resolvedStateDir: paths.stateDir,
    resolvedConfigPath: paths.configPath,
    existing: files.size > 0 ? existing : undefined,
    settings: found,
    files,
    envNames: [],
    serviceRuntime: undefined,
    serviceState: undefined,
    engines: NO_ENGINES,
    isWorkspaceUsed: false,
    acceptedBase: undefined,
    ...given,
  };
}

/** As src/host reads one, without includes and variables. */
function readConfig(file: ExistingFile | undefined): Pick<Instance, 'config' | 'settings'> {
  if (file === undefined) return {config: {kind: 'missing'}, settings: NO_SETTINGS};
  try {
    if (file.kind !== 'text') throw new Error(file.kind);
    return {config: {kind: 'read'}, settings: settingsOf(valueOf(parseJson5(file.text)))};
  } catch (error) {
    return {config: {kind: 'unreadable', reason: String(error)}, settings: NO_SETTINGS};
  }
}

function servicesIn(files: ReadonlyMap<string, ExistingFile>, profile: string, {platform, homes}: Machine): ServiceFile[] {
  const {stateDir} = profilePaths(profile, homes.openclaw, platform);
  const {definition, files: [first = '']} = servicePlaces({platform, profile, userHome: homes.user, stateDir});
  const textAt = (path: string) => {
    const file = files.get(path);
    return file?.kind === 'text' ? file.text : undefined;
  };
  const path = platform === 'win32' ? first : definition;
  const text = textAt(path);
  if (text === undefined) return [];
  const readers = {
    linux: () => parseUnit([text], homes.user),
    darwin: () => {
      const agent = parseAgent(text);
      return agent && {argv: agent.argv, environment: parseEnvFile(textAt(agent.environmentFile ?? '') ?? '')};
    },
    win32: () => parseCmd(text),
  };
  const facts = readers[platform]();
  const name = platform === 'linux' ? serviceNameOf(profile, platform) : pathsFor(platform).basename(path);
  return facts ? [{manager: MANAGER_OF[platform], scope: 'user', name, path, argv: facts.argv, environment: facts.environment}] : [];
}

function basesOf({port}: Settings, services: readonly ServiceFile[]): [BasePort, ...BasePort[]] {
  const found: BasePort[] = services.flatMap(({argv}) => {
    const argument = argv[argv.indexOf('--port') + 1];
    return argv.includes('--port') ? [{port: Number(argument), source: 'service-argument' as const}] : [];
  });
  if (port !== undefined && !found.some(base => base.port === port)) found.push({port, source: 'config'});
  const [first, ...rest] = found;
  return first ? [first, ...rest] : [{port: 23_532, source: 'hashed-default'}];
}

export function answersOn(host: Host, given: Partial<Answers> = {}): Answers {
  const {platform, homes} = host.machine;
  return {
    profile: 'rescue',
    basePort: 19_789,
    acceptOverlap: false,
    workspace: pathsFor(platform).join(homes.openclaw, '.openclaw-rescue', 'workspace-rescue'),
    bind: 'loopback',
    auth: {kind: 'generate'},
    service: 'write',
    replaceService: false,
    engine: 'shared',
    kit: 'none',
    linger: false,
    telegram: {kind: 'keep'},
    restore: [],
    ...given,
  };
}

export function planInput(given: Partial<PlanInput> & {readonly host: Host}): PlanInput {
  const answers = given.answers ?? answersOn(given.host);
  return {
    answers,
    target: targetOn(given.host, answers.profile),
    token: NEW_TOKEN,
    kitTexts: KIT,
    occupancy: undefined,
    workspace: {resolved: answers.workspace},
    ...given,
  };
}

export function planFor(given: Partial<PlanInput> & {readonly host: Host}): Plan {
  return buildPlan(planInput(given));
}

/** What the next run would start from after this plan was applied and the same was answered, without a new token. */
export function afterApply(input: PlanInput, plan: Plan): PlanInput {
  const {changes} = plan;
  const {host, target, answers} = input;
  const files = new Map(target.files);
  for (const {path, kind, mode, after} of changes) {
    files.set(path, kind === 'folder' ? {kind, mode} : {kind: 'text', text: after as string, mode});
  }
  const hasService = answers.service !== 'none';
  const canAsk = hasService && host.manager.kind === 'ready';
  const next = targetOn(host, answers.profile, files, {
    envNames: target.envNames,
    serviceRuntime: hasService ? runtimeFor(input) : target.serviceRuntime,
    acceptedBase: acceptedBaseOf(plan),
    serviceState: canAsk ? {isEnabled: true, isActive: answers.service === 'start'} : target.serviceState,
  });
  const others = host.instances.filter(({profile}) => profile !== answers.profile);
  return {
    ...input,
    answers: {...answers, auth: answers.auth.kind === 'generate' ? {kind: 'keep'} : answers.auth},
    target: next,
    host: {...host, instances: next.existing ? [...others, next.existing] : others},
    token: `${NEW_TOKEN.slice(1)}0`,
  };
}

/** The spec of a service as the real CLI's renderers were given it for their samples. */
export function specOn(platform: Platform, given: Partial<ServiceSpec> = {}): ServiceSpec {
  const profile = given.profile ?? 'rescue';
  const userHome = given.userHome ?? HOMES[platform];
  const {node, entry} = openclawOn(platform);
  return {
    platform,
    profile,
    userHome,
    ...profilePaths(profile, userHome, platform),
    port: 19_789,
    runtime: {node, entry},
    heapMiB: 8192,
    path: platform === 'win32' ? '' : '/usr/bin:/usr/local/bin:/bin',
    temporaryFolder: platform === 'win32' ? 'C:\\Temp' : '/tmp',
    caBundle: undefined,
    ...given,
  };
}
