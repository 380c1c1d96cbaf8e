/** Which instance is meant: a profile or, where none leads to it, the two paths of the guide's manual example. */
import {DEFAULT_PROFILE, isProfileName, pathsFor, type Platform, profilePaths, type ProfilePaths} from './profile.ts';
import {quote} from './shell.ts';

export type Selector =
  | {readonly kind: 'profile'; readonly profile: string}
  /** Absolute, and not those of a profile. */
  | ({readonly kind: 'paths'} & ProfilePaths);

/** The selector of two paths; they may well be those of a profile. @param home as in {@link profilePaths} */
export function selectorOf(paths: ProfilePaths, home: string, platform: Platform): Selector {
  const folder = pathsFor(platform).basename(paths.stateDir);
  const profile = folder === '.openclaw' ? DEFAULT_PROFILE : folder.replace(/^\.openclaw-/, '');
  const canonical = isProfileName(profile) ? profilePaths(profile, home, platform) : undefined;
  const isCanonical = canonical?.stateDir === paths.stateDir && canonical.configPath === paths.configPath;
  return isCanonical ? {kind: 'profile', profile} : {kind: 'paths', ...paths};
}

export function selectedPaths(selector: Selector, home: string, platform: Platform): ProfilePaths {
  if (selector.kind === 'profile') return profilePaths(selector.profile, home, platform);
  const {stateDir, configPath} = selector;
  return {stateDir, configPath};
}

/** A short name: the profile, or what the paths are called. */
export function selectorName(selector: Selector, platform: Platform): string {
  if (selector.kind === 'profile') return selector.profile;
  const {basename} = pathsFor(platform);
  const config = basename(selector.configPath, '.json');
  const name = config === 'openclaw' ? basename(selector.stateDir).replace(/^\.+(openclaw-)?/, '') : config;
  return name.replace(/[^A-Za-z0-9_-]+/g, '-') || 'instance';
}

/** The selector that means an instance which was found. */
export function selectorFor({profile, stateDir, configPath}: ProfilePaths & {readonly profile?: string}): Selector {
  return profile === undefined ? {kind: 'paths', stateDir, configPath} : {kind: 'profile', profile};
}

/** The profile, for documents; null for an instance that is none. */
export function profileOf(selector: Selector): string | null {
  return selector.kind === 'profile' ? selector.profile : null;
}

/** What tells one instance of this home from another, for what we keep of it. */
export function selectorKey(selector: Selector): string {
  return selector.kind === 'profile' ? selector.profile : `${selector.stateDir}\n${selector.configPath}`;
}

/** How our own command line names it. */
export function selectorWords(selector: Selector): string[] {
  return selector.kind === 'profile' ? ['--profile', selector.profile] : ['--state-dir', selector.stateDir, '--config-path', selector.configPath];
}

/** {@link selectorWords} to be typed. */
export function selectorText(selector: Selector, platform: Platform): string {
  return selectorWords(selector).map(word => quote(word, platform)).join(' ');
}

export type OpenClawCall = {readonly args: readonly string[]; readonly environment: Readonly<Record<string, string>>};

/**
 * How OpenClaw itself is told which instance it works for. `--profile` comes first: 2026.2 knows it nowhere else. The
 * default instance is the one that nothing names.
 */
export function openclawCall(selector: Selector): OpenClawCall {
  if (selector.kind === 'paths') return {args: [], environment: pathVariables(selector)};
  return {args: selector.profile === DEFAULT_PROFILE ? [] : ['--profile', selector.profile], environment: {}};
}

/**
 * The environment that makes a shell OpenClaw's shell for this instance, in the order of the guide. Undefined stands for a
 * variable that must not be set: the profile of another instance would be mixed with these paths.
 * @param port base port
 */
export function instanceVariables(selector: Selector, paths: ProfilePaths, port: number): Record<string, string | undefined> {
  const isNamed = selector.kind === 'profile' && selector.profile !== DEFAULT_PROFILE;
  return {
    ...pathVariables(paths),
    // Alone it would mix main's config with the port of the name (OpenClaw 2026.9.6).
    OPENCLAW_PROFILE: isNamed ? selector.profile : undefined,
    OPENCLAW_GATEWAY_PORT: String(port),
  };
}

function pathVariables({configPath, stateDir}: ProfilePaths): Record<string, string> {
  return {OPENCLAW_CONFIG_PATH: configPath, OPENCLAW_STATE_DIR: stateDir};
}
