/** Base ports and the blocks that follow from them, of all instances and of the gateways of other users against each other. */
import type {Instance, PortSource} from '../instance.ts';
import {BLOCK_LAST_OFFSET, blockOf, clashesOf, HIGHEST_BASE, intersect, MINIMUM_DISTANCE} from '../ports.ts';
import {strangerOwner} from '../strangers.ts';
import {type Fix, fixFor, type RuleId, type Value} from './finding.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

/** A base port and who takes it. Gateways of other users have no instance: we see where they listen, and nothing else. */
type Claim = {readonly base: number; readonly label: string; readonly source: PortSource; readonly instance: Instance | undefined};

function claimsOf({instances, strangers}: Subject): Claim[] {
  const own = instances.flatMap(instance => instance.bases.map(({port, source}) => ({base: port, label: instance.label, source, instance})));
  const known = new Set(own.map(({base}) => base));
  // Root sees a service that runs as another user twice: by its unit, and by what listens.
  const others = strangers.filter(({port}) => !known.has(port)).map(stranger => ({base: stranger.port, label: strangerOwner(stranger).label, source: 'running' as const, instance: undefined}));
  return [...own, ...others].sort((a, b) => a.base - b.base || (a.label < b.label ? -1 : 1));
}

function valueOf({base, label, source}: Claim): Value {
  return {instance: label, key: BASE_KEYS[source], value: String(base)};
}

/** The key that a base port was read from. */
export const BASE_KEYS: Readonly<Record<PortSource, string>> = {
  'service-argument': '--port of its service',
  'service-environment': 'OPENCLAW_GATEWAY_PORT of its service',
  dotenv: 'OPENCLAW_GATEWAY_PORT in .env',
  config: 'gateway.port',
  running: 'its running gateway',
  'hashed-default': 'no gateway.port: from its name',
  default: 'no gateway.port: the default',
};

/** Who stays where he is: main, then whom we can't tell to move, then by name. */
function rankOf({instance, label}: Claim): string {
  const order = instance?.profile === 'default' ? 0 : instance === undefined ? 1 : instance.profile === 'main' ? 2 : 3;
  return `${order} ${label}`;
}

function moveAway(claims: readonly Claim[], {newBase}: Subject): Fix[] {
  const [, ...movers] = [...new Map(claims.map(claim => [claim.label, claim])).values()].sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1));
  return movers.flatMap(({instance, source}) => {
    if (!instance) return [];
    // What neither the config nor the service says, no plan can say otherwise.
    const basePort = source === 'dotenv' || source === 'running' ? undefined : newBase(instance);
    return fixFor(instance, basePort === undefined ? {kind: 'hand'} : {kind: 'answers', answers: {basePort}});
  });
}

function* equalBases(subject: Subject): Generator<Found<'base-equal'>> {
  for (const [port, claims] of Map.groupBy(claimsOf(subject), ({base}) => base)) {
    if (new Set(claims.map(({label}) => label)).size < 2) continue;
    yield {values: claims.map(valueOf), detail: {port}, fixes: moveAway(claims, subject)};
  }
}

type Pair = {readonly lower: Claim; readonly upper: Claim; readonly distance: number};

/** Base ports whose blocks meet: of each only those that lie within its block, since they are sorted. One claim speaks for its equals. */
function* meetingBases(subject: Subject): Generator<Pair> {
  const claims = [...Map.groupBy(claimsOf(subject), ({base}) => base).values()].map(equals => equals.toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1)));
  for (const [index, lowers] of claims.entries()) {
    for (let next = index + 1; next < claims.length; next++) {
      const uppers = claims[next] as Claim[];
      const distance = (uppers[0] as Claim).base - (lowers[0] as Claim).base;
      if (distance > BLOCK_LAST_OFFSET) break;
      const lower = lowers[0] as Claim;
      const upper = uppers.find(({label}) => label !== lower.label);
      if (upper) yield {lower, upper, distance};
    }
  }
}

