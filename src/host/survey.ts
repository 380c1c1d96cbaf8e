/** Looks the whole host over, once: machine, instances, listeners, OpenClaw, service manager. Read-only. */
import {statSync} from 'node:fs';
import type {Host} from '../rules/answers.ts';
import type {Environment} from './environment.ts';
import {discoverInstances, withListeners} from './discover.ts';
import {readListeners} from './listeners.ts';
import {currentPlatform, readMachine, readManager} from './machine.ts';
import {findOpenClaw} from './openclaw.ts';
import {serviceFolders} from './service-files.ts';

export async function surveyHost(env: Environment): Promise<Host> {
  const platform = currentPlatform();
  const machine = readMachine(env, platform);
  const {homes} = machine;
  const folders = serviceFolders(platform, homes.user, homes.openclaw);
  const found = discoverInstances({home: homes.openclaw, platform, env, folders});
  const [listeners, openclaw, manager] = await Promise.all([
    readListeners(platform),
    findOpenClaw(env, platform, found),
    readManager(env, machine),
  ]);
  return {
    machine,
    instances: withListeners(found, listeners),
    openclaw,
    manager,
    busyPorts: [...(listeners?.keys() ?? [])],
  };
}

/** Whether root works for somebody else, as sudo does: it would leave files that their owner can't touch, or in a wrong home. */
export function isForeignRoot({machine}: Host, env: Environment): boolean {
  if (machine.userId !== 0) return false;
  if (env['SUDO_USER'] && env['SUDO_USER'] !== 'root') return true;
  const owner = statSync(machine.homes.openclaw, {throwIfNoEntry: false})?.uid;
  return owner !== undefined && owner !== 0;
}
