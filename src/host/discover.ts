/** Finds every OpenClaw instance of this host: state folders under home, and what service files name. Read-only. */
import {basename, dirname, join, resolve} from 'node:path';
import type {Settings} from '../rules/config/settings.ts';
import {type BasePort, type Instance, livePort, type Running, type ServiceFile} from '../rules/instance.ts';
import {DEV_BASE, hashedDefaultPort, MAIN_BASE} from '../rules/ports.ts';
import {DEFAULT_PROFILE, expandTilde, isNamedProfile, isProfileName, type Platform, type ProfilePaths, profilePaths, tildePath} from '../rules/profile.ts';
import type {OpenClaw} from '../rules/machine.ts';
import {argumentOf} from '../rules/service/argument.ts';
import {isBefore} from '../rules/version.ts';
import type {Place} from '../rules/workspace.ts';
import {readConfig} from './config-file.ts';
import type {Environment} from './environment.ts';
import {isAbsent, listEntries, listFolder, readDotenv, statOf, Whereabouts} from './files.ts';
import type {Listeners} from './listeners.ts';
import {type Lock, readRunning, sharedLocks} from './lock.ts';
import {versionOf} from './openclaw.ts';
import {findServiceFiles, type ServiceFolders} from './service-files.ts';

export type DiscoverInput = {
  /** Where OpenClaw looks for its state folders. */
  readonly home: string;
  readonly platform: Platform;
  readonly env: Environment;
  readonly folders: ServiceFolders;
  /** Instances that no profile and no service leads to: those of our own list, and the one that the command line names. */
  readonly known: readonly ProfilePaths[];
};

/** Names under which earlier builds kept the default instance (OpenClaw 2026.1). */
const LEGACY_STATE_DIRS = ['.clawdbot', '.moltbot', '.moldbot'];
const LEGACY_CONFIGS = ['clawdbot.json', 'moltbot.json', 'moldbot.json'];

/** What identifies an instance before its files are read. */
type Found = {readonly profile?: string; readonly stateDir: string; readonly configPath: string; readonly services: ServiceFile[]};

export function discoverInstances(input: DiscoverInput): Instance[] {
  const seats = new Map<string, Found>();
  const byFile = new Map<string, string>();
  const whereabouts = new Whereabouts();
  const seat = (stateDir: string, configPath: string, profile?: string) => {
    // Two profiles on one file are two gateways, and an error; a path that a service or the user names is any way to it.
    const real = whereabouts.resolve(configPath);
    const key = profile === undefined && !seats.has(configPath) ? (byFile.get(real) ?? configPath) : configPath;
    if (!byFile.has(real)) byFile.set(real, key);
    const found = seats.get(key) ?? {...(profile === undefined ? {} : {profile}), stateDir, configPath, services: []};
    seats.set(key, found);
    return found;
  };
  for (const profile of profilesUnder(input.home)) {
    const {stateDir, configPath} = placesOf(profile, input);
    seat(stateDir, configPath, profile);
  }
  for (const service of findServiceFiles(input.folders, input.platform)) {
    const {stateDir, configPath, profile} = targetOf(service, input);
    seat(stateDir, configPath, profile).services.push(service);
  }
  for (const {stateDir, configPath} of input.known) {
    if (!isAbsent(configPath)) seat(stateDir, configPath);
  }
  dropGhosts(seats);
  const hasProfileMain = [...seats.values()].some(({profile}) => profile === 'main');
  const shared: Shared = {hasProfileMain, whereabouts, locks: sharedLocks(), env: {...input.env}};
  return withOwnLabels([...seats.values()].map(found => readInstance(found, input, shared)), input);
}

/**
 * A folder that only bears a profile's name and has no config of its own: it is the state folder of another instance, or
 * holds another's config (both are so in the guide's manual example), or the workspaces of profiles, which builds before
 * 2026.8 put into `~/.openclaw` whether or not there is a main.
 */
function dropGhosts(seats: Map<string, Found>): void {
  const all = [...seats];
  const users = Map.groupBy(all.flatMap(([key, found]) => [...new Set([found.stateDir, dirname(found.configPath)])].map(folder => ({key, folder}))), ({folder}) => folder);
  for (const [key, {profile, stateDir, configPath, services}] of all) {
    const isGhost = profile !== undefined && services.length === 0 && isAbsent(configPath);
    const isUsed = (users.get(stateDir) ?? []).some(user => user.key !== key);
    if (isGhost && (isUsed || holdsOnlyWorkspaces(stateDir))) seats.delete(key);
  }
}

