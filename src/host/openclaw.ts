/** Finds the OpenClaw install of this host, and the Node that belongs to it. */
import {accessSync, constants} from 'node:fs';
import {dirname, join} from 'node:path';
import semver from 'semver';
import type {Instance} from '../rules/instance.ts';
import type {Platform} from '../rules/profile.ts';
import {runtimeOf, type Runtime} from '../rules/service/spec.ts';
import {type OpenClaw, unstablePath} from '../rules/machine.ts';
import {commandNames, findCommand, isExecutable, searchPath} from './command-path.ts';
import {ownRuntime} from './engine.ts';
import {childEnvironment, type Environment} from './environment.ts';
import {readAtMost, readText, resolveLinks} from './files.ts';
import {LIMITS} from './limits.ts';
import {run} from './run.ts';

type Package = {readonly root: string; readonly version: string; readonly engines: string; readonly entry: string};

/**
 * OpenClaw from the PATH, else from the service of an instance, with a Node of the same install that its `engines` allow:
 * after an upgrade of only one of two installs, a mixed pair crash-loops (openclaw/openclaw#73457, #80133).
 */
export async function findOpenClaw(env: Environment, platform: Platform, instances: readonly Instance[]): Promise<OpenClaw | undefined> {
  const serviceRuntimes = instances.flatMap(({services}) => services.flatMap(({argv}) => runtimeOf(argv) ?? []));
  const binary = findCommand('openclaw', env, platform);
  const found = (binary && packageOf(binary)) ?? serviceRuntimes.map(({entry}) => packageAround(entry)).find(Boolean);
  if (!found) return undefined;
  const node = await findNode(found, {
    beside: binary && join(dirname(binary), platform === 'win32' ? 'node.exe' : 'node'),
    services: serviceRuntimes.filter(({entry}) => entry === found.entry).map(runtime => runtime.node),
    platform,
    env,
  });
  const binFolders = searchPath(env).filter(folder => commandNames('openclaw', platform).some(name => isOf(join(folder, name), found)));
  return node && {...node, entry: found.entry, version: found.version, binFolders};
}

function isOf(command: string, {root}: Package): boolean {
  return isExecutable(command) && packageOf(command)?.root === root;
}

/** The package behind a command: a link into it, or on Windows a shim beside node_modules. */
function packageOf(command: string): Package | undefined {
  const target = resolveLinks(command);
  return packageAround(target) ?? readPackage(join(dirname(command), 'node_modules', 'openclaw')) ?? packageAround(scriptOf(target));
}

/** A shim is a few lines; what is no script is none of its business. */
const SHIM_BYTES = 8192;

/** The file that a shell script hands over to, as the shims of pnpm and others do: `exec node "$basedir/…/openclaw.mjs"`. */
function scriptOf(shim: string): string {
  try {
    const text = readAtMost(shim, SHIM_BYTES).toString('utf8');
    const path = /["' ]((?:\$\{?basedir\}?|~|\/)[^"'\n]*?openclaw[^"'\n ]*\.m?js)["' ]/.exec(text)?.[1] ?? '';
    return resolveLinks(join(path.replace(/^\$\{?basedir\}?/, dirname(shim))));
  } catch {
    return shim;
  }
}

/** The openclaw package that a file lies in: the nearest folder above it with such a manifest. */
function packageAround(file: string): Package | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const found = readPackage(folder);
    if (found) return found;
  }
  return undefined;
}

/** The version of the OpenClaw that an instance's service starts, or that it is pinned to, else of the one on the PATH. */
export function versionOf(instance: Pick<Instance, 'services' | 'stateDir'>, openclaw: OpenClaw | undefined, platform: Platform): string | undefined {
  const {services} = instance;
  const [entry] = services.flatMap(({argv}) => runtimeOf(argv)?.entry ?? []);
  if (entry === undefined) return ownRuntime(instance, '', platform)?.version ?? openclaw?.version;
  return packageAround(entry)?.version ?? openclaw?.version;
}

function readPackage(root: string): Package | undefined {
  try {
    const manifest = JSON.parse(readText(join(root, 'package.json'), LIMITS.manifest) ?? 'null');
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
  readonly platform: Platform;
  readonly env: Environment;
};

type FoundNode = Pick<OpenClaw, 'node' | 'nodeVersion' | 'isNodeSupported'>;

/** The first Node that OpenClaw's engines allow, one that no version manager moves before one that it does. */
async function findNode({engines}: Package, search: NodeSearch): Promise<FoundNode | undefined> {
  const candidates = [search.beside, ...search.services, findCommand('node', search.env, search.platform), '/usr/local/bin/node', '/usr/bin/node', process.execPath];
  const found: FoundNode[] = [];
  for (const node of new Set(candidates.filter(path => path !== undefined && isExecutable(path)) as string[])) {
    const nodeVersion = await nodeVersionOf(node, search.env);
    if (nodeVersion === undefined) continue;
    const candidate = {node, nodeVersion, isNodeSupported: semver.satisfies(nodeVersion, engines)};
    if (candidate.isNodeSupported && unstablePath(node) === undefined) return candidate;
    found.push(candidate);
  }
  return found.find(({isNodeSupported}) => isNodeSupported) ?? found[0];
}

async function nodeVersionOf(node: string, env: Environment): Promise<string | undefined> {
  // Often it is the very Node that runs us, under another name.
  if (resolveLinks(node) === resolveLinks(process.execPath)) return process.versions.node;
  try {
    const {stdout} = await run(node, ['--version'], {timeout: 5000, env: childEnvironment(env), windowsHide: true});
    return semver.valid(stdout.trim()) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Whether the `engines` of the OpenClaw around an entry allow a Node; undefined where one of them can't be told. */
export async function isNodeSupported(entry: string, node: string, known: OpenClaw | undefined, env: Environment): Promise<boolean | undefined> {
  const engines = packageAround(entry)?.engines;
  const isKnown = known !== undefined && resolveLinks(node) === resolveLinks(known.node);
  const version = isKnown ? known.nodeVersion : await nodeVersionOf(node, env);
  return engines === undefined || version === undefined ? undefined : semver.satisfies(version, engines);
}

/** Whether both files of a runtime are still there. */
export function isRuntimeThere({node, entry}: Runtime): boolean {
  return isExecutable(node) && isReadable(entry);
}
