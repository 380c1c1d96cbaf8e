/** The status of instances for people: one line each, or one block each, side by side where there is room. */
import type {Host} from '../rules/answers.ts';
import type {Finding} from '../rules/audit/finding.ts';
import {type Instance, livePort} from '../rules/instance.ts';
import {tildePath} from '../rules/profile.ts';
import {type ConfigStatus, type Health, type InstanceStatus, mainService, type ServiceStatus} from '../rules/status.ts';
import {managerText} from './manager.ts';
import {holderText, portSource} from './port-text.ts';
import {pathText, printable, short} from './terms.ts';
import {countText} from './findings.ts';
import {pad, table, wrap} from './table.ts';

export const HEALTH_TEXTS: Readonly<Record<Health, string>> = {
  healthy: 'healthy',
  page: 'answers with a page: an OpenClaw too old to tell its health, or no gateway',
  unhealthy: 'answers, but not as a healthy gateway',
  silent: 'listens, but does not answer',
  closed: 'down',
};

const CONFIG: Readonly<Record<ConfigStatus['state'], string>> = {
  missing: 'missing',
  unreadable: 'can’t be read',
  readable: 'read, not validated',
  valid: 'valid',
  invalid: 'INVALID',
};

export type StatusFact = {readonly label: string; readonly value: string};

/** Everything about one instance, in an order that is the same for all. */
export function statusFacts({instance, config, services, holder, health, version, log, findings}: InstanceStatus, {machine, manager}: Host): StatusFact[] {
  const tilde = (path: string) => pathText(tildePath(path, machine.homes.openclaw, machine.platform));
  const {profile, stateDir, configPath, workspace, bases} = instance;
  const [{port, source}, ...others] = bases;
  const live = livePort(instance);
  const who = health === 'closed' ? '' : `, ${holderText({port: live, code: 'EADDRINUSE', holder})}`;
  const isJudged = config.state === 'valid' || config.state === 'invalid';
  const isStarting = health === 'closed' && services.some(({state}) => state?.isActive);
  const drift = others.filter(other => other.source !== 'running').map(other => `; ${portSource(other.source)} says ${other.port}`).join('');
  const elsewhere = live === port ? '' : `; the gateway that runs now has ${live}`;
  const lingers = machine.platform === 'linux' && manager.kind === 'ready' && services.length > 0 ? manager.lingers : undefined;
  return [
    {label: 'health', value: isStarting ? 'not up: its service is starting, or stuck' : HEALTH_TEXTS[health]},
    {label: 'profile', value: profile ?? 'none: an instance of its own paths'},
    {label: 'config', value: `${tilde(configPath)}: ${CONFIG[config.state]}${isJudged ? `, says ${config.by}` : ''}${config.reason === undefined ? '' : ` (${pathText(config.reason)})`}`},
    {label: 'state', value: tilde(stateDir)},
    {label: 'workspace', value: tilde(workspace)},
    {label: 'base port', value: `${port} (${portSource(source)})${drift}${elsewhere}${who}`},
    ...(services.length === 0 ? [{label: 'service', value: 'none'}] : services.map(service => ({label: 'service', value: serviceText(service)}))),
    ...(lingers === undefined ? [] : [{label: 'linger', value: lingers ? 'on' : `off: ${managerText({manager, machine})}`}]),
    {label: 'isolation', value: isolationText(findings, machine.ownCommand)},
    {label: 'version', value: version === undefined ? 'OpenClaw is not on this machine' : `OpenClaw ${version}`},
    {label: 'log', value: log === undefined ? 'none yet' : log.kind === 'file' ? tilde(log.path) : `journalctl --user -u ${log.unit}`},
  ];
}

function isolationText(findings: readonly Finding[], ownCommand: string): string {
  const found = countText(findings, ['error', 'warning']);
  return found === '' ? 'nothing found' : `${found}; ${ownCommand} doctor tells them`;
}

function serviceText({name, scope, state}: ServiceStatus): string {
  const where = scope === 'system' ? ' of the system' : '';
  if (!state) return `${printable(name)}${where}, its manager can’t be asked`;
  const run = state.isActive ? `running${state.pid === undefined ? '' : ` (pid ${state.pid})`}` : state.isFailed ? 'FAILED' : 'not running';
  return `${printable(name)}${where}, ${state.isEnabled ? 'enabled' : 'not enabled'}, ${run}`;
}

const LABEL_WIDTH = 11;
/** Narrower, and a path says nothing any more. */
const NARROWEST_COLUMN = 34;

/** @param columns width of the terminal; undefined where it is none, so that every instance gets a block of its own */
export function statusText(statuses: readonly InstanceStatus[], host: Host, columns: number | undefined): string {
  const blocks = statuses.map(status => ({title: short(status.instance.label), facts: statusFacts(status, host)}));
  const width = columns === undefined ? 0 : Math.floor((columns - LABEL_WIDTH - 1) / blocks.length);
  if (blocks.length > 1 && width >= NARROWEST_COLUMN) return sideBySide(blocks, width);
  return blocks.map(({title, facts}) => [title, ...facts.map(({label, value}) => `  ${label.padEnd(LABEL_WIDTH)}${value}`), ''].join('\n')).join('\n');
}

type Block = {readonly title: string; readonly facts: readonly StatusFact[]};

function sideBySide(blocks: readonly Block[], width: number): string {
  const labels = [...new Set(blocks.flatMap(({facts}) => facts.map(({label}) => label)))];
  const row = (label: string, cells: readonly (readonly string[])[]) => {
    const height = Math.max(1, ...cells.map(({length}) => length));
    return Array.from({length: height}, (_, line) => `${(line === 0 ? label : '').padEnd(LABEL_WIDTH)}${cells.map(cell => pad(cell[line] ?? '', width)).join('')}`.trimEnd());
  };
  const lines = [
    ...row('', blocks.map(({title}) => [title])),
    ...labels.flatMap(label => row(label, blocks.map(({facts}) => facts.filter(fact => fact.label === label).flatMap(({value}) => wrap(value, width - 2))))),
  ];
  return `${lines.join('\n')}\n`;
}

/** One line for each instance, then what is no instance of ours. */
export function listText(host: Host): string {
  const {instances, strangers, machine} = host;
  const tilde = (path: string) => pathText(tildePath(path, machine.homes.openclaw, machine.platform));
  const rows = instances.map(instance => [
    short(instance.label),
    String(livePort(instance)),
    listening(instance),
    printable(mainService(instance)?.name ?? 'no service'),
    tilde(instance.stateDir),
    instance.config.kind === 'read' ? '' : `config ${CONFIG[instance.config.kind]}`,
  ]);
  const others = othersText(host);
  return rows.length + strangers.length === 0 && others === '' ? 'No OpenClaw gateway on this host.\n' : `${table(rows)}${others}`;
}

/** Gateways of other users, and files that only bear the name of a service. */
export function othersText({strangers, namesakes, machine}: Host): string {
  const tilde = (path: string) => pathText(tildePath(path, machine.homes.openclaw, machine.platform));
  return [
    ...strangers.map(({user, port, pid}) => `The user ${printable(user)} runs a gateway too, on ${port}${pid === undefined ? '' : ` (pid ${pid})`}.\n`),
    ...namesakes.map(({path, command}) => `${tilde(path)} bears the name of an OpenClaw service, but starts ${command === '' ? 'no gateway' : printable(command)}.\n`),
  ].join('');
}

function listening({isListening}: Instance): string {
  return isListening === undefined ? 'unknown' : isListening ? 'listening' : 'not listening';
}
