/**
 * Port arithmetic: what an OpenClaw Gateway takes from its base port, and how far two of them must stand apart.
 * Ports are plain integers 1–65535; ranges are inclusive at both ends.
 */

export type Range = {readonly from: number; readonly to: number};

export type PortId = 'gateway' | 'canvas' | 'browser-control' | 'extension-relay' | 'cdp';

export type PortRow = Range & {
  readonly id: PortId;
  /** Offsets from the base port, the rule in numbers. */
  readonly offset: Range;
};

/** Offsets of OpenClaw 2026.9.6; the guide gives control + 9 … + 108 for CDP, which is base + 11 … + 110. */
const OFFSETS: readonly {readonly id: PortId; readonly offset: Range}[] = [
  {id: 'gateway', offset: {from: 0, to: 0}},
  {id: 'canvas', offset: {from: 0, to: 0}},
  {id: 'browser-control', offset: {from: 2, to: 2}},
  {id: 'extension-relay', offset: {from: 10, to: 10}},
  {id: 'cdp', offset: {from: 11, to: 110}},
];

/** The last port of the block that one instance reserves: base … base + 110. Older builds used more of +1 … +10. */
export const BLOCK_LAST_OFFSET = 110;
/** The guide's minimum between two base ports. */
export const MINIMUM_DISTANCE = 20;
/** The smallest distance at which two whole blocks share no port. */
export const CLEAN_DISTANCE = BLOCK_LAST_OFFSET + 1;
/** Below this a user needs root to listen. */
export const LOWEST_BASE = 1024;
/** Above this the CDP range does not fit under 65536 and OpenClaw falls back to {@link FALLBACK_CDP}. */
export const HIGHEST_BASE = 65535 - BLOCK_LAST_OFFSET;
export const FALLBACK_CDP: Range = {from: 18800, to: 18899};

/** OpenClaw's default port, of the instance without a profile. */
export const MAIN_BASE = 18789;
/** `openclaw --dev` takes this one, so it is never suggested. */
export const DEV_BASE = 19001;
/** What is suggested above main: 18789 → 19789, as in the guide. */
export const SUGGESTED_DISTANCE = 1000;

/** The port table of one base port, in the order in which it is shown. */
export function portRows(base: number): PortRow[] {
  return OFFSETS.map(({id, offset}) => ({id, offset, from: base + offset.from, to: base + offset.to}));
}

/** All that an instance on this base port reserves: base … base + 110. */
export function blockOf(base: number): Range {
  return {from: base, to: base + BLOCK_LAST_OFFSET};
}

export function intersect(a: Range, b: Range): Range | undefined {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from <= to ? {from, to} : undefined;
}

export function sizeOf(range: Range): number {
  return range.to - range.from + 1;
}

/** The port that a named profile without `gateway.port` listens on: FNV-1a-32 of its name (OpenClaw 2026.8.2 and later). */
export function hashedDefaultPort(profile: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(profile)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return 20_000 + (hash % 40_000);
}

/** What an instance does with a port of its own. */
export type PortUse =
  | {readonly kind: 'gateway' | 'browser-control' | 'extension-relay' | 'reserved'}
  /** The CDP range hands its ports out in order: the first browser profile takes the first port. */
  | {readonly kind: 'cdp'; readonly browserProfile: Range}
  /** A port that a config names itself: `browser.profiles.<name>.cdpPort`, a loopback cdpUrl. */
  | {readonly kind: 'explicit'; readonly key: string};

/** Ports that a config names itself, wherever the base port lies. */
export type ExplicitPorts = {readonly range: Range; /** The config key that does, to be told. */ readonly key: string; /** The same as names, which may have dots in them. */ readonly path?: readonly string[]};

/** The ports of one instance, as far as others must keep away from them. */
export type PortOwner = {
  readonly label: string;
  /** The base port, and any other that its config and service disagree about. */
  readonly bases: readonly number[];
  readonly explicit: readonly ExplicitPorts[];
};

/** Every range that others keep away from, whatever it is used for. */
export function rangesOf({bases, explicit}: PortOwner): Range[] {
  return [...bases.map(blockOf), ...explicit.map(({range}) => range)];
}

export type Clash = {
  readonly owner: string;
  /** The shared ports. */
  readonly shared: Range;
  /** What the other instance uses the first shared port for. */
  readonly use: PortUse;
  /** The key of our own config that names these ports; undefined for the block of the base port. */
  readonly ours?: string;
};

/** What an instance on `base` uses `port` for. The port must lie in its block. */
export function useOf(base: number, ports: Range): PortUse {
  const first = ports.from - base;
  if (first >= 11) return {kind: 'cdp', browserProfile: {from: first - 10, to: ports.to - base - 10}};
  const row = OFFSETS.find(({id, offset}) => id !== 'canvas' && offset.from === first);
  return {kind: (row?.id as 'gateway' | 'browser-control' | 'extension-relay' | undefined) ?? 'reserved'};
}

/** Where `ports` runs into another instance; one clash for its base ports and one for each port that its config names. */
export function clashesOf(ports: Range, others: readonly PortOwner[]): Clash[] {
  const clashes: Clash[] = [];
  for (const other of others) {
    for (const base of other.bases) {
      const shared = intersect(ports, blockOf(base));
      if (shared) clashes.push({owner: other.label, shared, use: useOf(base, shared)});
    }
    for (const {range, key} of other.explicit) {
      const shared = intersect(ports, range);
      if (shared) clashes.push({owner: other.label, shared, use: {kind: 'explicit', key}});
    }
  }
  return clashes;
}

