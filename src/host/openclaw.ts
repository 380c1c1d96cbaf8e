/** Finds the OpenClaw install of this host, and the Node that belongs to it. */
import {execFile} from 'node:child_process';
import {accessSync, constants, readFileSync} from 'node:fs';
import {basename, delimiter, dirname, join, sep} from 'node:path';
import {promisify} from 'node:util';
import semver from 'semver';
import type {Instance} from '../rules/instance.ts';
import type {Platform} from '../rules/profile.ts';
import {runtimeOf, type Runtime} from '../rules/service/spec.ts';
import type {OpenClaw} from '../rules/machine.ts';
import {childEnvironment, type Environment} from './environment.ts';
import {resolveLinks} from './files.ts';

type Package = {readonly root: string; readonly version: string; readonly engines: string; readonly entry: string};

/**
 * OpenClaw from the PATH, else from the service of an instance, with a Node of the same install that its `engines` allow:
 * after an upgrade of only one of two installs, a mixed pair crash-loops (openclaw/openclaw#73457, #80133).
 */
export async function findOpenClaw(env: Environment, platform: Platform, instances: readonly Instance[]): Promise<OpenClaw | undefined> {
  const folders = searchPath(env);
  const serviceRuntimes = instances.flatMap(({services}) => services.flatMap(({argv}) => runtimeOf(argv) ?? []));
  const binary = firstExecutable(folders, platform === 'win32' ? ['openclaw.cmd', 'openclaw.exe'] : ['openclaw']);
  const found =
    (binary && (packageAround(resolveLinks(binary)) ?? packageAround(join(dirname(binary), 'node_modules', 'openclaw', 'x')))) ??
    serviceRuntimes.map(({entry}) => packageAround(entry)).find(candidate => candidate !== undefined);
  if (!found) return undefined;
  const node = await findNode(found, {
    beside: binary && join(dirname(binary), nodeName(platform)),
    services: serviceRuntimes.filter(({entry}) => entry === found.entry).map(runtime => runtime.node),
    folders,
    platform,
    env,
  });
  return node && {...node, entry: found.entry, version: found.version, packageRoot: found.root, binary};
}

/** PATH without the bin folders that npm adds while it runs a script: those tools are a project's, not this host's. */
function searchPath(env: Environment): string[] {
  return (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(folder => folder !== '' && !folder.endsWith(join('node_modules', '.bin')) && !folder.endsWith('node-gyp-bin'));
}

function nodeName(platform: Platform): string {
  return platform === 'win32' ? 'node.exe' : 'node';
}

function firstExecutable(folders: readonly string[], names: readonly string[]): string | undefined {
  return folders.flatMap(folder => names.map(name => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The openclaw package that a file lies in. */
function packageAround(file: string): Package | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if (basename(folder) !== 'openclaw' && !folder.includes(`${sep}dist`) && folder !== dirname(file)) continue;
    const found = readPackage(folder);
    if (found) return found;
  }
  return undefined;
}

function readPackage(root: string): Package | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    if (manifest.name !== 'openclaw') return undefined;
    const entry = ['index.js', 'index.mjs', 'entry.js', 'entry.mjs'].map(name => join(root, 'dist', name)).find(isReadable);
    return entry === undefined ? undefined : {root, version: String(manifest.version), engines: manifest.engines?.node ?? '*', entry: resolveLinks(entry)};
  } catch {
    return undefined;
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

type NodeSearch = {
  readonly beside: string | undefined;
  readonly services: readonly string[];
  readonly folders: readonly string[];
  readonly platform: Platform;
  readonly env: Environment;
};

async function findNode({engines}: Package, search: NodeSearch): Promise<{node: string; nodeVersion: string; isNodeSupported: boolean} | undefined> {
  const name = nodeName(search.platform);
  const candidates = [search.beside, ...search.services, firstExecutable(search.folders, [name]), '/usr/local/bin/node', '/usr/bin/node', process.execPath];
  let fallback: {node: string; nodeVersion: string; isNodeSupported: boolean} | undefined;
  for (const node of new Set(candidates.filter(path => path !== undefined && isExecutable(path)))) {
    const nodeVersion = await versionOf(node as string, search.env);
    if (nodeVersion === undefined) continue;
    const isNodeSupported = semver.satisfies(nodeVersion, engines);
    if (isNodeSupported) return {node: node as string, nodeVersion, isNodeSupported};
    fallback ??= {node: node as string, nodeVersion, isNodeSupported};
  }
  return fallback;
}

const run = promisify(execFile);

async function versionOf(node: string, env: Environment): Promise<string | undefined> {
  if (node === process.execPath) return process.versions.node;
  try {
    const {stdout} = await run(node, ['--version'], {timeout: 5000, env: childEnvironment(env), windowsHide: true});
    return semver.valid(stdout.trim()) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Whether both files of a runtime are still there. */
export function isRuntimeThere({node, entry}: Runtime): boolean {
  return isExecutable(node) && isReadable(entry);
}
