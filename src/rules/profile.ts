/**
 * From a profile name to every name and path that OpenClaw derives from it.
 * Nothing here looks at the environment: an inherited OPENCLAW_STATE_DIR must never decide where we write
 * (openclaw/openclaw#28236, #111128).
 */
import {posix, win32} from 'node:path';

export type Platform = 'linux' | 'darwin' | 'win32';

/** What OpenClaw calls the instance without a profile: `~/.openclaw`. */
export const DEFAULT_PROFILE = 'default';

/** Whether it is a profile of its own: not main's, and not that of a folder that no profile leads to. */
export function isNamedProfile(profile: string | undefined): profile is string {
  return profile !== undefined && profile !== DEFAULT_PROFILE;
}

/** The profile that the guide builds, and ours when none is named. */
export const RESCUE_PROFILE = 'rescue';

/** As OpenClaw's src/cli/profile-utils.ts (all versions). */
const PROFILE_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/i;

/** launchd labels that OpenClaw uses for itself; refused on macOS (2026.8.2 and later). */
const LAUNCHD_RESERVED = new Set(['gateway', 'node']);

export type ProfileProblem =
  | {readonly id: 'profile-empty'}
  | {readonly id: 'profile-characters'; readonly name: string}
  | {readonly id: 'profile-default'}
  | {readonly id: 'profile-dev'}
  | {readonly id: 'profile-uppercase'; readonly name: string}
  | {readonly id: 'profile-reserved'; readonly name: string}
  | {readonly id: 'profile-clash'; readonly name: string; readonly other: string};

/** The path functions of a platform, whatever machine the rules run on. */
export function pathsFor(platform: Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}

/** Whether OpenClaw itself would take this name after `--profile`. */
export function isProfileName(name: string): boolean {
  return PROFILE_NAME.test(name);
}

/**
 * Judges a name that the user typed. An existing profile is taken as it is spelt; a new one must be lower case, since
 * macOS and Windows refuse to manage the service of any other (OpenClaw 2026.8.2, openclaw/openclaw#116314).
 * @param existing names of the profiles found on this host, as spelt there
 */
export function judgeProfileName(
  name: string,
  existing: readonly string[],
  platform: Platform,
): ProfileProblem | undefined {
  if (name === '') return {id: 'profile-empty'};
  if (!isProfileName(name)) return {id: 'profile-characters', name};
  if (name.toLowerCase() === DEFAULT_PROFILE) return {id: 'profile-default'};
  if (platform === 'darwin' && LAUNCHD_RESERVED.has(name)) return {id: 'profile-reserved', name};
  if (existing.includes(name)) return undefined;
  const other = existing.find(candidate => candidate.toLowerCase() === name.toLowerCase());
  if (other !== undefined) return {id: 'profile-clash', name, other};
  // `openclaw --profile dev` is `--dev`: it takes 19001 whatever the config says.
  if (name === 'dev') return {id: 'profile-dev'};
  if (name !== name.toLowerCase()) return {id: 'profile-uppercase', name};
  return undefined;
}

/** The names that a service manager knows an instance by (facts: OpenClaw 2026.9.6). */
export type ServiceNames = {
  readonly systemdUnit: string;
  readonly launchdLabel: string;
  readonly windowsTask: string;
};

export function serviceNames(profile: string): ServiceNames {
  return profile === DEFAULT_PROFILE
    ? {
        systemdUnit: 'openclaw-gateway.service',
        launchdLabel: 'ai.openclaw.gateway',
        windowsTask: 'OpenClaw Gateway',
      }
    : {
        systemdUnit: `openclaw-gateway-${profile}.service`,
        launchdLabel: `ai.openclaw.${profile}`,
        windowsTask: `OpenClaw Gateway (${profile})`,
      };
}

export type ProfilePaths = {
  /** `~/.openclaw-<profile>`, or `~/.openclaw` for the default one. */
  readonly stateDir: string;
  readonly configPath: string;
};

/** @param home the folder that OpenClaw takes for home (OPENCLAW_HOME, else HOME), absolute */
export function profilePaths(profile: string, home: string, platform: Platform): ProfilePaths {
  const path = pathsFor(platform);
  const stateDir = path.join(home, profile === DEFAULT_PROFILE ? '.openclaw' : `.openclaw-${profile}`);
  return {stateDir, configPath: path.join(stateDir, 'openclaw.json')};
}

/** `~/x` for a path under home, the path itself otherwise. */
export function tildePath(path: string, home: string, platform: Platform): string {
  const {sep} = pathsFor(platform);
  if (path === home) return '~';
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}

/** The reverse of {@link tildePath}, as OpenClaw expands a leading `~`. */
export function expandTilde(path: string, home: string, platform: Platform): string {
  if (path === '~') return home;
  const isTilde = path.startsWith('~/') || (platform === 'win32' && path.startsWith('~\\'));
  return isTilde ? pathsFor(platform).join(home, path.slice(2)) : path;
}

/** A path without `.`, `..`, doubled and last separators. */
export function plainPath(path: string, platform: Platform): string {
  const {normalize, parse, sep} = pathsFor(platform);
  const plain = path === '' ? '' : normalize(path);
  return plain.endsWith(sep) && plain !== parse(plain).root ? plain.slice(0, -1) : plain;
}
