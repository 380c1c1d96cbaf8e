/** Looks the whole host over, once: machine, instances, listeners, OpenClaw, service manager. Read-only. */
import type {Host, SeenHost} from '../rules/answers.ts';
import type {Machine} from '../rules/machine.ts';
import type {ProfilePaths} from '../rules/profile.ts';
import {findNpm} from './engine.ts';
import type {Environment} from './environment.ts';
import {discoverInstances, withListeners, withOldDefaults} from './discover.ts';
import {withEvidence} from './evidence.ts';
import {lasting, type Listeners, readPorts} from './listeners.ts';
import {readMachine, readManager} from './machine.ts';
import {findOpenClaw} from './openclaw.ts';
import {currentPlatform} from './platform.ts';
import {findNamesakes, serviceFolders, type ServiceFolders} from './service-files.ts';
import {findStrangers} from './strangers.ts';

/** What the files of this host say, which is quick to know. */
export type HostFiles = Pick<Host, 'machine' | 'instances' | 'openclaw'>;

/** @param known instances that no profile and no service leads to */
export function surveyFiles(env: Environment, known: readonly ProfilePaths[] = []): Promise<HostFiles> {
  return readFiles(readMachine(env, currentPlatform()), env, known);
}

async function readFiles(machine: Machine, env: Environment, known: readonly ProfilePaths[]): Promise<HostFiles> {
  const {homes, platform} = machine;
  const instances = discoverInstances({home: homes.openclaw, platform, env, folders: foldersOf(machine), known});
  const openclaw = await findOpenClaw(env, platform, instances);
  return {machine, instances: withOldDefaults(instances, openclaw, platform), openclaw};
}

/** The files, and who listens. @param known as for {@link surveyFiles} */
export async function surveySeen(env: Environment, known: readonly ProfilePaths[] = []): Promise<SeenHost> {
  const ports = readPorts(currentPlatform());
  return (await see(readMachine(env, currentPlatform()), ports, env, known)).host;
}

/** @param ports the first look at who listens: the system takes its time to tell, in another thread or process, while files are read in this one */
async function see(machine: Machine, ports: Promise<Listeners | undefined>, env: Environment, known: readonly ProfilePaths[]): Promise<{readonly host: SeenHost; readonly listeners: Listeners | undefined}> {
  // Where a look is quick there is a second one.
  const before = machine.platform === 'linux' ? await ports : undefined;
  const now = before ? readPorts(machine.platform) : ports;
  const files = await readFiles(machine, env, known);
  const listeners = lasting(before, await now);
  const host = {
    ...files,
    instances: withListeners(files.instances, listeners),
    busyPorts: [...(listeners?.keys() ?? [])],
    strangers: await findStrangers(listeners, machine.platform, machine.userId),
    namesakes: findNamesakes(foldersOf(machine), machine.platform),
  };
  return {host, listeners};
}

/**
 * The whole host.
 * @param known as for {@link surveyFiles}
 * @param isAudited also reads what an audit wants to know of each instance
 */
export async function surveyHost(env: Environment, known: readonly ProfilePaths[] = [], isAudited = false): Promise<Host> {
  const ports = readPorts(currentPlatform());
  const machine = readMachine(env, currentPlatform());
  // Asked early: it takes its time in another process, while the files are read in this one.
  const asked = readManager(env, machine);
  const {host, listeners} = await see(machine, ports, env, known);
  const {openclaw} = host;
  return {
    ...host,
    instances: isAudited ? await withEvidence(host.instances, {machine, openclaw, listeners, env}) : host.instances,
    npm: findNpm(openclaw?.node, env, machine.platform),
    manager: await asked,
  };
}

function foldersOf({platform, homes}: Machine): ServiceFolders {
  return serviceFolders(platform, homes.user, homes.openclaw);
}
