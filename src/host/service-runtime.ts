/** What the services of an instance start, and whether it is there, fits together, and stays. Read-only. */
import {existsSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import type {ServiceRuntime} from '../rules/audit/evidence.ts';
import type {Instance, ServiceFile} from '../rules/instance.ts';
import type {Machine, OpenClaw} from '../rules/machine.ts';
import {secretsOf} from '../rules/service/secrets.ts';
import {serviceIssues} from '../rules/service/standard.ts';
import {type Runtime, runtimeOf} from '../rules/service/spec.ts';
import {isExecutable} from './command-path.ts';
import type {Environment} from './environment.ts';
import {readState, resolveLinks, statOf} from './files.ts';
import {LIMITS} from './limits.ts';
import {isNodeSupported} from './openclaw.ts';

/** Remembers what was asked of the disk: hundreds of services may start the same files. */
export class RuntimeReader {
  readonly #openclaw: OpenClaw | undefined;
  readonly #machine: Machine;
  readonly #env: Environment;
  readonly #facts = new Map<string, Promise<Omit<ServiceRuntime, 'path' | 'secrets' | 'issues'>>>();

  constructor({openclaw, machine, env}: {readonly openclaw: OpenClaw | undefined; readonly machine: Machine; readonly env: Environment}) {
    this.#openclaw = openclaw;
    this.#machine = machine;
    this.#env = env;
  }

  facts(argv: readonly string[]): Promise<Omit<ServiceRuntime, 'path' | 'secrets' | 'issues'>> {
    const runtime = runtimeOf(argv);
    const key = runtime ? `${runtime.node}\n${runtime.entry}` : '';
    const known = this.#facts.get(key) ?? (runtime ? this.#read(runtime) : Promise.resolve({}));
    this.#facts.set(key, known);
    return known;
  }

  async #read({node, entry}: Runtime): Promise<Omit<ServiceRuntime, 'path' | 'secrets' | 'issues'>> {
    const isNodeThere = isExecutable(node);
    const isEntryThere = existsSync(entry);
    const ownNode = isEntryThere && isNodeThere ? this.#otherNode(entry, node) : undefined;
    const isSupported = isEntryThere && isNodeThere && this.#isOurs(node) ? await isNodeSupported(entry, node, this.#openclaw, this.#env) : undefined;
    return {node: {path: node, isThere: isNodeThere, isSupported}, entry: {path: entry, isThere: isEntryThere}, ...(ownNode === undefined ? {} : {ownNode})};
  }

  /** A Node is asked for its version by starting it, which we do with none that somebody else could have put there. */
  #isOurs(node: string): boolean {
    const owner = statOf(node)?.uid;
    return this.#machine.platform === 'win32' || owner === 0n || owner === BigInt(this.#machine.userId);
  }

  /** The Node of the install that an entry lies in, where it has one and it is not this one. */
  #otherNode(entry: string, node: string): string | undefined {
    const root = packageRoot(entry);
    const modules = root === undefined ? undefined : dirname(root);
    if (modules === undefined || basename(modules) !== 'node_modules') return undefined;
    const {platform} = this.#machine;
    const prefix = platform === 'win32' ? dirname(modules) : join(modules, '..', '..');
    const own = platform === 'win32' ? join(prefix, 'node.exe') : join(prefix, 'bin', 'node');
    return isExecutable(own) && resolveLinks(own) !== resolveLinks(node) ? own : undefined;
  }
}

function packageRoot(entry: string): string | undefined {
  const folder = dirname(entry);
  return basename(folder) === 'dist' ? dirname(folder) : undefined;
}

/** @param version of the OpenClaw that its service starts */
export function readRuntimes({services}: Instance, version: string | undefined, reader: RuntimeReader): Promise<ServiceRuntime[]> {
  return Promise.all(services.map(async service => ({path: service.path, ...(await reader.facts(service.argv)), secrets: secretsOf(service), issues: issuesOf(service, version)})));
}

function issuesOf(service: ServiceFile, version: string | undefined): readonly string[] {
  const file = readState(service.path, LIMITS.serviceFile);
  return file.kind === 'file' && version !== undefined ? serviceIssues(service, file.bytes.toString('utf8'), version) : [];
}
