/** Reads what an audit looks at beside the instances themselves: modes, backups, variables, credentials, runtimes. Read-only. */
import type {BigIntStats} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import type {Evidence, GuardedFile} from '../rules/audit/evidence.ts';
import type {Instance} from '../rules/instance.ts';
import type {Machine, OpenClaw} from '../rules/machine.ts';
import type {Holder} from '../rules/occupancy.ts';
import {runtimeOf} from '../rules/service/spec.ts';
import {isBefore} from '../rules/version.ts';
import {blockOf} from '../rules/ports.ts';
import {ownRuntime} from './engine.ts';
import type {Environment} from './environment.ts';
import {readCredentials, tokenFilesOf} from './credentials.ts';
import {listFolder, readDotenv, readState, resolveLinks, statOf} from './files.ts';
import {type Listeners, withProcesses} from './listeners.ts';
import {versionOf} from './openclaw.ts';
import {reasonsToRestore} from './restore.ts';
import {readRuntimes, RuntimeReader} from './service-runtime.ts';

export type EvidenceInput = {
  readonly machine: Machine;
  readonly openclaw: OpenClaw | undefined;
  readonly listeners: Listeners | undefined;
  readonly env: Environment;
};

/** The instances with all that an audit wants to know about them. */
export async function withEvidence(instances: readonly Instance[], input: EvidenceInput): Promise<Instance[]> {
  const reader = new RuntimeReader(input);
  const blocks = instances.map(({bases}) => blockOf(bases[0].port));
  const inBlocks = [...(input.listeners?.keys() ?? [])].filter(port => blocks.some(({from, to}) => port >= from && port <= to));
  const held = input.listeners ? [...(await withProcesses(input.listeners, new Set(inBlocks)))].sort(([one], [other]) => one - other) : [];
  return Promise.all(instances.map(async instance => ({...instance, evidence: await readEvidence(instance, input, held, reader)})));
}

async function readEvidence(instance: Instance, {machine, openclaw}: EvidenceInput, held: readonly (readonly [port: number, Holder | undefined])[], reader: RuntimeReader): Promise<Evidence> {
  const {stateDir, services, bases} = instance;
  const {variables: dotenv} = readDotenv(stateDir);
  const [served] = services.flatMap(({argv}) => runtimeOf(argv) ?? []);
  const own = served ? undefined : ownRuntime(instance, openclaw?.node ?? process.execPath, machine.platform);
  const version = served ? versionOf(instance, openclaw, machine.platform) : (own?.version ?? openclaw?.version);
  const {entry, node} = served ?? own ?? openclaw ?? {};
  const {from, to} = blockOf(bases[0].port);
  let credentials: Evidence['credentials'] | undefined;
  return {
    version,
    files: guardedFiles(instance, tokenFilesOf(instance, machine)),
    dotenv: Object.entries(dotenv).flatMap(([name, value]) => (value && /^OPENCLAW_(STATE_DIR|CONFIG_PATH|HOME)$/.test(name) ? {name, value} : [])),
    hasGatewaySecret: ['OPENCLAW_GATEWAY_TOKEN', 'OPENCLAW_GATEWAY_PASSWORD'].some(name => dotenv[name] || services.some(({environment}) => environment[name])),
    // Only an audit compares them, and Node takes milliseconds to be able to digest anything.
    get credentials() {
      return (credentials ??= readCredentials(instance, machine, dotenv));
    },
    runtimes: await readRuntimes(instance, version, reader),
    busy: held.flatMap(([port, holder]) => (port >= from && port <= to ? {port, code: 'EADDRINUSE', holder} : [])),
    restore: readRestore(instance, version),
    openclaw: entry === undefined ? undefined : resolveLinks(entry),
    node: node === undefined ? undefined : resolveLinks(node),
    disk: statOf(stateDir)?.dev.toString(),
  };
}

const SECRET_FILES = ['.env', 'gateway.systemd.env'];

/** What holds secrets, with who may get at it at most. A unit may be read by all, as OpenClaw itself wrote it for long; a secret in it is a finding of its own. */
function guardedFiles({stateDir, configPath, services}: Instance, tokenFiles: readonly string[]): GuardedFile[] {
  // Most of what may be there is not: one look into the folder says so for all.
  const present = listFolder(stateDir);
  const namesIn = (folder: string) => (present.includes(folder) ? listFolder(join(stateDir, folder)) : []);
  const besideConfig = dirname(configPath) === stateDir ? present : listFolder(dirname(configPath));
  const backups = besideConfig.filter(name => name.startsWith(`${basename(configPath)}.`) && /\.(bak(\.\d+)?|last-good)$/.test(name));
  const environments = namesIn('service-env').filter(name => name.endsWith('.env'));
  const logins = namesIn('agents').map(agent => join(stateDir, 'agents', agent, 'agent', 'auth-profiles.json'));
  const secret = [
    configPath,
    ...backups.map(name => join(dirname(configPath), name)),
    ...SECRET_FILES.filter(name => present.includes(name)).map(name => join(stateDir, name)),
    ...environments.map(name => join(stateDir, 'service-env', name)),
    ...logins,
    ...tokenFiles,
  ];
  const units = services.filter(({scope}) => scope === 'user').map(({path}) => path);
  const withMode = (paths: readonly string[], limit: number, isMeant: (stats: BigIntStats) => boolean) =>
    paths.flatMap(path => {
      const stats = statOf(path);
      return stats && isMeant(stats) ? {path, mode: Number(stats.mode) & 0o777, limit} : [];
    });
  return [
    ...withMode([stateDir, ...(present.includes('credentials') ? [join(stateDir, 'credentials')] : [])], 0o700, stats => stats.isDirectory()),
    ...withMode(secret, 0o600, stats => stats.isFile()),
    ...withMode(units, 0o644, stats => stats.isFile()),
  ];
}

function readRestore({configPath, config}: Instance, version: string | undefined): Evidence['restore'] {
  const backup = `${configPath}.bak`;
  // It came in 2026.4.22, was gone with 2026.5.3, and is back since 2026.6; those first weeks are left out.
  if (config.kind !== 'read' || version === undefined || isBefore(version, 2026, 6)) return undefined;
  const file = readState(configPath);
  const reasons = file.kind === 'file' ? reasonsToRestore(file.bytes, backup) : [];
  return reasons.length === 0 ? undefined : {reasons, from: backup};
}
