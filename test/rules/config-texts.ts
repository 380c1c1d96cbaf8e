/**
 * JSON5 texts in every style that a hand may write, and a reader of their layout that shares no code with src.
 */
import fc from 'fast-check';
import {expect} from 'vitest';

/** A value with its spelling left open. Objects are lists, since a key may stand in them twice. */
export type Model =
  | {readonly kind: 'leaf'; readonly raw: string}
  | {readonly kind: 'array'; readonly items: readonly Model[]}
  | {readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: Model])[]};

export const leaf = (raw: string): Model => ({kind: 'leaf', raw});
export const object = (...entries: [key: string, value: Model][]): Model => ({kind: 'object', entries});

const LEAVES = ['null', 'true', 'false', '0', '-1', '+.5e3', '0xFF', 'NaN', '-Infinity', '""', "''", '"x"', "'it\"s'", '"{a: 1} // no"', "'/* no */'", '"\\u0041\\\n b"', '"${HOME}"', '"ä\u2028😀"'];
const KEYS = ['a', 'b', '$c', '_d', 'é', 'k 1', 'x-y', 'x.y', '', 'constructor', 'toString', 'channels', 'meta', '$include'];

export const anyModel = fc.letrec<{model: Model}>(tie => ({
  model: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    fc.constantFrom(...LEAVES).map(leaf),
    fc.array(tie('model'), {maxLength: 3}).map(items => ({kind: 'array', items}) as const),
    fc.array(fc.tuple(fc.constantFrom(...KEYS), tie('model')), {maxLength: 4}).map(entries => ({kind: 'object', entries}) as const),
  ),
})).model;

const foreignEntries = fc.array(fc.tuple(fc.constantFrom(...KEYS), anyModel), {maxLength: 3});

/** An object with these keys, some of them, in any order, among foreign ones. */
export function objectWith(parts: Readonly<Record<string, fc.Arbitrary<Model>>>): fc.Arbitrary<Model> {
  const own = fc.record(parts, {requiredKeys: []}).map(found => Object.entries(found) as [string, Model][]);
  return fc
    .tuple(own, foreignEntries)
    .chain(([a, b]) => fc.shuffledSubarray([...a, ...b], {minLength: a.length + b.length}))
    .map(entries => ({kind: 'object', entries}));
}

export type Style = {
  readonly quote: '"' | "'" | '';
  readonly eol: '\n' | '\r\n';
  /** Undefined: all on one line. */
  readonly indent: string | undefined;
  readonly hasTrailingComma: boolean;
  readonly hasBom: boolean;
  /** What stands at the places where a comment may, in turn. */
  readonly fillers: readonly string[];
};

const COMMENTS = ['// one', '// {a: "', '//', '/* two */', '/**/', '/* , } ] : */', '/* "a\': */', '/* three\n * lines\n */', '// é ünïcödé', '// a: 1,', '/* // */'];

export const anyStyle: fc.Arbitrary<Style> = fc.record({
  quote: fc.constantFrom('"', "'", ''),
  eol: fc.constantFrom('\n', '\r\n'),
  indent: fc.constantFrom('  ', '    ', '\t', undefined),
  hasTrailingComma: fc.boolean(),
  hasBom: fc.boolean(),
  fillers: fc.array(fc.oneof({weight: 3, arbitrary: fc.constant('')}, {weight: 2, arbitrary: fc.constantFrom(...COMMENTS)}), {minLength: 1, maxLength: 12}),
});

/** The text of a model in a style. */
export function print(model: Model, {quote, eol, indent, hasTrailingComma, hasBom, fillers}: Style): string {
  let turn = 0;
  const filler = (depth: number) => {
    const comment = (fillers[turn++ % fillers.length] as string).replaceAll('\n', eol);
    // A line comment takes the rest of its line with it.
    return comment.startsWith('//') ? ` ${comment}${line(depth, true)}` : comment;
  };
  const line = (depth: number, isForced = false) => (indent === undefined ? (isForced ? eol : ' ') : eol + indent.repeat(depth));
  const list = (parts: readonly ((depth: number) => string)[], open: string, close: string, depth: number): string => {
    if (parts.length === 0) return `${open}${filler(depth)}${close}`;
    const body = parts.map((part, index) => {
      const hasComma = index < parts.length - 1 || hasTrailingComma;
      return `${line(depth + 1)}${part(depth + 1)}${filler(depth + 1)}${hasComma ? `,${filler(depth + 1)}` : ''}`;
    });
    return `${open}${filler(depth + 1)}${body.join('')}${line(depth)}${close}`;
  };
  const value = (node: Model, depth: number): string => {
    switch (node.kind) {
      case 'leaf':
        return node.raw;
      case 'array':
        return list(node.items.map(item => (inner: number) => value(item, inner)), '[', ']', depth);
      case 'object':
        return list(node.entries.map(([key, item]) => (inner: number) => `${keyText(key)}${filler(inner)}:${filler(inner) || ' '}${value(item, inner)}`), '{', '}', depth);
    }
  };
  const keyText = (key: string) => {
    if (quote === '' && /^[\p{L}$_][\p{L}\d$_]*$/u.test(key)) return key;
    return quote === "'" ? `'${key}'` : JSON.stringify(key);
  };
  return `${hasBom ? '\ufeff' : ''}${filler(0)}${value(model, 0)}${filler(0)}${eol}`;
}

