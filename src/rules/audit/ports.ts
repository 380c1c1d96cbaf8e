/** Base ports and the blocks that follow from them, of all instances and of the gateways of other users against each other. */
import {type Instance, portOwnerOf, type PortSource} from '../instance.ts';
import {BLOCK_LAST_OFFSET, blockOf, HIGHEST_BASE, intersect, judgeBase, MINIMUM_DISTANCE, type Range, useOf} from '../ports.ts';
import {isNamedProfile} from '../profile.ts';
import {strangerOwner} from '../strangers.ts';
import {type Fix, fixFor, giveWay, type Party, type RuleId, type Value} from './finding.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

/** A base port and who takes it. Gateways of other users have no instance: we see where they listen, and nothing else. */
type Claim = Party & {readonly base: number; readonly source: PortSource; readonly instance: Instance | undefined};

function claimsOf({settled, strangers}: Subject): Claim[] {
  const own = settled.flatMap(instance => instance.bases.map(({port, source}): Claim => ({base: port, label: instance.label, ...(instance.profile === undefined ? {} : {profile: instance.profile}), source, instance})));
  const known = new Set(own.map(({base}) => base));
  // On the very port of an instance of ours it is a matter of who holds it; root also sees such a gateway by its unit.
  const others = strangers.filter(({port}) => !known.has(port)).map((stranger): Claim => ({base: stranger.port, label: strangerOwner(stranger).label, isStranger: true, source: 'running', instance: undefined}));
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

/** A clean base port for an instance: the one of its own config, where only its service says otherwise, else a new one. */
export function moved(instance: Instance, source: PortSource, subject: Subject): Fix {
  // What neither the config nor the service says, no plan can say otherwise.
  if (source === 'dotenv' || source === 'running') return fixFor(instance, {kind: 'hand'});
  const basePort = source.startsWith('service') && isFree(instance.settings.port, instance, subject) ? instance.settings.port : subject.newBase(instance);
  return fixFor(instance, basePort === undefined ? {kind: 'hand'} : {kind: 'answers', answers: {basePort}});
}

/** Whether a port of its config stands clear of everybody else. */
function isFree(port: number | undefined, {label}: Instance, {settled, strangers}: Subject): boolean {
  if (port === undefined) return false;
  const owners = [...settled.filter(other => other.label !== label).map(portOwnerOf), ...strangers.map(strangerOwner)];
  return judgeBase(String(port), owners).kind === 'clean';
}

function moveAway(claims: readonly Claim[], subject: Subject): Fix[] {
  const {movers} = giveWay([...new Map(claims.map(claim => [claim.label, claim])).values()]);
  return movers.flatMap(({instance, source}) => (instance ? moved(instance, source, subject) : []));
}

function* equalBases(subject: Subject): Generator<Found<'base-equal'>> {
  for (const [port, claims] of Map.groupBy(claimsOf(subject), ({base}) => base)) {
    if (new Set(claims.map(({label}) => label)).size < 2) continue;
    yield {values: claims.map(valueOf), detail: {port}, fixes: moveAway(claims, subject)};
  }
}

type Meeting = {readonly lower: Claim; readonly uppers: readonly Claim[]};

/** Of those above a base port, the nearest: each of the others is among the nearest of one between, and told there. */
const MOST_TOLD = 10;

/**
 * Each base port with those above it whose blocks meet its own, from one distance to another: of the sorted ports only
 * those within its block. One claim speaks for its equals.
 */
function* meetings(subject: Subject, from: number, to: number): Generator<Meeting> {
  const claims = [...Map.groupBy(claimsOf(subject), ({base}) => base).values()].map(equals => giveWay(equals).keeper);
  for (const [index, lower] of claims.entries()) {
    const uppers: Claim[] = [];
    for (let next = index + 1; next < claims.length; next++) {
      const upper = claims[next] as Claim;
      const distance = upper.base - lower.base;
      if (distance > to) break;
      if (distance >= from && upper.label !== lower.label) uppers.push(upper);
    }
    if (uppers.length > 0) yield {lower, uppers};
  }
}

function meetingFound({lower, uppers}: Meeting, isAccepted: boolean, subject: Subject) {
  const upper = uppers[0] as Claim;
  const told = uppers.slice(0, MOST_TOLD);
  return {
    values: [lower, ...told].map(valueOf),
    detail: {
      lower: lower.label,
      upper: {instance: upper.label, base: upper.base},
      others: uppers.length - 1,
      distance: upper.base - lower.base,
      use: useOf(lower.base, {from: upper.base, to: upper.base}),
      shared: intersect(blockOf(lower.base), blockOf(upper.base)) as Range,
      isAccepted,
    },
    fixes: isAccepted ? [] : moveAway([lower, ...told], subject),
  };
}

function* nearBases(subject: Subject): Generator<Found<'base-near'>> {
  for (const meeting of meetings(subject, 1, MINIMUM_DISTANCE - 1)) yield meetingFound(meeting, false, subject);
}

function* overlappingBlocks(subject: Subject): Generator<Found<'block-overlap'>> {
  const isAccepted = ({instance, base}: Claim) => instance?.acceptedBase === base;
  for (const {lower, uppers} of meetings(subject, MINIMUM_DISTANCE, BLOCK_LAST_OFFSET)) {
    // A yes of either side is a yes for both.
    const [accepted, open] = [true, false].map(wanted => uppers.filter(upper => (isAccepted(lower) || isAccepted(upper)) === wanted)) as [Claim[], Claim[]];
    if (open.length > 0) yield meetingFound({lower, uppers: open}, false, subject);
    if (accepted.length > 0) yield {...meetingFound({lower, uppers: accepted}, true, subject), severity: 'note'};
  }
}

function baseValue({label, bases: [{port, source}]}: Instance): Value {
  return {instance: label, key: BASE_KEYS[source], value: String(port)};
}

/** EACCES: below the first port that everybody may open, or in a range that Windows keeps for itself. */
function* closedPorts(subject: Subject): Generator<Found<'port-closed'>> {
  for (const instance of subject.settled) {
    const {port: base} = instance.bases[0];
    const closed = subject.machine.closedPorts.flatMap(range => intersect(blockOf(base), range) ?? [])[0];
    if (!closed || instance.isListening) continue;
    const isBase = closed.from === base;
    yield {values: [baseValue(instance)], detail: {port: closed.from, isBase}, fixes: [moved(instance, instance.bases[0].source, subject)], ...(isBase ? {} : {severity: 'warning'})};
  }
}

function* highBases(subject: Subject): Generator<Found<'base-high'>> {
  for (const instance of subject.settled) {
    const {port: base} = instance.bases[0];
    if (base > HIGHEST_BASE) yield {values: [baseValue(instance)], detail: {base}, fixes: [moved(instance, instance.bases[0].source, subject)]};
  }
}

function* ephemeralBases({settled: instances, machine: {ephemeral}}: Subject): Generator<Found<'base-ephemeral'>> {
  if (!ephemeral) return;
  for (const instance of instances) {
    const {port: base} = instance.bases[0];
    if (intersect({from: base, to: base}, ephemeral)) yield {values: [baseValue(instance)], detail: {base, ...ephemeral}};
  }
}

function* unpinnedBases({settled: instances}: Subject): Generator<Found<'base-unpinned'>> {
  for (const instance of instances) {
    const {port, source} = instance.bases[0];
    if (!isNamedProfile(instance.profile) || !source.endsWith('default') || instance.config.kind === 'unreadable') continue;
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
