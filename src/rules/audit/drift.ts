/** Where config, service and what really listens disagree about ports, and who else holds them. */
import {type Instance, livePort} from '../instance.ts';
import type {BusyPort} from '../occupancy.ts';
import {blockOf, intersect, portRows} from '../ports.ts';
import {DEFAULT_PROFILE} from '../profile.ts';
import {type Fix, fixFor, type RuleId, type Value} from './finding.ts';
import {BASE_KEYS} from './ports.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

/** `gateway --port 19001` is for that run alone; but callers look for it where the config says (openclaw/openclaw#7626). */
function* driftedPorts({instances}: Subject): Generator<Found<'port-drift'>> {
  for (const instance of instances) {
    const {label, bases, services, profile} = instance;
    const [first] = bases;
    if (bases.length < 2) continue;
    const isInService = services.length > 0 && profile !== undefined && profile !== DEFAULT_PROFILE;
    const fixes: Fix[] = bases.some(({source}) => source.startsWith('service')) && isInService
      ? [fixFor(instance, {kind: 'answers', answers: {basePort: first.port}})]
      : [fixFor(instance, {kind: 'hand'})];
    yield {values: bases.map(({port, source}): Value => ({instance: label, key: BASE_KEYS[source], value: String(port)})), detail: {config: instance.settings.port ?? first.port}, fixes};
  }
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
  for (const instance of subject.instances) {
    const {port} = instance.bases[0];
    const busy = heldBy(instance).find(held => held.port === port);
    // A gateway of another user on that very port is a matter of base ports.
    if (!busy || subject.strangers.some(stranger => stranger.port === port)) continue;
    const basePort = subject.newBase(instance);
    const {key, value} = {key: BASE_KEYS[instance.bases[0].source], value: String(port)};
    yield {values: [{instance: instance.label, key, value}], detail: {busy}, fixes: [fixFor(instance, basePort === undefined ? {kind: 'hand'} : {kind: 'answers', answers: {basePort}})]};
  }
}

function* heldBlocks({instances, strangers}: Subject): Generator<Found<'block-port-held'>> {
  for (const instance of instances) {
    const {port: base} = instance.bases[0];
    const isStranger = ({port}: BusyPort) => strangers.some(stranger => intersect(blockOf(stranger.port), {from: port, to: port}));
    // Older builds used more of +1 … +10; today's ports are those of the table.
    const used = portRows(base).filter(({id}) => id !== 'gateway' && id !== 'canvas');
    const busy = heldBy(instance).filter(held => used.some(row => intersect(row, {from: held.port, to: held.port})) && !isStranger(held));
    const [first] = busy;
    if (first) yield {values: busy.map(({port}): Value => ({instance: instance.label, key: used.find(row => intersect(row, {from: port, to: port}))?.id ?? '', value: String(port)})), detail: {busy}};
  }
}

export const DRIFT_RULES = [
  {id: 'port-drift', severity: 'warning', find: driftedPorts},
  {id: 'port-held', severity: 'error', find: heldBases},
  {id: 'block-port-held', severity: 'warning', find: heldBlocks},
] as const satisfies readonly Rule<RuleId>[];
