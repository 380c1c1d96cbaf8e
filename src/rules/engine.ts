/**
 * An engine of a profile's own: an OpenClaw that npm installed into the profile's state folder, in one exact version. An
 * update of the OpenClaw that all share, good or bad, then leaves this gateway alone.
 */
import semver from 'semver';
import {type Change, deletion, fileChange} from './change.ts';
import type {Npm} from './machine.ts';
import {pathsFor, type Platform} from './profile.ts';
import type {Command} from './service/commands.ts';
import {runtimeOf} from './service/spec.ts';
import {fileAt, type Target} from './target.ts';

/** `shared`: the OpenClaw that this host has for all. `own`: one that only this profile runs. */
export type EngineAnswer = 'shared' | 'own';

/** One version of an engine, and where it lies. */
export type Engine = {
  readonly version: string;
  /** What npm calls the prefix. */
  readonly folder: string;
  /** OpenClaw's dist/index.js. */
  readonly entry: string;
};

/** What of engines is in a state folder. */
export type EngineState = {
  /** Versions that are whole, the newest first. */
  readonly installed: readonly string[];
  /** What the pin file says; undefined where there is none. */
  readonly pinned: string | undefined;
};

/** A database that another OpenClaw gave a schema of its own. @property schema undefined where it is gone, or can't be read. @property before in the copy from before */
export type MigratedDatabase = {readonly path: string; readonly before: number; readonly schema: number | undefined};

export const NO_ENGINES: EngineState = {installed: [], pinned: undefined};

/**
 * What an engine takes on the disk, in MiB. Measured with OpenClaw 2026.9.6 and npm 11.19 on Linux x64: 330 packages,
 * 41,000 files, 545 MiB of bytes in 647 MiB of blocks, half a minute; npm's own cache takes 220 MiB more, once.
 */
export const ENGINE_MIB = 650;

/** Where the engines of a state folder lie. */
export function enginesFolder(stateDir: string, platform: Platform): string {
  return pathsFor(platform).join(stateDir, 'engine');
}

/** The file that says which version is pinned, for a profile whose service does not say it. */
export function pinFile(stateDir: string, platform: Platform): string {
  return pathsFor(platform).join(enginesFolder(stateDir, platform), 'pinned');
}

export function engineAt(stateDir: string, version: string, platform: Platform): Engine {
  const {join} = pathsFor(platform);
  const folder = join(enginesFolder(stateDir, platform), version);
  return {version, folder, entry: join(packageFolder(folder, platform), 'dist', 'index.js')};
}

/** The openclaw package in an engine, or in the folder that npm is still at work in. */
export function packageFolder(folder: string, platform: Platform): string {
  return pathsFor(platform).join(folder, 'node_modules', 'openclaw');
}

/** The version of an engine of this state folder that a path lies in; undefined for what lies elsewhere. */
export function engineVersionIn(path: string, stateDir: string, platform: Platform): string | undefined {
  const {relative, sep} = pathsFor(platform);
  const [version = ''] = relative(enginesFolder(stateDir, platform), path).split(sep);
  return isExact(version) ? version : undefined;
}

/**
 * The version that a profile is pinned to. A service says it by what it starts, whoever wrote it; where there is none, the
 * pin file does, so that it outlives `gateway uninstall` and our own list. A folder alone says nothing: it stays for undo.
 */
export function pinnedVersion(services: readonly {readonly argv: readonly string[]}[], stateDirs: readonly string[], pinned: string | undefined, platform: Platform): string | undefined {
  const [entry] = services.flatMap(({argv}) => runtimeOf(argv)?.entry ?? []);
  if (entry === undefined) return pinned;
  return stateDirs.map(stateDir => engineVersionIn(entry, stateDir, platform)).find(version => version !== undefined);
}

/** The engine that a profile has now; undefined where it shares one. */
export function presentEngine({existing, stateDir, resolvedStateDir, engines}: Target, platform: Platform): Engine | undefined {
  const version = pinnedVersion(existing?.services ?? [], [stateDir, resolvedStateDir], engines.pinned, platform);
  return version === undefined ? undefined : engineAt(stateDir, version, platform);
}

/** Whether it is a version that names one release and no range: `2026.9.6`. */
export function isExact(version: string): boolean {
  return version !== '' && semver.valid(version) === version;
}

export type VersionWish =
  | {readonly kind: 'version'; readonly version: string}
  /** What npm calls so at the moment. */
  | {readonly kind: 'tag'; readonly tag: 'latest'}
  | {readonly kind: 'refused'};

/** Judges what a user gave as the version of an engine. A range is none: it would be another engine next month. */
export function judgeVersion(text: string): VersionWish {
  if (text === 'latest') return {kind: 'tag', tag: text};
  return isExact(text) ? {kind: 'version', version: text} : {kind: 'refused'};
}

/** npm as a host has it, called without a shell: its script by the Node given, where it is a script. */
export function npmCall({script, path}: Npm, node: string): string[] {
  return script === undefined ? [path] : [node, script];
}

/** npm and the scripts that it runs find that Node first: OpenClaw does not install under one that its `engines` forbid. */
export function npmEnvironment({searchPath}: Npm, node: string, platform: Platform): Record<string, string> {
  const {dirname, delimiter} = pathsFor(platform);
  return {PATH: [dirname(node), searchPath].filter(folders => folders !== '').join(delimiter)};
}

/**
 * How npm is told to install an engine; it works as printed, too. No flag speaks of install scripts: npm 11 runs them, npm
 * 12 does not unless it is asked in a way that npm 11 refuses, and OpenClaw 2026.9.6 makes up for that at its first start.
 */
export function engineCommand(engine: Engine, node: string, npm: Npm, platform: Platform): Command {
  return {
    id: 'engine',
    argv: [...npmCall(npm, node), 'install', '--prefix', engine.folder, '--save-exact', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error', `openclaw@${engine.version}`],
    environment: npmEnvironment(npm, node, platform),
    mayFail: false,
    engine: {...engine, node, packageFolder: packageFolder(engine.folder, platform)},
  };
}

/** The pin file as it will stand; nothing where there is none to write or to take away. */
export function pinChanges(engine: Engine | undefined, target: Target, platform: Platform): Change[] {
  const path = pinFile(target.stateDir, platform);
  const file = fileAt(target, path);
  if (engine) return [fileChange(path, file, {text: `${engine.version}\n`, mode: 0o600, encoding: 'utf8'}, 'engine', platform)];
  return file.kind === 'text' ? [deletion(path, 'file', 'engine', file)] : [];
}
