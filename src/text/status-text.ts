/** The status of instances for people: one line each, or one block each, side by side where there is room. */
import type {Host, SeenHost} from '../rules/answers.ts';
import type {Finding} from '../rules/audit/finding.ts';
import {type Instance, livePort} from '../rules/instance.ts';
import {tildePath} from '../rules/profile.ts';
import {type Health, type InstanceStatus, mainService, type ServiceStatus} from '../rules/status.ts';
import {en} from './en/status-text.ts';
import {countText} from './findings.ts';
import {spoken} from './language.ts';
import {pad, table, wrap} from './table.ts';
import {holderText, portSource} from './port-text.ts';
import {managerText} from './manager.ts';
import {pathText, printable, short} from './terms.ts';

const words = spoken(en, korean => korean.statusText);

export function healthWord(health: Health): string {
  return words().health[health];
}

export function noGatewayText(): string {
  return words().noGateway;
}

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
  const say = words();
  const {labels} = say;
  const ports = [
    `${port} (${portSource(source)})`,
    ...others.filter(other => other.source !== 'running').map(other => say.otherSource(portSource(other.source), other.port)),
    ...(live === port ? [] : [say.runsOn(live)]),
  ];
  const lingers = machine.platform === 'linux' && manager.kind === 'ready' && services.length > 0 ? manager.lingers : undefined;
  return [
    {label: labels.health, value: isStarting ? say.starting : healthWord(health)},
    {label: labels.profile, value: profile ?? say.noProfile},
    {label: labels.config, value: say.configOf(tilde(configPath), say.config[config.state], isJudged ? config.by : undefined, config.reason === undefined ? undefined : pathText(config.reason))},
    {label: labels.state, value: tilde(stateDir)},
    {label: labels.workspace, value: tilde(workspace)},
    {label: labels.base, value: `${ports.join('; ')}${who}`},
    ...(services.length === 0 ? [{label: labels.service, value: say.noService}] : services.map(service => ({label: labels.service, value: serviceText(service)}))),
    ...(lingers === undefined ? [] : [{label: labels.linger, value: lingers ? say.lingers : say.lingersNot(managerText({manager, machine}) ?? '')}]),
    {label: labels.isolation, value: isolationText(findings, machine.ownCommand)},
    {label: labels.version, value: version === undefined ? say.noOpenClaw : `OpenClaw ${version}`},
    {label: labels.log, value: log === undefined ? say.noLog : log.kind === 'file' ? tilde(log.path) : `journalctl --user -u ${log.unit}`},
  ];
}

function isolationText(findings: readonly Finding[], ownCommand: string): string {
  const found = countText(findings, ['error', 'warning']);
  return found === '' ? words().nothingFound : words().found(found, `${ownCommand} doctor`);
}

function serviceText({name, scope, state}: ServiceStatus): string {
  const say = words();
  const who = scope === 'system' ? say.ofSystem(printable(name)) : printable(name);
  if (!state) return `${who}, ${say.unasked}`;
  const run = state.isActive ? say.running(state.pid) : state.isFailed ? say.failed : say.notRunning;
  return `${who}, ${state.isEnabled ? say.enabled : say.notEnabled}, ${run}`;
}

const LABEL_WIDTH = 11;
/** Narrower, and a path says nothing any more. */
const NARROWEST_COLUMN = 34;

/** @param columns width of the terminal; undefined where it is none, so that every instance gets a block of its own */
export function statusText(statuses: readonly InstanceStatus[], host: Host, columns: number | undefined): string {
  const blocks = statuses.map(status => ({title: short(status.instance.label), facts: statusFacts(status, host)}));
  const width = columns === undefined ? 0 : Math.floor((columns - LABEL_WIDTH - 1) / blocks.length);
  if (blocks.length > 1 && width >= NARROWEST_COLUMN) return sideBySide(blocks, width);
  return blocks.map(({title, facts}) => [title, ...facts.map(({label, value}) => `  ${pad(label, LABEL_WIDTH)}${value}`), ''].join('\n')).join('\n');
}

type Block = {readonly title: string; readonly facts: readonly StatusFact[]};

function sideBySide(blocks: readonly Block[], width: number): string {
  const labels = [...new Set(blocks.flatMap(({facts}) => facts.map(({label}) => label)))];
  const row = (label: string, cells: readonly (readonly string[])[]) => {
    const height = Math.max(1, ...cells.map(({length}) => length));
    return Array.from({length: height}, (_, line) => `${pad(line === 0 ? label : '', LABEL_WIDTH)}${cells.map(cell => pad(cell[line] ?? '', width)).join('')}`.trimEnd());
  };
  const lines = [
    ...row('', blocks.map(({title}) => [title])),
    ...labels.flatMap(label => row(label, blocks.map(({facts}) => facts.filter(fact => fact.label === label).flatMap(({value}) => wrap(value, width - 2))))),
  ];
  return `${lines.join('\n')}\n`;
}

/** One line for each instance, then what is no instance of ours. */
export function listText(host: SeenHost): string {
  const {instances, strangers, machine} = host;
  const tilde = (path: string) => pathText(tildePath(path, machine.homes.openclaw, machine.platform));
  const rows = instances.map(instance => [
    short(instance.label),
    String(livePort(instance)),
    listening(instance),
    printable(mainService(instance)?.name ?? words().list.noService),
    tilde(instance.stateDir),
    instance.config.kind === 'read' ? '' : words().list.config(words().config[instance.config.kind]),
  ]);
  const others = othersText(host);
  return rows.length + strangers.length === 0 && others === '' ? `${noGatewayText()}\n` : `${table(rows)}${others}`;
}

/** Gateways of other users, and files that only bear the name of a service. */
export function othersText({strangers, namesakes, machine}: SeenHost): string {
  const tilde = (path: string) => pathText(tildePath(path, machine.homes.openclaw, machine.platform));
  return [
    ...strangers.map(({user, port, pid}) => `${words().stranger(printable(user), port, pid)}\n`),
    ...namesakes.map(({path, command}) => `${words().namesake(tilde(path), command === '' ? undefined : printable(command))}\n`),
  ].join('');
}

function listening({isListening}: Instance): string {
  const {unknown, listening, notListening} = words().list;
  return isListening === undefined ? unknown : isListening ? listening : notListening;
}
