/** What engines an instance has of its own, and which OpenClaw is its own one. Read-only. */
import {existsSync} from 'node:fs';
import {lstat, readdir} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import semver from 'semver';
import type {Host} from '../rules/answers.ts';
import {engineAt, enginesFolder, type EngineState, isExact, npmCall, npmEnvironment, packageFolder, pinFile, pinnedVersion} from '../rules/engine.ts';
import type {Instance} from '../rules/instance.ts';
import {readableLine} from '../rules/log-lines.ts';
import type {Npm, OpenClaw} from '../rules/machine.ts';
import type {Platform} from '../rules/profile.ts';
import {type Runtime, runtimeOf} from '../rules/service/spec.ts';
import {reasons} from '../text/reasons.ts';
import {findCommand, isExecutable, searchPath} from './command-path.ts';
import {childEnvironment, type Environment} from './environment.ts';
import {listFolder, readText, resolveLinks} from './files.ts';
import {LIMITS} from './limits.ts';
import {run} from './run.ts';

export function readEngines(stateDir: string, platform: Platform): EngineState {
  const versions = listFolder(enginesFolder(stateDir, platform)).filter(isExact);
  const isThere = (version: string) => versionIn(packageFolder(engineAt(stateDir, version, platform).folder, platform)) === version;
  const pinned = (readText(pinFile(stateDir, platform), LIMITS.manifest) ?? '').trim();
  return {installed: versions.filter(isThere).sort((one, other) => semver.rcompare(one, other)), pinned: isExact(pinned) ? pinned : undefined};
}

/** The version of the OpenClaw in a package folder; undefined where it is none, or has lost the file that starts it. */
export function versionIn(folder: string): string | undefined {
  try {
    const {name, version} = JSON.parse(readText(join(folder, 'package.json'), LIMITS.manifest) ?? 'null');
    return name === 'openclaw' && existsSync(join(folder, 'dist', 'index.js')) ? String(version) : undefined;
  } catch {
    return undefined;
  }
}

/** Node and entry of the engine that an instance is pinned to; undefined where it shares one. @param node where no service names one */
export function ownRuntime({stateDir, services}: Pick<Instance, 'stateDir' | 'services'>, node: string, platform: Platform): (Runtime & {readonly version: string}) | undefined {
  const {pinned} = readEngines(stateDir, platform);
  const version = pinnedVersion(services, [stateDir, resolveLinks(stateDir)], pinned, platform);
  if (version === undefined) return undefined;
  const served = services.flatMap(({argv}) => runtimeOf(argv) ?? [])[0];
  return {node: served?.node ?? node, entry: engineAt(stateDir, version, platform).entry, version};
}

/** The OpenClaw that works for an instance: its own engine where it is pinned to one, else the one of this host. */
export function openclawOf(instance: Instance | undefined, {openclaw, machine}: Pick<Host, 'openclaw' | 'machine'>): OpenClaw | undefined {
  const own = instance && ownRuntime(instance, openclaw?.node ?? process.execPath, machine.platform);
  const {nodeVersion = process.versions.node, isNodeSupported = true} = openclaw ?? {};
  return own ? {...own, nodeVersion, isNodeSupported, binFolders: []} : openclaw;
}

/** npm beside the Node of OpenClaw, else from the PATH; a .cmd of Windows is passed over for the script that it calls. */
export function findNpm(node: string | undefined, env: Environment, platform: Platform): Npm | undefined {
  const name = platform === 'win32' ? 'npm.cmd' : 'npm';
  const path = [...(node === undefined ? [] : [join(dirname(node), name)]), findCommand('npm', env, platform)].find(candidate => candidate !== undefined && isExecutable(candidate));
  if (path === undefined) return undefined;
  const target = resolveLinks(path);
  const script = [target, join(dirname(path), 'node_modules', 'npm', 'bin', 'npm-cli.js')].find(file => basename(file) === 'npm-cli.js' && existsSync(file));
  if (script === undefined && platform === 'win32') return undefined;
  return {path, ...(script === undefined ? {} : {script}), searchPath: searchPath(env).join(platform === 'win32' ? ';' : ':')};
}

const ASK_LIMIT_MS = 60_000;

/**
 * The version that npm's registry has under a tag.
 * @throws what npm says where it can't be asked
 */
export async function askVersion(tag: string, npm: Npm, node: string, env: Environment, platform: Platform): Promise<string> {
  const [command = '', ...args] = [...npmCall(npm, node), 'view', `openclaw@${tag}`, 'version', '--json', '--loglevel=error'];
  try {
    const {stdout} = await run(command, args, {env: childEnvironment(env, npmEnvironment(npm, node, platform)), timeout: ASK_LIMIT_MS, windowsHide: true});
    const version = JSON.parse(stdout);
    if (typeof version === 'string' && isExact(version)) return version;
    throw new Error(reasons().noVersion);
  } catch (error) {
    const {stderr, message} = error as {stderr?: string; message: string};
    throw new Error(reasons().npmCannotTell(tag, readableLine(npmReason(stderr ?? '') ?? message)));
  }
}

/** What of npm's many lines says why it failed; undefined where none does. */
export function npmReason(stderr: string): string | undefined {
  const lines = stderr.split('\n').flatMap(line => /^npm (?:error|ERR!) (.+)$/.exec(line)?.[1] ?? []);
  const code = lines.find(line => line.startsWith('code '))?.slice(5);
  const said = lines.find(line => !/^(code|errno|syscall|path|dest|A complete log|[A-Z0-9]+$)/.test(line));
  return said ?? code ?? (stderr.trim().split('\n')[0] || undefined);
}

/** What a folder takes on the disk, in bytes. What goes away meanwhile does not count. */
export async function sizeOnDisk(folder: string): Promise<number> {
  const entries = await readdir(folder, {withFileTypes: true}).catch(() => []);
  let total = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) total += await sizeOnDisk(path);
    else {
      const stats = await lstat(path).catch(() => undefined);
      // Windows counts no blocks.
      if (stats) total += stats.blocks === undefined || process.platform === 'win32' ? stats.size : stats.blocks * 512;
    }
  }
  return total;
}