function holdsOnlyWorkspaces(stateDir: string): boolean {
  const names = listFolder(stateDir);
  return names.length > 0 && names.every(name => /^workspace-./.test(name));
}

/** Two services of one name, of the user and of the system, are still two instances to tell apart. */
function withOwnLabels(instances: readonly Instance[], {home, platform}: DiscoverInput): Instance[] {
  const counts = Map.groupBy(instances, ({label}) => label);
  return instances.map(instance => {
    const isUnique = counts.get(instance.label)?.length === 1;
    return isUnique || instance.profile !== undefined ? instance : {...instance, label: `${instance.label} (${tildePath(instance.configPath, home, platform)})`};
  });
}

/** Adds who listens, which takes longer to know than what the files say; a doubtful lock counts where its port answers. */
export function withListeners(instances: readonly Instance[], listeners: Listeners | undefined): Instance[] {
  return instances.map(instance => {
    const {running} = instance;
    const isDoubtful = running?.isUnsure && listeners && !listeners.has(running.port);
    const known = isDoubtful ? {...instance, running: undefined} : instance;
    return {...known, isListening: listeners?.has(livePort(known))};
  });
}

/** Before 2026.8 a profile without a port takes main's, whatever its name (OpenClaw 2026.2.26 and 2026.7.35). */
export function withOldDefaults(instances: readonly Instance[], openclaw: OpenClaw | undefined, platform: Platform): Instance[] {
  return instances.map(instance => {
    const [{source}] = instance.bases;
    if (source !== 'hashed-default') return instance;
    const version = versionOf(instance, openclaw, platform);
    return version !== undefined && isBefore(version, 2026, 8) ? {...instance, bases: [{port: MAIN_BASE, source: 'default'}]} : instance;
  });
}

function profilesUnder(home: string): string[] {
  const entries = listEntries(home);
  const profiles = entries
    .flatMap(entry => {
      const profile = /^\.openclaw-(.+)$/.exec(entry.name)?.[1] ?? '';
      const isMeant = isProfileName(profile) && profile.toLowerCase() !== DEFAULT_PROFILE;
      return isMeant && !entry.isFile() && !(entry.isSymbolicLink() && statOf(join(home, entry.name))?.isFile()) ? profile : [];
    })
    .sort();
  const hasDefault = ['.openclaw', ...LEGACY_STATE_DIRS].some(name => entries.some(entry => entry.name === name));
  return hasDefault ? [DEFAULT_PROFILE, ...profiles] : profiles;
}

/** The folder of a profile; the default one may still live under an old name. */
function placesOf(profile: string, {home, platform}: DiscoverInput): {stateDir: string; configPath: string} {
  const paths = profilePaths(profile, home, platform);
  if (profile !== DEFAULT_PROFILE) return paths;
  const names = listFolder(home);
  const legacy = names.includes('.openclaw') ? undefined : LEGACY_STATE_DIRS.find(name => names.includes(name));
  const stateDir = legacy === undefined ? paths.stateDir : join(home, legacy);
  const files = listFolder(stateDir);
  const config = ['openclaw.json', ...LEGACY_CONFIGS].find(name => files.includes(name)) ?? 'openclaw.json';
  return {stateDir, configPath: join(stateDir, config)};
}

/** Which instance a service file starts. */
function targetOf({argv, environment}: ServiceFile, {home, platform}: DiscoverInput) {
  const serviceHome = environment['OPENCLAW_HOME'] ?? environment['HOME'] ?? home;
  const profile = argumentOf(argv, '--profile') ?? environment['OPENCLAW_PROFILE'] ?? DEFAULT_PROFILE;
  const canonical = profilePaths(isProfileName(profile) ? profile : DEFAULT_PROFILE, serviceHome, platform);
  const stateDir = environment['OPENCLAW_STATE_DIR'] ?? canonical.stateDir;
  const configPath = environment['OPENCLAW_CONFIG_PATH'] ?? join(stateDir, 'openclaw.json');
  const isCanonical = resolve(configPath) === canonical.configPath && serviceHome === home;
  return {stateDir: resolve(stateDir), configPath: resolve(configPath), ...(isCanonical ? {profile} : {})};
}

