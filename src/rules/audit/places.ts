/** Config, state, workspaces and logs: each instance's own, and none inside another's (the guide's checklist). */
import {findMain, type Instance} from '../instance.ts';
import {DEFAULT_PROFILE, pathsFor} from '../profile.ts';
import {logSources} from '../status.ts';
import {defaultWorkspace, isOldLayout, type Place, type PlaceKind, trailsOf} from '../workspace.ts';
import {fixFor, giveWay, type Remedy, type RuleId, type SharedPlaceDetail, type Value} from './finding.ts';
import type {FoundWith, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

type PlaceRule = 'config-shared' | 'state-shared' | 'workspace-shared' | 'agent-workspace-shared' | 'workspace-in-main' | 'log-shared';

type Entry = {readonly instance: Instance; readonly place: Place};

/** One place on the disk, by whatever path: whose it is, and what is somebody's of the folders above it, the nearest first. */
type Spot = {readonly owners: Entry[]; readonly above: Spot[]};

type Spots = {readonly all: readonly Spot[]; /** By each of the ways to name a place, see {@link trailsOf}. */ readonly byKey: ReadonlyMap<string, Spot>};

/** Every place of every instance by where it is: one walk up the folders of each, whatever their number. */
function spotsIn({instances, machine: {platform}}: Subject): Spots {
  const byKey = new Map<string, Spot>();
  const trails = new Map<Spot, (readonly string[])[]>();
  for (const instance of instances) {
    for (const place of instance.places) {
      const own = trailsOf(place, platform);
      const spot: Spot = own.map(([key]) => byKey.get(key as string)).find(found => found !== undefined) ?? {owners: [], above: []};
      spot.owners.push({instance, place});
      for (const [key] of own) byKey.set(key as string, spot);
      const known = trails.get(spot) ?? [];
      trails.set(spot, known);
      // Ways that are known lead to no other folders.
      known.push(...own.filter(([key]) => !known.some(([other]) => other === key)));
    }
  }
  for (const [spot, own] of trails) {
    const around = new Set(own.flatMap(([, ...folders]) => folders.flatMap(key => byKey.get(key) ?? [])));
    around.delete(spot);
    spot.above.push(...around);
  }
  return {all: [...trails.keys()], byKey};
}

/** The most telling place of each instance. */
const ORDER: readonly PlaceKind[] = ['state', 'config', 'agent-state', 'browser-data', 'workspace', 'agent-workspace', 'log'];
function tellingOf(entries: Iterable<Entry>): Entry[] {
  const sorted = [...entries].sort((a, b) => ORDER.indexOf(a.place.kind) - ORDER.indexOf(b.place.kind));
  return [...new Map(sorted.toReversed().map(entry => [entry.instance, entry])).values()];
}

type Sharing = readonly [rule: PlaceRule, found: FoundWith<SharedPlaceDetail>];

function* equalPlaces(subject: Subject, spots: Spots): Generator<Sharing> {
  for (const spot of spots.all) {
    const entries = tellingOf(spot.owners);
    // Who shares a folder shares what is in it; that is said once.
    const isSaid = spot.above.some(above => entries.every(({instance}) => above.owners.some(owner => owner.instance === instance)));
    if (entries.length > 1 && !isSaid) yield [ruleOf(entries), foundAt(entries, entries, 'equal', subject, spots)];
  }
}

/** Each place in the nearest one around it that is somebody else's; what is told of that one holds for those further out. */
function* nestedPlaces(subject: Subject, spots: Spots): Generator<Sharing> {
  const inside = new Map<Spot, Entry[]>();
  for (const spot of spots.all) {
    const owners = new Set(spot.owners.map(({instance}) => instance));
    for (const entry of spot.owners.filter(owner => !isPlacedConfig(owner))) {
      // What an instance shares with the owner itself is said of that very place.
      const isForeign = (above: Spot) => !above.owners.some(({instance}) => owners.has(instance));
      const nearest = spot.above.find(isForeign);
      if (!nearest) continue;
      const known = inside.get(nearest) ?? [];
      inside.set(nearest, known);
      known.push(entry);
    }
  }
  for (const [spot, entries] of inside) {
    const outer = tellingOf(spot.owners);
    const withState = new Set(entries.filter(({place}) => place.kind === 'state').map(({instance}) => instance));
    // A state folder takes its config and all in it along.
    const told = entries.filter(({instance, place}) => place.kind === 'state' || !withState.has(instance));
    const byRule = Map.groupBy(told, inner => (isLeftByOldBuild(inner, spot.owners, subject) ? 'workspace-in-main' : ruleOf([inner, ...outer])));
    for (const [rule, inner] of byRule) yield [rule, foundAt(outer, tellingOf(inner), 'inside', subject, spots)];
  }
}

function isLeftByOldBuild({instance, place}: Entry, owners: readonly Entry[], {machine}: Subject): boolean {
  const isWorkspace = place.kind === 'workspace' || place.kind === 'agent-workspace';
  return isWorkspace && owners.every(owner => isOldLayout(place.path, instance.profile, owner.place, owner.instance.profile === DEFAULT_PROFILE, machine.platform));
}

function ruleOf(entries: readonly Entry[]): PlaceRule {
  const kinds = new Set(entries.map(({place}) => place.kind));
  if (kinds.has('log')) return 'log-shared';
  if (kinds.has('agent-workspace')) return 'agent-workspace-shared';
  if (kinds.has('workspace')) return 'workspace-shared';
  return kinds.has('config') ? 'config-shared' : 'state-shared';
}

/** A config that the user placed himself may lie in another's state folder, as in the guide's manual example. */
function isPlacedConfig({instance, place}: Entry): boolean {
  return place.kind === 'config' && instance.profile === undefined;
}

const KEYS: Readonly<Record<PlaceKind, string>> = {state: 'OPENCLAW_STATE_DIR', config: 'OPENCLAW_CONFIG_PATH', workspace: 'agents.defaults.workspace', 'agent-workspace': 'workspace of an agent', 'agent-state': 'agentDir', 'browser-data': 'userDataDir', log: 'logging.file'};

type Beside = Pick<Subject, 'instances' | 'machine'>;

function foundAt(outer: readonly Entry[], inner: readonly Entry[], relation: SharedPlaceDetail['relation'], beside: Beside, spots: Spots): FoundWith<SharedPlaceDetail> {
  const entries = [...new Set([...outer, ...inner])];
  const byInstance = new Map(entries.toReversed().map(entry => [entry.instance, entry]));
  const entryOf = (instance: Instance) => byInstance.get(instance) as Entry;
  const {keeper, movers} = giveWay(entries.map(({instance}) => instance));
  const sorted = (some: readonly Entry[]) => some.toSorted((a, b) => (a.instance.label < b.instance.label ? -1 : 1));
  const [around] = relation === 'equal' ? [entryOf(keeper)] : sorted(outer);
  const within = relation === 'equal' ? movers.map(entryOf) : sorted(inner);
  // A folder that a config names can be named otherwise; a state folder stays where its name is.
  const named = entries.filter(({place}) => place.kind !== 'state' && place.kind !== 'config');
  const giving = named.length > 0 && named.length < entries.length ? named : movers.map(entryOf);
  const told = ({instance, place}: Entry) => ({instance: instance.label, place});
  return {
    values: entries.map(({instance, place}): Value => ({instance: instance.label, key: KEYS[place.kind], value: place.path})),
    detail: {relation, outer: told(around as Entry), inner: told(within[0] as Entry), others: within.length - 1},
    fixes: giving.map(({instance, place}) => fixFor(instance, remedyFor(instance, place, beside, spots))),
  };
}

function remedyFor(mover: Instance, {kind, path}: Place, {instances, machine}: Beside, {byKey}: Spots): Remedy {
  const {platform} = machine;
  const {join, basename} = pathsFor(platform);
  const {stateDir} = mover;
  if (kind === 'log') return {kind: 'setting', key: ['logging', 'file'], value: join(stateDir, 'logs', 'gateway.log')};
  if (kind !== 'workspace') return {kind: 'hand'};
  const main = findMain(instances);
  const profile = mover.profile ?? basename(stateDir).replace(/^\.+(openclaw-)?/, '');
  const workspace = main && main !== mover ? defaultWorkspace({profile, stateDir, mainStateDir: main.stateDir, mainWorkspace: main.workspace, platform}) : join(stateDir, 'workspace');
  // The usual place may be taken too.
  const [places = []] = trailsOf({path: workspace}, platform);
  const isTaken = places.some(key => byKey.get(key)?.owners.some(({instance}) => instance !== mover));
  return workspace === path || isTaken ? {kind: 'hand'} : {kind: 'answers', answers: {workspace}};
}

/** Without a file of its own a gateway logs under its profile; before 2026.7 all do so under one name (openclaw/openclaw#61295). */
function* sharedDefaultLogs({instances, machine}: Subject): Generator<FoundWith<SharedPlaceDetail>> {
  const writing = instances.flatMap((instance): Entry[] => {
    const {settings, evidence} = instance;
    const [dated] = settings.logFile === undefined ? logSources(instance, machine, machine.temporaryFolder, evidence?.version).dated : [];
    return dated ? [{instance, place: {kind: 'log', path: pathsFor(machine.platform).join(dated.folder, `${dated.prefix}<date>.log`)}}] : [];
  });
  for (const users of Map.groupBy(writing, ({place}) => place.path).values()) if (users.length > 1) yield foundAt(users, users, 'equal', {instances, machine}, {all: [], byKey: new Map()});
}

const sharingsOf = new WeakMap<Subject, readonly Sharing[]>();

/** All shared places of a host, looked for once. */
function sharings(subject: Subject): readonly Sharing[] {
  const known = sharingsOf.get(subject);
  if (known) return known;
  const spots = spotsIn(subject);
  const found = [...equalPlaces(subject, spots), ...nestedPlaces(subject, spots)];
  sharingsOf.set(subject, found);
  return found;
}

/** What of them is a matter of one rule. */
function placesOf(id: PlaceRule, subject: Subject): FoundWith<SharedPlaceDetail>[] {
  return sharings(subject).flatMap(([rule, found]) => (rule === id ? found : []));
}

export const PLACE_RULES = [
  {id: 'config-shared', severity: 'error', check: 'config', find: subject => placesOf('config-shared', subject)},
  {id: 'state-shared', severity: 'error', check: 'state', find: subject => placesOf('state-shared', subject)},
  {id: 'workspace-shared', severity: 'error', check: 'workspace', find: subject => placesOf('workspace-shared', subject)},
  {id: 'agent-workspace-shared', severity: 'error', check: 'workspace', find: subject => placesOf('agent-workspace-shared', subject)},
  {id: 'workspace-in-main', severity: 'note', find: subject => placesOf('workspace-in-main', subject)},
  {
    id: 'log-shared',
    severity: 'warning',
    find: function* (subject) {
      yield* placesOf('log-shared', subject);
      for (const found of sharedDefaultLogs(subject)) yield {...found, severity: 'note'};
    },
  },
] as const satisfies readonly Rule<RuleId>[];
