/** What the wizard asks, and what it answers by itself. */
import {NO_SETTINGS} from './config/settings.ts';
import {type EngineAnswer, presentEngine} from './engine.ts';
import {explicitPorts, findMain, footprintOf, type Instance, portOwnerOf} from './instance.ts';
import {presentKit} from './kit/kit.ts';
import type {KitAnswer} from './kit/watch.ts';
import type {Machine, ManagerState, Npm, OpenClaw} from './machine.ts';
import {type BaseVerdict, blockOf, type Clash, intersect, judgeBase, MAIN_BASE, type PortOwner, portText, suggestBase} from './ports.ts';
import {profilePaths, DEFAULT_PROFILE, isNamedProfile, pathsFor} from './profile.ts';
import {type Selector, selectorName} from './selector.ts';
import type {Namesake} from './status.ts';
import {type Stranger, strangerOwner} from './strangers.ts';
import type {Problem} from './problems.ts';
import {installedService} from './service/files.ts';
import {namedOwners, settledInstances} from './service/owners.ts';
import {isEdit, type SeenTarget, type Target, textAt} from './target.ts';
import type {TelegramAnswer} from './telegram.ts';
import {defaultWorkspace, isOldLayout, judgeWorkspace, type WorkspaceCandidate, type WorkspaceProblem} from './workspace.ts';

/** Where the gateway listens, in OpenClaw's own words (2026.9.6). */
export const BINDS = ['loopback', 'lan', 'tailnet', 'auto', 'custom'] as const;
export type Bind = (typeof BINDS)[number];

export type AuthAnswer =
  /** As the config has it: a token, a password, a reference. */
  | {readonly kind: 'keep'}
  /** A new random token, in the config, which is 0600. */
  | {readonly kind: 'generate'}
  /** A reference to an environment variable, so that the config holds no secret. */
  | {readonly kind: 'env'; readonly name: string};

/** `start`: install and start now. `write`: install, started at the next login. `none`: leave services alone. */
export type ServiceAnswer = 'start' | 'write' | 'none';

export type Answers = {
  readonly profile: string;
  readonly basePort: number;
  readonly acceptOverlap: boolean;
  /** Absolute, `~` expanded. */
  readonly workspace: string;
  /** What helps the bot to help, in its workspace. */
  readonly kit: KitAnswer;
  readonly bind: Bind;
  /** The address for `custom`. */
  readonly bindHost?: string;
  readonly auth: AuthAnswer;
  readonly service: ServiceAnswer;
  /** A file under the service's name that starts no gateway may be replaced. */
  readonly replaceService: boolean;
  /** Whose OpenClaw it runs on. */
  readonly engine: EngineAnswer;
  /** systemd: the services of this user go on after the last logout, main's too. */
  readonly linger: boolean;
  readonly telegram: TelegramAnswer;
  /** Lines of the service that others changed and that are to be as we wrote them, by their ids. */
  readonly restore: readonly string[];
};

/** Answers that flags give; the others follow the defaults. */
export type GivenAnswers = Partial<Omit<Answers, 'profile'>>;

/** What is kept of an unfinished run: what the user set, as it stands in its fields, and where he was; never a secret. */
export type Draft = {
  /** One of another form is not read. */
  readonly form: number;
  readonly step: string;
  /** When it was written (ISO 8601). */
  readonly at: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly choices: Readonly<Record<string, string>>;
  readonly acceptedBase?: number;
  readonly restore?: readonly string[];
};

/** All that was found on this host. */
export type Host = {
  readonly machine: Machine;
  readonly instances: readonly Instance[];
  readonly openclaw: OpenClaw | undefined;
  /** Undefined where there is none, or nobody looked. */
  readonly npm?: Npm | undefined;
  readonly manager: ManagerState;
  /** Ports that something listens on. */
  readonly busyPorts: readonly number[];
  /** Gateways that other users of this machine run. */
  readonly strangers: readonly Stranger[];
  /** Files under the name of a gateway service that start something else. */
  readonly namesakes: readonly Namesake[];
  /** Only what is there counts, and no main that may come: who starts a gateway chooses no place for it. */
  readonly isAsFound?: boolean;
};