function pairFound({lower, upper, distance}: Pair, subject: Subject) {
  const [keeper, mover] = rankOf(lower) < rankOf(upper) ? [lower, upper] : [upper, lower];
  // What the lower one would do with the upper one's own port.
  const [clash] = clashesOf({from: upper.base, to: upper.base}, [{label: lower.label, bases: [lower.base], explicit: []}]);
  const isAccepted = [lower, upper].some(({instance, base}) => instance?.acceptedBase === base);
  return {
    values: [lower, upper].map(valueOf),
    detail: {clash: {...clash, shared: intersect(blockOf(lower.base), blockOf(upper.base))} as never, distance, mover: mover.label, base: mover.base, other: keeper.base, isAccepted},
    fixes: moveAway([keeper, mover], subject),
  };
}

function* nearBases(subject: Subject): Generator<Found<'base-near'>> {
  for (const pair of meetingBases(subject)) if (pair.distance < MINIMUM_DISTANCE) yield pairFound(pair, subject);
}

function* overlappingBlocks(subject: Subject): Generator<Found<'block-overlap'>> {
  for (const pair of meetingBases(subject)) {
    if (pair.distance < MINIMUM_DISTANCE) continue;
    const found = pairFound(pair, subject);
    yield {...found, ...(found.detail.isAccepted ? {severity: 'note', fixes: []} : {})};
  }
}

function move(instance: Instance, subject: Subject): Fix[] {
  const basePort = subject.newBase(instance);
  return [fixFor(instance, basePort === undefined ? {kind: 'hand'} : {kind: 'answers', answers: {basePort}})];
}

function baseValue({label, bases: [{port, source}]}: Instance): Value {
  return {instance: label, key: BASE_KEYS[source], value: String(port)};
}

/** EACCES: below the first port that everybody may open, or in a range that Windows keeps for itself. */
function* closedPorts(subject: Subject): Generator<Found<'port-closed'>> {
  for (const instance of subject.instances) {
    const {port: base} = instance.bases[0];
    const closed = subject.machine.closedPorts.flatMap(range => intersect(blockOf(base), range) ?? [])[0];
    if (!closed || instance.isListening) continue;
    const isBase = closed.from === base;
    yield {values: [baseValue(instance)], detail: {port: closed.from, isBase}, fixes: move(instance, subject), ...(isBase ? {} : {severity: 'warning'})};
  }
}

function* highBases(subject: Subject): Generator<Found<'base-high'>> {
  for (const instance of subject.instances) {
    const {port: base} = instance.bases[0];
    if (base > HIGHEST_BASE) yield {values: [baseValue(instance)], detail: {base}, fixes: move(instance, subject)};
  }
}

function* ephemeralBases({instances, machine: {ephemeral}}: Subject): Generator<Found<'base-ephemeral'>> {
  if (!ephemeral) return;
  for (const instance of instances) {
    const {port: base} = instance.bases[0];
    if (intersect({from: base, to: base}, ephemeral)) yield {values: [baseValue(instance)], detail: {base, ...ephemeral}};
  }
}

function* unpinnedBases({instances}: Subject): Generator<Found<'base-unpinned'>> {
  for (const instance of instances) {
    const {port, source} = instance.bases[0];
    const isNamed = instance.profile !== undefined && instance.profile !== 'default';
    if (!isNamed || !source.endsWith('default') || instance.config.kind === 'unreadable') continue;
    yield {values: [baseValue(instance)], detail: {base: port}, fixes: [fixFor(instance, {kind: 'answers', answers: {basePort: port}})]};
  }
}

export const PORT_RULES = [
  {id: 'base-equal', severity: 'error', check: 'base-port', find: equalBases},
  {id: 'base-near', severity: 'error', check: 'base-port', find: nearBases},
  {id: 'block-overlap', severity: 'warning', check: 'derived-ports', find: overlappingBlocks},
  {id: 'port-closed', severity: 'error', find: closedPorts},
  {id: 'base-high', severity: 'warning', find: highBases},
  {id: 'base-ephemeral', severity: 'note', find: ephemeralBases},
  {id: 'base-unpinned', severity: 'note', find: unpinnedBases},
] as const satisfies readonly Rule<RuleId>[];
