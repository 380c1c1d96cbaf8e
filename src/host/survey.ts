/** Looks the whole host over, once: machine, instances, listeners, OpenClaw, service manager. Read-only. */
import type {Host} from '../rules/answers.ts';
import type {Machine} from '../rules/machine.ts';
import type {ProfilePaths} from '../rules/profile.ts';
import {findNpm} from './engine.ts';
import type {Environment} from './environment.ts';
import {discoverInstances, withListeners, withOldDefaults} from './discover.ts';
import {withEvidence} from './evidence.ts';
import {lasting, readListeners} from './listeners.ts';
import {readMachine, readManager} from './machine.ts';
import {findOpenClaw} from './openclaw.ts';
import {currentPlatform} from './platform.ts';
import {findNamesakes, serviceFolders, type ServiceFolders} from './service-files.ts';
import {findStrangers} from './strangers.ts';

/** What the files of this host say, which is quick to know. */
export type HostFiles = Pick<Host, 'machine' | 'instances' | 'openclaw'>;

/** @param known instances that no profile and no service leads to */
export async function surveyFiles(env: Environment, known: readonly ProfilePaths[] = []): Promise<HostFiles> {
  const platform = currentPlatform();
  const machine = readMachine(env, platform);
  const {homes} = machine;
  const instances = discoverInstances({home: homes.openclaw, platform, env, folders: foldersOf(machine), known});
  const openclaw = await findOpenClaw(env, platform, instances);
  return {machine, instances: withOldDefaults(instances, openclaw, platform), openclaw};
}

/**
 * The whole host.
 * @param known as for {@link surveyFiles}
 * @param isAudited also reads what an audit wants to know of each instance
 */
export async function surveyHost(env: Environment, known: readonly ProfilePaths[] = [], isAudited = false): Promise<Host> {
  const machine = readMachine(env, currentPlatform());
  const [files, seen, manager] = await Promise.all([surveyFiles(env, known), readListeners(machine.platform), readManager(env, machine)]);
  const listeners = await lasting(seen, machine.platform);
  const {openclaw} = files;
  const instances = withListeners(files.instances, listeners);
  return {
    ...files,
    instances: isAudited ? await withEvidence(instances, {machine, openclaw, listeners, env}) : instances,
    npm: findNpm(openclaw?.node, env, machine.platform),
    manager,
    busyPorts: [...(listeners?.keys() ?? [])],
    strangers: await findStrangers(listeners, machine.platform, machine.userId),
    namesakes: findNamesakes(foldersOf(machine), machine.platform),
  };
}

function foldersOf({platform, homes}: Machine): ServiceFolders {
  return serviceFolders(platform, homes.user, homes.openclaw);
}