/** What is seen of it without a question to its service manager, which takes a process. */
export type SeenHost = Omit<Host, 'manager' | 'npm'> & Partial<Pick<Host, 'manager'>>;

/** Id of an environment SecretRef (OpenClaw 2026.5.28 and later). */
const ENV_REFERENCE = /^[A-Z][A-Z0-9_]{0,127}$/;

/** What every process has anyway is no secret. */
const COMMON_VARIABLES = new Set(['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'TERM', 'PWD', 'TMPDIR', 'HOSTNAME', 'TZ', 'EDITOR']);

export function isEnvReference(name: string): boolean {
  return ENV_REFERENCE.test(name) && !COMMON_VARIABLES.has(name);
}

/** The named profiles of this host, as they are spelt there. */
export function profileNames(instances: readonly Instance[]): string[] {
  return instances.flatMap(({profile}) => (isNamedProfile(profile) ? profile : []));
}

/** The instance that a selector means, if it is on this host. */
export function instanceOf(selector: Selector, instances: readonly Instance[]): Instance | undefined {
  return instances.find(instance => isMeant(instance, selector));
}

/** Both paths must be its own: one of them alone is another instance's, which is never taken for ours. */
function isMeant({profile, stateDir, configPath}: Instance, selector: Selector): boolean {
  if (selector.kind === 'profile') return profile === selector.profile;
  return profile === undefined && configPath === selector.configPath && stateDir === selector.stateDir;
}

/**
 * Every instance but the one that is worked on. Where main is not there yet, the place that OpenClaw's default would take
 * is kept free for it.
 */
export function othersThan({selector}: Pick<Target, 'selector'>, {instances, machine, isAsFound}: Pick<Host, 'instances' | 'machine' | 'isAsFound'>): Instance[] {
  const others = instances.filter(instance => !isMeant(instance, selector));
  const self = instanceOf(selector, instances);
  // Builds before 2026.8 gave main's port to every profile: who has it keeps it.
  const isInPlace = self?.bases.some(({port}) => intersect(blockOf(port), blockOf(MAIN_BASE))) ?? false;
  if (isAsFound || isInPlace) return others;
  const isMainOpen = findMain(instances) === undefined && selectorName(selector, machine.platform) !== 'main';
  return isMainOpen ? [...others, mainToBe(machine)] : others;
}

/** Main as a first `openclaw onboard` would make it. */
function mainToBe({platform, homes}: Machine): Instance {
  const {stateDir, configPath} = profilePaths(DEFAULT_PROFILE, homes.openclaw, platform);
  const workspace = pathsFor(platform).join(stateDir, 'workspace');
  return {
    profile: DEFAULT_PROFILE,
    label: 'main',
    stateDir,
    configPath,
    config: {kind: 'missing'},
    settings: NO_SETTINGS,
    workspace,
    places: [
      {kind: 'state', path: stateDir},
      {kind: 'config', path: configPath},
      {kind: 'workspace', path: workspace},
    ],
    bases: [{port: MAIN_BASE, source: 'default'}],
    services: [],
  };
}

/** Whose ports this instance keeps away from: those of the other instances, and of gateways that other users run. */
export function portOwners(target: Pick<Target, 'selector'>, host: Pick<Host, 'instances' | 'machine' | 'strangers' | 'isAsFound'>): PortOwner[] {
  // Root sees a service that runs as another user twice: by its unit, and by what listens.
  const known = new Set(host.instances.flatMap(({bases}) => bases.map(({port}) => port)));
  const {platform} = host.machine;
  const settled = settledInstances(othersThan(target, host), namedOwners(host.instances, platform), platform);
  return [...settled.map(portOwnerOf), ...host.strangers.filter(({port}) => !known.has(port)).map(strangerOwner)];
}

/** The verdict on a base port for this profile, against every other instance and with what its own config names. */
export function judgeBaseFor(text: string, target: SeenTarget, host: Pick<Host, 'instances' | 'machine' | 'strangers' | 'isAsFound'>): BaseVerdict {
  return judgeBase(text, portOwners(target, host), explicitPorts(target.settings));
}

/**
 * Whether an overlap at a base port was taken with open eyes: a yes of either side of each pair is a yes for both.
 * @param acceptedBase the base port that was accepted for the target itself
 */
function isOverlapAccepted(base: number, clashes: readonly Clash[], acceptedBase: number | undefined, target: Pick<Target, 'selector'>, host: Pick<Host, 'instances' | 'machine' | 'isAsFound'>): boolean {
  if (acceptedBase === base) return true;
  const self = instanceOf(target.selector, host.instances);
  // It was said to the place that this one has, and to no other.
  if (self?.bases[0].port !== base) return false;
  const others = othersThan(target, host);
  return clashes.every(({owner}) => others.some(({label, bases, acceptedBase: accepted}) => label === owner && accepted === bases[0].port));
}

/** What forbids a base port for this profile; undefined when nothing does. @param acceptedBase as for {@link isOverlapAccepted} */
export function baseProblem(base: number, acceptedBase: number | undefined, target: SeenTarget, host: Pick<Host, 'instances' | 'machine' | 'strangers' | 'isAsFound'>): Problem | undefined {
  const verdict = judgeBaseFor(portText(base), target, host);
  if (verdict.kind === 'refused') return verdict.reason;
  if (verdict.kind === 'clean' || isOverlapAccepted(base, verdict.clashes, acceptedBase, target, host)) return undefined;
  return {id: 'port-overlap', base, nearest: verdict.nearest, clashes: verdict.clashes};
}

/** What is wrong with a workspace for this profile, beside every other instance; undefined when nothing is. */
export function judgeWorkspaceFor(candidate: WorkspaceCandidate, target: Target, host: Pick<Host, 'instances' | 'machine' | 'isAsFound'>): WorkspaceProblem | undefined {
  const {platform} = host.machine;
  const others = othersThan(target, host);
  const problem = judgeWorkspace(candidate, target.resolvedStateDir, others.map(footprintOf), platform);
  if (problem?.id !== 'workspace-shared' || target.existing?.workspace !== candidate.path || !target.isWorkspaceUsed) return problem;
  const owner = others.find(({label}) => label === problem.owner);
  return problem.relation === 'inside' && isOldLayout(candidate.resolved, target.profile, problem.place, owner?.profile === DEFAULT_PROFILE, platform) ? undefined : problem;
}

/** Main; where there is none, the one that OpenClaw's default would make. */
export function mainOf({instances, machine}: Pick<Host, 'instances' | 'machine'>): Instance {
  return findMain(instances) ?? mainToBe(machine);
}

/**
 * The base port to offer: main + 1000 or the nearest clean one after it. A new profile `main` on a host without the
 * default instance is offered 18789, the port of the guide's `--profile main`.
 */
export function suggestedBase(target: Pick<Target, 'selector' | 'profile'>, host: SeenHost): number | undefined {
  const others = portOwners(target, host);
  const isFirst = target.profile === 'main' && findMain(host.instances) === undefined;
  if (isFirst && judgeBase(String(MAIN_BASE), others).kind === 'clean') return MAIN_BASE;
  const mainBase = mainOf(host).bases[0].port;
  return suggestBase({mainBase, others, busy: host.busyPorts, ephemeral: host.machine.ephemeral});
}

function suggestedWorkspace(target: Target, host: Host): string {
  const {profile, stateDir} = target;
  const {platform} = host.machine;
  const main = mainOf(host);
  const wanted = defaultWorkspace({profile, stateDir, mainStateDir: main.stateDir, mainWorkspace: main.workspace, platform});
  const problem = judgeWorkspaceFor({path: wanted, resolved: wanted}, target, host);
  const {join, basename} = pathsFor(platform);
  return problem ? join(stateDir, basename(wanted)) : wanted;
}

/** What Enter on every step answers: what the profile has, else the defaults of the guide. */
export function defaultAnswers(target: Target, host: Host): Answers {
  const {settings, existing, profile} = target;
  const isThere = isEdit(target);
  const bind = BINDS.find(value => value === settings.bind) ?? 'loopback';
  return {
    profile,
    basePort: isThere && existing ? existing.bases[0].port : (suggestedBase(target, host) ?? MAIN_BASE),
    acceptOverlap: isThere && target.acceptedBase === existing?.bases[0].port,
    workspace: presentWorkspace(target, host) ?? suggestedWorkspace(target, host),
    kit: isThere && existing ? presentKit({platform: host.machine.platform, rescue: existing}, settings, path => textAt(target, path)) : 'skill',
    bind,
    ...(bind === 'custom' && settings.customBindHost !== undefined ? {bindHost: settings.customBindHost} : {}),
    auth: hasAuth(target) ? {kind: 'keep'} : {kind: 'generate'},
    service: defaultService(target, host, isThere),
    replaceService: false,
    engine: presentEngine(target, host.machine.platform) ? 'own' : 'shared',
    linger: !isThere,
    telegram: {kind: telegramChoices(target)[0] === 'keep' ? 'keep' : 'off'},
    restore: [],
  };
}

/** What may be answered for Telegram, the default first; what the profile has can be kept. */
export function telegramChoices(target: Target): readonly ('keep' | 'off' | 'typed' | 'file')[] {
  const isOff = target.settings.credentials.disabled.has('telegram');
  return isEdit(target) && !isOff ? ['keep', 'off', 'typed', 'file'] : ['off', 'typed', 'file'];
}

/** Whether the services of this user end with its last logout, so that it can be asked whether they should (systemd). */
export function canLinger({manager}: Pick<Host, 'manager'>): boolean {
  return manager.kind === 'ready' && manager.lingers === false;
}

/** The workspace that the profile has: named by its config, or used where OpenClaw's default lies, apart from all others. */
function presentWorkspace(target: Target, host: Host): string | undefined {
  const {existing, settings} = target;
  if (!existing || !isEdit(target)) return undefined;
  const isFree = judgeWorkspaceFor({path: existing.workspace, resolved: existing.workspace}, target, host) === undefined;
  // Where one is in use and shared, that is for its user to see; an empty one is nothing to hold on to.
  const [isNamed, isUsed] = [settings.workspace !== undefined, target.isWorkspaceUsed];
  const isKept = isNamed && isUsed ? true : isFree && (isNamed || isUsed);
  return isKept ? existing.workspace : undefined;
}

/** Whether the config says how callers are let in. */
export function hasAuth({settings}: Target): boolean {
  return settings.token.kind !== 'none' || settings.hasPassword || (settings.authMode !== undefined && settings.authMode !== 'token');
}

function defaultService(target: Target, host: Host, isThere: boolean): ServiceAnswer {
  if (isThere) {
    if (!installedService(target, host.machine)) return 'none';
    // One that is meant to run and does not is started again; one that waits for the next login goes on waiting.
    const {isActive = false, isFailed = false} = target.serviceState ?? {};
    return isActive || isFailed ? 'start' : 'write';
  }
  return serviceChoices(target, host)[0] as ServiceAnswer;
}

/** What may be answered for the service, best first. A service that is there already is kept in step, never left behind. */
export function serviceChoices(target: Target, host: Host): ServiceAnswer[] {
  const {manager, openclaw, machine} = host;
  const hasRuntime = openclaw !== undefined || target.serviceRuntime !== undefined;
  // OpenClaw manages services of profiles alone (2026.9.6, isDefaultInstallIdentity).
  if (machine.homes.isOverridden || !hasRuntime || target.selector.kind === 'paths') return ['none'];
  const installing: ServiceAnswer[] = manager.kind === 'ready' ? ['start', 'write'] : ['write'];
  return installedService(target, machine) ? installing : [...installing, 'none'];
}
