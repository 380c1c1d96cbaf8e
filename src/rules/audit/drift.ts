/** Where config, service and what really listens disagree about ports, and who else holds them. */
import {type Instance, livePort} from '../instance.ts';
import type {BusyPort} from '../occupancy.ts';
import {blockOf, intersect, portRows} from '../ports.ts';
import {isNamedProfile} from '../profile.ts';
import {type Fix, fixFor, type RuleId, type Value} from './finding.ts';
import {BASE_KEYS, moved} from './ports.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

/** `gateway --port 19001` is for that run alone; but callers look for it where the config says (openclaw/openclaw#7626). */
function* driftedPorts(subject: Subject): Generator<Found<'port-drift'>> {
  for (const instance of subject.settled) {
    // `--dev` has its port whatever the config says.
    const bases = instance.bases.filter(({source}) => source !== 'default');
    const [first] = bases;
    if (!first || bases.length < 2) continue;
    const values = bases.map(({port, source}): Value => ({instance: instance.label, key: BASE_KEYS[source], value: String(port)}));
    yield {values, detail: {}, fixes: [agreed(instance, subject)]};
  }
}

/** One port for all: what a plan writes into config and service; what a file of variables or a running gateway says, it can't. */
function agreed(instance: Instance, subject: Subject): Fix {
  const {services, bases, profile} = instance;
  const isOurs = bases.every(({source}) => source === 'config' || source.startsWith('service')) && services.every(({scope, dropIns}) => scope === 'user' && !dropIns);
  if (!isOurs || !isNamedProfile(profile)) return fixFor(instance, {kind: 'hand'});
  const fix = moved(instance, 'service-argument', subject);
  const isSettled = subject.baseOf(instance) !== bases[0].port;
  // The config's own port where it is free; else that of the service, unless it has to move anyway.
  return fix.remedy.kind === 'answers' && !isSettled && fix.remedy.answers.basePort !== instance.settings.port ? fixFor(instance, {kind: 'answers', answers: {basePort: bases[0].port}}) : fix;
}

/** A gateway, or what starts one. A Node that holds no lock may still be one: builds before 2026.8 kept none where we look. */
function isGateway({holder}: BusyPort): boolean {
  return holder === undefined || (holder.user === undefined && (holder.command === '' || /openclaw|^(node|bun)(\.exe)?$/i.test(holder.command)));
}

const BROWSERS = /chrom|brave|edge|vivaldi|opera/i;

function isOwnBrowser({port, holder}: BusyPort, base: number): boolean {
  return port >= base + 3 && holder?.user === undefined && BROWSERS.test(holder?.command ?? '');
}

/** What of a block is held by something that is no gateway. */
function heldBy(instance: Instance): BusyPort[] {
  const base = livePort(instance);
  return (instance.evidence?.busy ?? []).filter(busy => !isGateway(busy) && !isOwnBrowser(busy, base));
}

function* heldBases(subject: Subject): Generator<Found<'port-held'>> {
  for (const instance of subject.settled) {
    const {port} = instance.bases[0];
    const busy = heldBy(instance).find(held => held.port === port);
    // Root sees its own system service that runs as another user.
    if (!busy || (busy.holder?.user !== undefined && instance.services.some(({scope}) => scope === 'system'))) continue;
    const {source} = instance.bases[0];
    yield {values: [{instance: instance.label, key: BASE_KEYS[source], value: String(port)}], detail: {busy}, fixes: [moved(instance, source, subject)]};
  }
}

function* heldBlocks({settled: instances, strangers}: Subject): Generator<Found<'block-port-held'>> {
  for (const instance of instances) {
    const {port: base} = instance.bases[0];
    const isStranger = ({port}: BusyPort) => strangers.some(stranger => intersect(blockOf(stranger.port), {from: port, to: port}));
    // Older builds used more of +1 … +10; today's ports are those of the table.
    const used = portRows(base).filter(({id}) => id !== 'gateway' && id !== 'canvas');
    const busy = heldBy(instance).filter(held => used.some(row => intersect(row, {from: held.port, to: held.port})) && !isStranger(held));
    const [first] = busy;
    if (first) yield {values: busy.map(({port}): Value => ({instance: instance.label, key: used.find(row => intersect(row, {from: port, to: port}))?.id ?? '', value: String(port)})), detail: {busy}, fixes: [fixFor(instance, {kind: 'hand'})]};
  }
}

export const DRIFT_RULES = [
  {id: 'port-drift', severity: 'warning', find: driftedPorts},
  {id: 'port-held', severity: 'error', find: heldBases},
  {id: 'block-port-held', severity: 'warning', find: heldBlocks},
] as const satisfies readonly Rule<RuleId>[];
