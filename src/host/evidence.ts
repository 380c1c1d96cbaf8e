/** Reads what an audit looks at beside the instances themselves: modes, backups, variables, credentials, runtimes. Read-only. */
import {statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {Evidence, GuardedFile} from '../rules/audit/evidence.ts';
import {parseJson5, valueOf} from '../rules/config/json5.ts';
import {type ConfigShape, restoreReasons, shapeOf} from '../rules/config/restore.ts';
import type {Instance} from '../rules/instance.ts';
import type {Machine, OpenClaw} from '../rules/machine.ts';
import {runtimeOf} from '../rules/service/spec.ts';
import {isBefore} from '../rules/version.ts';
import {blockOf} from '../rules/ports.ts';
import {readCredentials} from './credentials.ts';
import {listFolder, readDotenv, readState, resolveLinks} from './files.ts';
import type {Listeners} from './listeners.ts';
import {versionAround} from './openclaw.ts';
import {readRuntimes, RuntimeReader} from './service-runtime.ts';

export type EvidenceInput = {
  readonly machine: Machine;
  readonly openclaw: OpenClaw | undefined;
  readonly listeners: Listeners | undefined;
};

/** The instances with all that an audit wants to know about them. */
export async function withEvidence(instances: readonly Instance[], input: EvidenceInput): Promise<Instance[]> {
  const reader = new RuntimeReader(input.openclaw, input.machine.platform);
  const versions = new Map<string, string | undefined>();
  const versionOf = (entry: string) => {
    if (!versions.has(entry)) versions.set(entry, versionAround(entry));
    return versions.get(entry);
  };
  return Promise.all(instances.map(async instance => ({...instance, evidence: await readEvidence(instance, input, reader, versionOf)})));
}

async function readEvidence(instance: Instance, {machine, openclaw, listeners}: EvidenceInput, reader: RuntimeReader, versionOf: (entry: string) => string | undefined): Promise<Evidence> {
  const {stateDir, services, bases} = instance;
  const dotenv = readDotenv(stateDir);
  const ownEntry = services.flatMap(({argv}) => runtimeOf(argv)?.entry ?? [])[0];
  const ownNode = services.flatMap(({argv}) => runtimeOf(argv)?.node ?? [])[0];
  const version = (ownEntry === undefined ? undefined : versionOf(ownEntry)) ?? openclaw?.version;
  const entry = ownEntry ?? openclaw?.entry;
  const node = ownNode ?? openclaw?.node;
  const {from, to} = blockOf(bases[0].port);
  return {
    version,
    files: guardedFiles(instance),
    dotenv: Object.entries(dotenv).flatMap(([name, value]) => (value && /^OPENCLAW_(STATE_DIR|CONFIG_PATH|HOME)$/.test(name) ? {name, value} : [])),
    credentials: readCredentials(instance, machine, dotenv),
    runtimes: await readRuntimes(instance, version, reader),
    busy: portsBetween(from, to).flatMap(port => (listeners?.has(port) ? {port, code: 'EADDRINUSE', holder: listeners.get(port)} : [])),
    restore: readRestore(instance, version),
    openclaw: entry === undefined ? undefined : resolveLinks(entry),
    node: node === undefined ? undefined : resolveLinks(node),
    disk: statSync(stateDir, {throwIfNoEntry: false})?.dev.toString(),
  };
}

function portsBetween(from: number, to: number): number[] {
  return Array.from({length: Math.min(to, 65_535) - from + 1}, (_, index) => from + index);
}

const SECRET_FILES = ['.env', 'gateway.systemd.env'];

/** What holds secrets, with who may get at it at most. A unit without a secret may be read by all, as OpenClaw itself wrote it for long. */
function guardedFiles({stateDir, configPath, services}: Instance): GuardedFile[] {
  const backups = listFolder(dirname(configPath)).filter(name => /^openclaw\.json\.(bak(\.\d+)?|last-good)$/.test(name));
  const environments = listFolder(join(stateDir, 'service-env')).filter(name => name.endsWith('.env'));
  const limits: [string, number][] = [
    [stateDir, 0o700],
    [configPath, 0o600],
    ...backups.map((name): [string, number] => [join(dirname(configPath), name), 0o600]),
    ...SECRET_FILES.map((name): [string, number] => [join(stateDir, name), 0o600]),
    ...environments.map((name): [string, number] => [join(stateDir, 'service-env', name), 0o600]),
    [join(stateDir, 'credentials'), 0o700],
    ...services.filter(({scope}) => scope === 'user').map(({path}): [string, number] => [path, 0o644]),
  ];
  return limits.flatMap(([path, limit]) => {
    const stats = statSync(path, {throwIfNoEntry: false});
    return stats ? {path, mode: stats.mode & 0o777, limit} : [];
  });
}

function readRestore({configPath, config}: Instance, version: string | undefined): Evidence['restore'] {
  const backup = `${configPath}.bak`;
  // Not there from 2026.5.3 to 2026.6.1, and before 2026.4.22.
  if (config.kind !== 'read' || version === undefined || isBefore(version, 2026, 6)) return undefined;
  const now = readShape(configPath);
  const reasons = now ? restoreReasons(now, readShape(backup)) : [];
  return reasons.length === 0 ? undefined : {reasons, from: backup};
}

/** What OpenClaw compares of a config; it looks at the file alone, without what that includes. */
function readShape(path: string): ConfigShape | undefined {
  const file = readState(path);
  if (file.kind !== 'file') return undefined;
  try {
    return shapeOf(valueOf(parseJson5(file.bytes.toString('utf8'))), file.bytes.length);
  } catch {
    return undefined;
  }
}
