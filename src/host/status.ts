/** Reads how instances are doing: their services, what listens, what answers, where they log. Starts and changes nothing. */
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Host} from '../rules/answers.ts';
import {type Instance, livePort} from '../rules/instance.ts';
import {selectorFor} from '../rules/selector.ts';
import {managedName} from '../rules/service/files.ts';
import {type ConfigStatus, type Health, type InstanceStatus, type LogPlace, logSources, type ServiceStatus} from '../rules/status.ts';
import type {ServiceState} from '../rules/target.ts';
import {reasons} from '../text/reasons.ts';
import {askOpenClaw, firstIssue} from './ask.ts';
import {openclawOf} from './engine.ts';
import type {Environment} from './environment.ts';
import {listFolder, statOf} from './files.ts';
import {askHealth} from './health.ts';
import {type Listeners, readListeners} from './listeners.ts';
import {readServiceStates} from './machine.ts';
import {versionOf} from './openclaw.ts';

export type StatusOptions = {
  /** Let OpenClaw itself judge each config. */
  readonly isValidating: boolean;
};

/** A gateway of this host answers within some milliseconds; a report does not wait longer for one that hangs. */
const HEALTH_LIMIT_MS = 600;

/** The status of some instances of a host, in their order. */
export async function readStatus(instances: readonly Instance[], host: Host, env: Environment, {isValidating}: StatusOptions): Promise<Omit<InstanceStatus, 'findings'>[]> {
  const [listeners, states] = await Promise.all([readListeners(host.machine.platform), statesOf(instances, host, env)]);
  const [namesIn, temporary] = [folders(), tmpdir()];
  return Promise.all(instances.map(async instance => {
    const port = livePort(instance);
    const services = instance.services.map((service): ServiceStatus => ({...service, state: states.get(service.path)}));
    const version = instance.evidence ? instance.evidence.version : versionOf(instance, host.openclaw, host.machine.platform);
    const [config, health] = await Promise.all([configStatus(instance, host, env, isValidating), healthOf(port, listeners)]);
    return {instance, config, services, holder: listeners?.get(port), health, version, log: logOf(services, logFilesOf(instance, host.machine, version, namesIn, temporary))};
  }));
}

function healthOf(port: number, listeners: Listeners | undefined): Promise<Health> {
  return listeners && !listeners.has(port) ? Promise.resolve('closed') : askHealth(port, HEALTH_LIMIT_MS);
}

/** By the path of the service file: one name may stand for a service of the user and one of the system. */
async function statesOf(instances: readonly Instance[], {machine, manager}: Host, env: Environment): Promise<ReadonlyMap<string, ServiceState>> {
  const states = new Map<string, ServiceState>();
  const services = instances.flatMap(instance => instance.services.map(service => ({...service, isListening: instance.isListening ?? false})));
  for (const scope of ['user', 'system'] as const) {
    const here = services.filter(service => service.scope === scope);
    const [first] = here;
    if (!first || (scope === 'user' && manager.kind !== 'ready')) continue;
    const names = here.map(managedName);
    const found = await readServiceStates(first.manager, scope, names, env, machine, name => here[names.indexOf(name)]?.isListening ?? false);
    here.forEach(({path}, index) => {
      const state = found.get(names[index] as string);
      if (state) states.set(path, state);
    });
  }
  return states;
}

async function configStatus(instance: Instance, host: Host, env: Environment, isValidating: boolean): Promise<ConfigStatus> {
  const {config, settings} = instance;
  const ours = 'openclaw-rescue';
  if (config.kind === 'missing') return {state: 'missing', by: ours};
  if (config.kind === 'unreadable') return {state: 'unreadable', reason: config.reason, by: ours};
  const openclaw = isValidating ? openclawOf(instance, host) : undefined;
  if (!openclaw) {
    return {state: 'readable', by: ours, ...(settings.mode === undefined ? {reason: reasons().noMode} : {})};
  }
  const by = `OpenClaw ${openclaw.version}`;
  const answer = await askOpenClaw(openclaw, selectorFor(instance), ['config', 'validate', '--json'], env);
  if (answer?.['valid'] === true) return {state: 'valid', by};
  if (answer?.['valid'] !== false) return {state: 'readable', reason: reasons().cannotValidate(by), by: ours};
  const issue = firstIssue(answer);
  return {state: 'invalid', by, ...(issue === undefined ? {} : {reason: issue})};
}

/** The journal where systemd runs it, else the newest log file that is there. */
function logOf(services: readonly ServiceStatus[], files: readonly string[]): LogPlace | undefined {
  const unit = services.find(({manager, scope, state}) => manager === 'systemd' && scope === 'user' && state !== undefined);
  if (unit) return {kind: 'journal', unit: unit.name, ...(files[0] === undefined ? {} : {path: files[0]})};
  return files[0] === undefined ? undefined : {kind: 'file', path: files[0]};
}

/** Looks into a folder once. */
function folders(): (path: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return path => {
    const names = known.get(path) ?? listFolder(path);
    known.set(path, names);
    return names;
  };
}

/** Log files that are there, the newest first. @param namesIn and @param temporary for who asks about many instances */
export function logFilesOf(instance: Pick<Instance, 'profile' | 'settings'>, machine: Host['machine'], version: string | undefined, namesIn: (folder: string) => readonly string[] = listFolder, temporary = tmpdir()): string[] {
  const {files, dated} = logSources(instance, machine, temporary, version);
  const found = dated.flatMap(({folder, prefix}) => {
    const days = namesIn(folder).filter(name => name.startsWith(prefix) && /^\d{4}-\d\d-\d\d\.log$/.test(name.slice(prefix.length)));
    return days.map(name => join(folder, name));
  });
  // A FIFO would be waited for, and a device has no end.
  const times = new Map([...files, ...found].flatMap(path => {
    const stats = statOf(path);
    return stats?.isFile() ? [[path, Number(stats.mtimeMs)] as const] : [];
  }));
  return [...times].sort(([, a], [, b]) => b - a).map(([path]) => path);
}
