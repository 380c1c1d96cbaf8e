/** What the wizard asks, and what it answers by itself. */
import {explicitPorts, findMain, footprintOf, type Instance, portOwnerOf} from './instance.ts';
import type {Machine, ManagerState, OpenClaw} from './machine.ts';
import {type BaseVerdict, judgeBase, MAIN_BASE, suggestBase} from './ports.ts';
import {profilePaths, DEFAULT_PROFILE, pathsFor} from './profile.ts';
import {isEdit, type Target} from './target.ts';
import {defaultWorkspace, judgeWorkspace} from './workspace.ts';

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

export const SERVICE_ANSWERS = ['start', 'write', 'none'] as const;
/** `start`: install and start now. `write`: install, started at the next login. `none`: leave services alone. */
export type ServiceAnswer = (typeof SERVICE_ANSWERS)[number];

export type Answers = {
  readonly profile: string;
  readonly basePort: number;
  readonly acceptOverlap: boolean;
  /** Absolute, `~` expanded. */
  readonly workspace: string;
  readonly bind: Bind;
  /** The address for `custom`. */
  readonly bindHost?: string;
  readonly auth: AuthAnswer;
  readonly service: ServiceAnswer;
};

/** Answers that flags or a draft give; the others follow the defaults. */
export type GivenAnswers = Partial<Omit<Answers, 'profile'>>;

/** What is kept of an unfinished run: the answers that the user gave, never a secret. */
export type Draft = {readonly answers: GivenAnswers};

/** All that was found on this host. */
export type Host = {
  readonly machine: Machine;
  readonly instances: readonly Instance[];
  readonly openclaw: OpenClaw | undefined;
  readonly manager: ManagerState;
  /** Ports that something listens on. */
  readonly busyPorts: readonly number[];
};

/** Id of an environment SecretRef (OpenClaw 2026.5.28 and later). */
const ENV_REFERENCE = /^[A-Z][A-Z0-9_]{0,127}$/;

export function isEnvReference(name: string): boolean {
  return ENV_REFERENCE.test(name);
}

/** The named profiles of this host, as they are spelt there. */
export function profileNames(instances: readonly Instance[]): string[] {
  return instances.flatMap(({profile}) => (profile === undefined || profile === DEFAULT_PROFILE ? [] : profile));
}

/** Every instance but the one of this profile. */
export function othersThan(profile: string, instances: readonly Instance[]): Instance[] {
  return instances.filter(instance => instance.profile !== profile);
}

/** The verdict on a base port for this profile, against every other instance and with what its own config names. */
export function judgeBaseFor(text: string, target: Target, host: Pick<Host, 'instances'>): BaseVerdict {
  return judgeBase(text, othersThan(target.profile, host.instances).map(portOwnerOf), explicitPorts(target.settings));
}

/** Base port, state dir and workspace of main; where there is none, the places that OpenClaw's default would take. */
export function mainOf(host: Pick<Host, 'instances' | 'machine'>): {base: number; stateDir: string; workspace: string} {
  const main = findMain(host.instances);
  if (main) return {base: main.bases[0].port, stateDir: main.stateDir, workspace: main.workspace};
  const {platform, homes} = host.machine;
  const {stateDir} = profilePaths(DEFAULT_PROFILE, homes.openclaw, platform);
  return {base: MAIN_BASE, stateDir, workspace: pathsFor(platform).join(stateDir, 'workspace')};
}

/**
 * The base port to offer: main + 1000 or the nearest clean one after it. A new profile `main` on a host without the
 * default instance is offered 18789, the port of the guide's `--profile main`.
 */
export function suggestedBase(profile: string, host: Host): number | undefined {
  const others = othersThan(profile, host.instances).map(portOwnerOf);
  const hasMain = findMain(host.instances) !== undefined;
  if (profile === 'main' && !hasMain && judgeBase(String(MAIN_BASE), others).kind === 'clean') return MAIN_BASE;
  const {base} = mainOf(host);
  // Where there is no main yet, its place is kept free for it.
  const owners = hasMain ? others : [...others, {label: 'main', bases: [base], explicit: []}];
  return suggestBase({mainBase: base, others: owners, busy: host.busyPorts, ephemeral: host.machine.ephemeral});
}

function suggestedWorkspace({profile, stateDir, resolvedStateDir}: Target, host: Host): string {
  const {platform} = host.machine;
  const main = mainOf(host);
  const wanted = defaultWorkspace({profile, stateDir, mainStateDir: main.stateDir, mainWorkspace: main.workspace, platform});
  const others = othersThan(profile, host.instances).map(footprintOf);
  const problem = judgeWorkspace({path: wanted, resolved: wanted}, resolvedStateDir, others, platform);
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
    basePort: isThere && existing ? existing.bases[0].port : (suggestedBase(profile, host) ?? MAIN_BASE),
    // Where it stands already, an overlap was accepted once; it is shown again, and Enter goes on.
    acceptOverlap: isThere,
    workspace: isThere && existing && settings.workspace !== undefined ? existing.workspace : suggestedWorkspace(target, host),
    bind,
    ...(bind === 'custom' && settings.customBindHost !== undefined ? {bindHost: settings.customBindHost} : {}),
    auth: hasAuth(target) ? {kind: 'keep'} : {kind: 'generate'},
    service: defaultService(target, host, isThere),
  };
}

/** Whether the config says how callers are let in. */
export function hasAuth({settings}: Target): boolean {
  return settings.token.kind !== 'none' || (settings.authMode !== undefined && settings.authMode !== 'token');
}

function defaultService(target: Target, host: Host, isThere: boolean): ServiceAnswer {
  if (isThere) {
    if (!hasService(target)) return 'none';
    return target.serviceState?.isActive ? 'start' : 'write';
  }
  return serviceChoices(target, host)[0] as ServiceAnswer;
}

/** Whether a service file of this profile stands where its manager looks. */
export function hasService({existing}: Target): boolean {
  return existing?.services.some(({scope}) => scope === 'user') ?? false;
}

/** What may be answered for the service, best first. A service that is there already is kept in step, never left behind. */
export function serviceChoices(target: Target, host: Host): ServiceAnswer[] {
  const {manager, openclaw, machine} = host;
  const hasRuntime = openclaw !== undefined || target.serviceRuntime !== undefined;
  if (machine.homes.isOverridden || !hasRuntime) return ['none'];
  const installing: ServiceAnswer[] = manager.kind === 'ready' ? ['start', 'write'] : ['write'];
  return hasService(target) ? installing : [...installing, 'none'];
}