/** What the reading of each instance needs of all. */
type Shared = {readonly hasProfileMain: boolean; readonly whereabouts: Whereabouts; readonly locks: readonly Lock[]; /** The environment, whose original takes its time to be read. */ readonly env: Environment};

function readInstance(found: Found, input: DiscoverInput, {hasProfileMain, whereabouts, locks, env}: Shared): Instance {
  const {profile, stateDir, configPath, services} = found;
  const dotenv = readDotenv(stateDir);
  const {variables} = dotenv;
  const {state, settings} = readConfig(configPath, env, dirname(configPath) === stateDir ? dotenv : undefined);
  const running = readRunning(found, locks);
  const real = (path: string) => whereabouts.resolve(path);
  const expand = (path: string) => resolve(stateDir, expandTilde(path, input.home, input.platform));
  const named = settings.workspace ?? variables['OPENCLAW_WORKSPACE_DIR'];
  const workspace = named ? expand(named) : defaultWorkspaceOf(profile, stateDir, input.home);
  const label = profile === DEFAULT_PROFILE ? (hasProfileMain ? DEFAULT_PROFILE : 'main') : (profile ?? services[0]?.name ?? tildePath(basename(configPath) === 'openclaw.json' ? stateDir : configPath, input.home, input.platform));
  const places = [
    {kind: 'state', path: real(stateDir)} as const,
    {kind: 'config', path: real(configPath)} as const,
    {kind: 'workspace', path: real(workspace)} as const,
    ...settings.agentWorkspaces.map(path => ({kind: 'agent-workspace', path: real(expand(path))}) as const),
    ...settings.agentDirs.map(path => ({kind: 'agent-state', path: real(expand(path))}) as const),
    ...settings.browser.profiles.flatMap(({userDataDir}) => (userDataDir === undefined ? [] : {kind: 'browser-data', path: real(expand(userDataDir))} as const)),
    ...(settings.logFile === undefined ? [] : [{kind: 'log', path: real(expand(settings.logFile))} as const]),
  ].map((place): Place => ({...place, trail: whereabouts.trail(place.path)}));
  return {
    ...(profile === undefined ? {} : {profile}),
    label,
    stateDir,
    configPath,
    config: state,
    settings,
    workspace,
    places,
    bases: basesOf(found, settings, running, variables['OPENCLAW_GATEWAY_PORT']),
    running,
    services,
  };
}

/** Where OpenClaw looks for a workspace that no config names: below the state dir, before 2026.8 in the default one's. */
function defaultWorkspaceOf(profile: string | undefined, stateDir: string, home: string): string {
  const current = join(stateDir, 'workspace');
  if (!isNamedProfile(profile)) return current;
  const old = join(home, '.openclaw', `workspace-${profile}`);
  return isAbsent(current) && statOf(old)?.isDirectory() ? old : current;
}

function basesOf({profile, services}: Found, settings: Settings, running: Running | undefined, dotenvPort: string | undefined): Instance['bases'] {
  const found: BasePort[] = [];
  const add = (port: number | undefined, source: BasePort['source']) => {
    if (port !== undefined && !found.some(base => base.port === port)) found.push({port, source});
  };
  for (const {argv, environment} of services) {
    const argument = portNumber(argumentOf(argv, '--port'));
    add(argument, 'service-argument');
    if (argument === undefined) add(portNumber(environment['OPENCLAW_GATEWAY_PORT']), 'service-environment');
  }
  add(portNumber(dotenvPort), 'dotenv');
  add(settings.port, 'config');
  // `openclaw --profile dev` sets the port by itself, over its config (OpenClaw 2026.9.6).
  if (profile === 'dev') add(DEV_BASE, 'default');
  // Last: what was meant for one run does not become what the instance has.
  add(running?.port, 'running');
  const [first, ...rest] = found;
  if (first) return [first, ...rest];
  return isNamedProfile(profile)
    ? [{port: hashedDefaultPort(profile), source: 'hashed-default'}]
    : [{port: MAIN_BASE, source: 'default'}];
}

function portNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535 ? Number(text) : undefined;
}