/** Where a value stands in its text. */
export type Layout = {readonly from: number; readonly to: number; readonly entries: readonly Entry[] | undefined};
export type Entry = {readonly key: string; readonly from: number; readonly value: Layout};

const TOKEN = /(?<comment>\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)|(?<space>[\s\ufeff]+)|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|[{}[\],:]|[^\s{}[\],:"'/]+/gy;

/** Reads how a text is laid out, by its tokens. The text must be JSON5; only objects are told apart further. */
export function layoutOf(text: string): {readonly root: Layout; readonly comments: readonly string[]} {
  const all = [...text.matchAll(TOKEN)];
  const comments = all.flatMap(token => token.groups?.['comment'] ?? []);
  const tokens = all.filter(({groups}) => groups?.['comment'] === undefined && groups?.['space'] === undefined);
  let next = 0;
  const take = () => tokens[next++] as RegExpExecArray;
  const peek = () => tokens[next]?.[0];
  const value = (): Layout => {
    const {0: word, index: from} = take();
    if (word !== '{' && word !== '[') return {from, to: from + word.length, entries: undefined};
    const entries: Entry[] = [];
    while (peek() !== '}' && peek() !== ']') {
      if (word === '{') {
        const {0: raw, index} = take();
        take();
        entries.push({key: keyOf(raw), from: index, value: value()});
      } else value();
      if (peek() === ',') take();
    }
    const {index: last} = take();
    return {from, to: last + 1, entries: word === '{' ? entries : undefined};
  };
  const root = value();
  if (next !== tokens.length) throw new Error('something follows the value');
  return {root, comments};
}

function keyOf(raw: string): string {
  if (raw.startsWith('"')) return JSON.parse(raw) as string;
  return raw.startsWith("'") ? raw.slice(1, -1) : raw;
}

/** The keys that may change: a leaf is `true`. */
export type Owned = {readonly [key: string]: Owned | true};

export function ownedBy(paths: readonly (readonly string[])[]): Owned {
  const owned: Record<string, Owned | true> = {};
  for (const path of paths) {
    let branch = owned;
    for (const key of path.slice(0, -1)) branch = (branch[key] ??= {}) as Record<string, Owned | true>;
    branch[path.at(-1) as string] = true;
  }
  return owned;
}

/**
 * Asserts that taking out of `after` what was inserted, and putting back what was replaced, gives `before`: every
 * comment in its order, every foreign key with the bytes of its value, the bytes between them, and around the whole.
 */
export function expectLossless(before: string, after: string, owned: Owned): void {
  const a = layoutOf(before);
  const b = layoutOf(after);
  expect(b.comments).toEqual(a.comments);
  expect(after.slice(0, b.root.from)).toBe(before.slice(0, a.root.from));
  expect(after.slice(b.root.to)).toBe(before.slice(a.root.to));
  expectObject(a.root, b.root, owned);

  function expectObject(old: Layout, now: Layout, branch: Owned): void {
    const entries = old.entries ?? [];
    const found = now.entries ?? [];
    let oldEnd = old.from + 1;
    let newEnd = now.from + 1;
    for (const [index, {key, value}] of entries.entries()) {
      const same = found[index] as Entry;
      // From the end of the last value, over the comma and the key, to this value.
      expect(after.slice(newEnd, same.value.from)).toBe(before.slice(oldEnd, value.from));
      // Of equal keys the last one counts, so only that one may change.
      const isLast = entries.findLastIndex(entry => entry.key === key) === index;
      const owner = isLast && Object.hasOwn(branch, key) ? branch[key] : undefined;
      if (owner === undefined) expect(after.slice(same.value.from, same.value.to)).toBe(before.slice(value.from, value.to));
      else if (owner !== true) expectObject(value, same.value, owner);
      oldEnd = value.to;
      newEnd = same.value.to;
    }
    const inserted = found.slice(entries.length);
    const missing = Object.keys(branch).filter(key => !entries.some(entry => entry.key === key));
    expect(inserted.map(({key}) => key)).toEqual(missing);
    const tail = before.slice(oldEnd, old.to);
    if (inserted.length === 0) return expect(after.slice(newEnd, now.to)).toBe(tail);
    let rest = '';
    for (const {from, value} of inserted) {
      rest += after.slice(newEnd, from);
      newEnd = value.to;
    }
    rest += after.slice(newEnd, now.to);
    // Commas and white space make room for what is new; nothing else does.
    expect(bare(rest)).toBe(bare(tail));
  }
}

function bare(text: string): string {
  return text.replace(/[\s,]+/g, '');
}
