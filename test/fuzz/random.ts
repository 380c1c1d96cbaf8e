/** Everything here is drawn from one seed, so that a case that failed can be had again: FUZZ_SEED=<seed> npm run test:fuzz. */

/** Fixed, so that a run says the same as the one before; another one is worth a try now and then. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_124);

/** One case alone, as a failure names it. */
export const STREAM = process.env['FUZZ_STREAM'] === undefined ? undefined : Number(process.env['FUZZ_STREAM']);

export type Random = {
  /** From 0 up to, and without, a limit. */
  readonly below: (limit: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
  /** Each with its weight. */
  readonly weighted: <T>(from: readonly (readonly [weight: number, value: T])[]) => T;
};

/** Mulberry32: 32 bits of state, one number for each call. @param stream tells the cases of one seed apart */
export function randomOf(stream: number, seed = SEED): Random {
  let state = (seed ^ Math.imul(stream + 1, 0x9e37_79b9)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: probability => next() < probability,
    pick: from => from[below(from.length)] as never,
    weighted(from) {
      let left = next() * from.reduce((sum, [weight]) => sum + weight, 0);
      return (from.find(([weight]) => (left -= weight) < 0) ?? from[from.length - 1])?.[1] as never;
    },
  };
}

/** Texts that have broken programs before. No `/` and no `..`: a path among them must not lead out of a temporary HOME. */
export const ODD_TEXTS: readonly string[] = [
  '', ' ', '-', '--', '=', '\t', '\u0000', '\u0007', '\u001b[31m', '\u001b]0;title\u0007', '\u009b2J', '\r\n', '\u007f', '\u2028', '\ufeff', '\u202e', '\u200d',
  'é', 'e\u0301', 'ß', 'İ', '漢字', '한국어', 'עברית', '👍', '👨‍👩‍👧‍👦', '🇨🇭', '\ud83d', '\udc4d', 'a\u0300\u0301\u0302\u0303\u0304'.repeat(20), '%s%n', '${HOME}', '$(id)', '`id`', ';id', "'", '"', '\\', '*', '{}', '[]',
  'null', 'undefined', 'NaN', '__proto__', 'constructor', 'toString', '0', '-1', '65535', '65536', '1e9', '0x10', '99999999999999999999', '18789', '19789', '١٩٧٨٩', 'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(5000), 'ａ', 'default', 'DEFAULT', 'rescue', 'main', 'dev',
];

/** A text that came from a crash: lines of a stack. */
export const STACK = /^\s+at .+:\d+:\d+\)?$|node:internal|\bfile:\/\/\/|\.tsx?:\d+/m;

/**
 * How many times slower than it should be this machine is just now, at least 1: for limits that tell a hang from a wait.
 * A fixed piece of work that takes 60 ms on an idle core.
 */
export function slowness(): number {
  const start = performance.now();
  let sum = 0;
  for (let index = 0; index < 3e7; index++) sum = (sum + Math.imul(index, index ^ sum)) | 0;
  return Math.max(1, (performance.now() - start + (sum & 0)) / 60);
}

/** A call that takes longer than this hangs, in ms: 2 s on an idle machine. */
export const HANG_MS = 2000;
