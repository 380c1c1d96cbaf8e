/** Config, state, workspaces and logs: each instance's own, and none inside another's (the guide's checklist). */
import {findMain, type Instance} from '../instance.ts';
import {DEFAULT_PROFILE, pathsFor} from '../profile.ts';
import {logSources} from '../status.ts';
import {isBefore} from '../version.ts';
import {defaultWorkspace, type Place, type PlaceKind, trailsOf} from '../workspace.ts';
import {fixesFor, giveWay, type Remedy, type RuleId, type SharedPlaceDetail, type Value} from './finding.ts';
import type {FoundWith, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

type PlaceRule = 'config-shared' | 'state-shared' | 'workspace-shared' | 'agent-workspace-shared' | 'workspace-in-main' | 'log-shared';

type Entry = {readonly instance: Instance; readonly place: Place};

/** One place on the disk, by whatever path: whose it is, and what lies in it. */
type Spot = {readonly owners: Entry[]; readonly inside: Map<Entry, Spot>; readonly above: Set<Spot>};

const spotsOf = new WeakMap<Subject, Spot[]>();

/** Every place of every instance by where it is: one walk up the folders of each, whatever their number. */
function spotsIn(subject: Subject): Spot[] {
  const known = spotsOf.get(subject);
  if (known) return known;
  const {platform} = subject.machine;
  const byKey = new Map<string, Spot>();
  const spots: Spot[] = [];
  const walks: {entry: Entry; spot: Spot; trails: readonly (readonly string[])[]}[] = [];
  for (const instance of subject.instances) {
    for (const place of instance.places) {
      const entry = {instance, place};
      const trails = trailsOf(place, platform);
      const found = trails.map(([key]) => byKey.get(key as string)).find(spot => spot !== undefined);
      const spot: Spot = found ?? {owners: [], inside: new Map(), above: new Set()};
      if (!found) spots.push(spot);
      spot.owners.push(entry);
      for (const [key] of trails) byKey.set(key as string, spot);
      walks.push({entry, spot, trails});
    }
  }
  for (const {entry, spot, trails} of walks) {
    for (const above of trails.flatMap(([, ...folders]) => folders.flatMap(key => byKey.get(key) ?? []))) {
      if (above === spot) continue;
      above.inside.set(entry, spot);
      spot.above.add(above);
    }
  }
  spotsOf.set(subject, spots);
  return spots;
}

function instancesOf(entries: Iterable<Entry>): Instance[] {
  return [...new Set(Array.from(entries, ({instance}) => instance))];
}

/** The most telling place of each instance. */
const ORDER: readonly PlaceKind[] = ['state', 'config', 'workspace', 'agent-workspace', 'log'];
function tellingOf(entries: Iterable<Entry>): Entry[] {
  const sorted = [...entries].sort((a, b) => ORDER.indexOf(a.place.kind) - ORDER.indexOf(b.place.kind));
  return [...new Map(sorted.toReversed().map(entry => [entry.instance, entry])).values()];
}

function* equalPlaces(subject: Subject): Generator<[PlaceRule, FoundWith<SharedPlaceDetail>]> {
  for (const spot of spotsIn(subject)) {
    const owners = instancesOf(spot.owners);
    // Who shares a folder shares what is in it; that is said once.
    const isSaid = [...spot.above].some(above => owners.every(owner => above.owners.some(({instance}) => instance === owner)));
    if (owners.length < 2 || isSaid) continue;
    const entries = tellingOf(spot.owners);
    yield [ruleOf(entries), foundAt(entries, entries, 'equal', subject)];
  }
}

function* nestedPlaces(subject: Subject): Generator<[PlaceRule, FoundWith<SharedPlaceDetail>]> {
  for (const spot of spotsIn(subject)) {
    const owners = new Set(instancesOf(spot.owners));
    // What an instance shares with the owner itself is said of that very place.
    const isSaid = (at: Spot) => at.owners.some(({instance}) => owners.has(instance));
    const foreign = [...spot.inside].flatMap(([entry, at]) => (owners.has(entry.instance) || isSaid(at) ? [] : entry));
    const byRule = Map.groupBy(tellingOf(foreign.filter(entry => !isPlacedConfig(entry))), inner =>
      isOldLayout(inner, spot.owners) ? 'workspace-in-main' : ruleOf([inner, ...tellingOf(spot.owners)]),
    );
    for (const [rule, inner] of byRule) yield [rule, foundAt(tellingOf(spot.owners), inner, 'inside', subject)];
  }
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

/** Builds before 2026.8 put the workspaces of profiles into main's state folder, under names of their own. */
function isOldLayout({instance, place}: Entry, owners: readonly Entry[]): boolean {
  const isWorkspace = place.kind === 'workspace' || place.kind === 'agent-workspace';
  return isWorkspace && owners.every(owner => owner.place.kind === 'state' && owner.instance.profile === DEFAULT_PROFILE) && place.path.endsWith(`workspace-${instance.profile}`);
}

const KEYS: Readonly<Record<PlaceKind, string>> = {state: 'OPENCLAW_STATE_DIR', config: 'OPENCLAW_CONFIG_PATH', workspace: 'agents.defaults.workspace', 'agent-workspace': 'workspace of an agent', log: 'logging.file'};

function foundAt(outer: readonly Entry[], inner: readonly Entry[], relation: SharedPlaceDetail['relation'], subject: Pick<Subject, 'instances' | 'machine'>): FoundWith<SharedPlaceDetail> {
  const entries = [...new Set([...outer, ...inner])];
  const {keeper, movers} = giveWay(entries.map(({instance}) => instance));
  const entryOf = (instance: Instance) => entries.find(entry => entry.instance === instance) as Entry;
  const [first] = outer.toSorted(byInstance);
  const rest = inner.filter(entry => entry !== first).toSorted(byInstance);
  const told = (entry: Entry) => ({instance: entry.instance.label, place: entry.place});
  return {
    values: entries.map(({instance, place}): Value => ({instance: instance.label, key: KEYS[place.kind], value: place.path})),
    detail: {relation, outer: told(relation === 'equal' ? entryOf(keeper) : (first as Entry)), inner: told(relation === 'equal' ? entryOf(movers[0] as Instance) : (rest[0] as Entry)), others: relation === 'equal' ? movers.length - 1 : rest.length - 1},
    fixes: fixesFor(movers, mover => remedyFor(mover, entryOf(mover).place, subject)),
  };
}

function byInstance(a: Entry, b: Entry): number {
  return a.instance.label < b.instance.label ? -1 : 1;
}

function remedyFor(mover: Instance, {kind}: Place, {instances, machine}: Pick<Subject, 'instances' | 'machine'>): Remedy {
  const {platform} = machine;
  const {profile = 'own', stateDir} = mover;
  if (kind === 'log') return {kind: 'setting', key: ['logging', 'file'], value: pathsFor(platform).join(stateDir, 'logs', 'gateway.log')};
  if (kind !== 'workspace') return {kind: 'hand'};
  const main = findMain(instances);
  const workspace = main && main !== mover ? defaultWorkspace({profile, stateDir, mainStateDir: main.stateDir, mainWorkspace: main.workspace, platform}) : pathsFor(platform).join(stateDir, 'workspace');
  return {kind: 'answers', answers: {workspace}};
}

/** What of both is a matter of one rule. */
function* placesOf(id: PlaceRule, subject: Subject): Generator<FoundWith<SharedPlaceDetail>> {
  for (const [rule, found] of [...equalPlaces(subject), ...nestedPlaces(subject)]) if (rule === id) yield found;
}

/** Before 2026.7 all profiles wrote into one file, whatever they were called (openclaw/openclaw#61295). */
function* logsOfOldBuilds({instances, machine}: Subject): Generator<FoundWith<SharedPlaceDetail>> {
  const writing = instances.flatMap(instance => {
    const version = instance.evidence?.version;
    if (version === undefined || !isBefore(version, 2026, 7) || instance.settings.logFile !== undefined) return [];
    const [dated] = logSources(instance, machine, machine.temporaryFolder, version).dated;
    return dated ? {instance, place: {kind: 'log', path: pathsFor(machine.platform).join(dated.folder, `${dated.prefix}<date>.log`)} as const} : [];
  });
  if (writing.length > 1) yield foundAt(writing, writing, 'equal', {instances, machine});
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
      for (const found of logsOfOldBuilds(subject)) yield {...found, severity: 'note'};
    },
  },
] as const satisfies readonly Rule<RuleId>[];