/** How near one other base port is. */
export type Neighbour = {readonly owner: string; readonly base: number; readonly distance: number};

export type BaseVerdict =
  | {readonly kind: 'refused'; readonly reason: BaseProblem}
  | {readonly kind: 'overlap'; readonly nearest: Neighbour | undefined; readonly clashes: readonly Clash[]}
  | {readonly kind: 'clean'; readonly nearest: Neighbour | undefined};

export type BaseProblem =
  | {readonly id: 'port-not-a-number'; readonly text: string}
  | {readonly id: 'port-privileged'; readonly base: number}
  | {readonly id: 'port-too-high'; readonly base: number}
  | {readonly id: 'port-too-near'; readonly base: number; readonly neighbour: Neighbour};

/** The number that somebody typed, or undefined: only digits, no sign, no exponent. */
export function parsePort(text: string): number | undefined {
  const digits = text.trim();
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

/** A base port as somebody would type it; nothing for none. */
export function portText(base: number): string {
  return Number.isNaN(base) ? '' : String(base);
}

function nearestTo(base: number, others: readonly PortOwner[]): Neighbour | undefined {
  let nearest: Neighbour | undefined;
  for (const {label, bases} of others) {
    for (const other of bases) {
      const distance = Math.abs(base - other);
      if (!nearest || distance < nearest.distance) nearest = {owner: label, base: other, distance};
    }
  }
  return nearest;
}

/**
 * The verdict of the rules on a base port: under 20 apart is refused (the guide's minimum), 20 to 110 overlaps and may
 * be accepted, 111 and more is clean. "Clean" holds exactly when no port of the two whole blocks is shared.
 * @param own ports that our own config names beside the block
 */
export function judgeBase(text: string, others: readonly PortOwner[], own: readonly ExplicitPorts[] = []): BaseVerdict {
  const base = parsePort(text);
  if (base === undefined) return {kind: 'refused', reason: {id: 'port-not-a-number', text}};
  if (base < LOWEST_BASE) return {kind: 'refused', reason: {id: 'port-privileged', base}};
  if (base > HIGHEST_BASE) return {kind: 'refused', reason: {id: 'port-too-high', base}};
  const nearest = nearestTo(base, others);
  if (nearest && nearest.distance < MINIMUM_DISTANCE) {
    return {kind: 'refused', reason: {id: 'port-too-near', base, neighbour: nearest}};
  }
  const explicit = own.flatMap(({range, key}) => clashesOf(range, others).map(clash => ({...clash, ours: key})));
  const clashes = [...clashesOf(blockOf(base), others), ...explicit];
  return clashes.length > 0 ? {kind: 'overlap', nearest, clashes} : {kind: 'clean', nearest};
}

export type SuggestionInput = {
  /** Main's base port; the search starts 1000 above it. */
  readonly mainBase: number;
  readonly others: readonly PortOwner[];
  /** Ports that something on this host listens on. */
  readonly busy: Iterable<number>;
  /** Where the host takes the ports of outgoing connections from. Avoided where there is room elsewhere. */
  readonly ephemeral?: Range | undefined;
};

/**
 * The nearest clean base port at or above main + 1000, else the first from {@link LOWEST_BASE} on; undefined when the
 * host has no clean block left. Avoids other instances, busy ports, `--dev`'s block and, where it can, the ephemeral range.
 */
export function suggestBase({mainBase, others, busy, ephemeral}: SuggestionInput): number | undefined {
  return cleanBases({from: mainBase + SUGGESTED_DISTANCE, taken: others.flatMap(rangesOf), busy, ephemeral}).next().value;
}

/** {@link suggestBase} from any start, for the key that jumps on to the next clean one. */
export function nextCleanBase(after: number, input: SuggestionInput): number | undefined {
  return suggestBase({...input, mainBase: after + 1 - SUGGESTED_DISTANCE});
}

export type CleanBasesInput = {
  readonly from: number;
  readonly taken: readonly Range[];
  readonly busy: Iterable<number>;
  readonly ephemeral?: Range | undefined;
};

/** Base ports whose blocks touch nothing and not each other, in the order in which they are suggested. */
export function* cleanBases({from, taken, busy, ephemeral}: CleanBasesInput): Generator<number, undefined> {
  const ranges = [blockOf(DEV_BASE), ...taken, ...Array.from(busy, port => ({from: port, to: port}))].sort((a, b) => a.from - b.from);
  const withEphemeral = ephemeral ? [...ranges, ephemeral].sort((a, b) => a.from - b.from) : ranges;
  const start = Math.max(from, LOWEST_BASE);
  const given = new Set<number>();
  const passes = [[start, withEphemeral], [LOWEST_BASE, withEphemeral], [start, ranges], [LOWEST_BASE, ranges]] as const;
  for (const [first, occupied] of passes) {
    for (const base of gaps(first, occupied)) {
      // A later pass begins anew, and must not hand out what an earlier one did.
      if ([...given].some(other => Math.abs(other - base) < CLEAN_DISTANCE)) continue;
      given.add(base);
      yield base;
    }
  }
  return undefined;
}

/** Bases at or above `from` whose whole blocks touch none of the sorted ranges, one behind the other. */
function* gaps(from: number, ranges: readonly Range[]): Generator<number> {
  let base = from;
  let next = 0;
  while (base <= HIGHEST_BASE) {
    const range = ranges[next];
    if (!range || range.from > base + BLOCK_LAST_OFFSET) {
      yield base;
      base += CLEAN_DISTANCE;
    } else {
      base = Math.max(base, range.to + 1);
      next++;
    }
  }
}
