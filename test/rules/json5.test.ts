import {describe, expect, it} from 'vitest';
import {Json5Error, mapItems, parseJson5, readJson5, valueOf} from '../../src/rules/config/json5.ts';

const read = (text: string) => valueOf(parseJson5(text));

describe('what JSON5 is', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['true', true],
    ['"text"', 'text'],
    ["'it\"s'", 'it"s'],
    // Numbers.
    ['0', 0],
    ['-0', -0],
    ['+41731.0', 41731],
    ['.5e4', 5000],
    ['5.', 5],
    ['5.e-1', 0.5],
    ['0xA303', 0xa303],
    ['-0XfF', -255],
    ['1E3', 1000],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['+Infinity', Number.POSITIVE_INFINITY],
    ['NaN', Number.NaN],
    ['-NaN', Number.NaN],
    // Strings.
    ['"\\b\\f\\n\\r\\t\\v\\0\\x41\\u00e9\\\'\\"\\\\\\/\\q"', '\b\f\n\r\t\v\0Aé\'"\\/q'],
    ['"a\\\nb"', 'ab'],
    ['"a\\\r\nb"', 'ab'],
    ['"a\\\u2028b"', 'ab'],
    ['"a\u2028b\u2029"', 'a\u2028b\u2029'],
    ['"\\uD83D\\uDE00"', '😀'],
    ['"// no comment"', '// no comment'],
    // Arrays and objects.
    ['[]', []],
    ['[1, [2,], {a: 3,},]', [1, [2], {a: 3}]],
    ['{}', {}],
    ['{"a b": 1, \'c-d\': 2, $e_1: 3, ä: 4, \\u0066x: 5}', {'a b': 1, 'c-d': 2, $e_1: 3, ä: 4, fx: 5}],
    ['{null: 1, true: 2, Infinity: 3, class: 4, await: 5, get: 6, set: 7, async: 8, static: 9, let: 10, undefined: 11}', {null: 1, true: 2, Infinity: 3, class: 4, await: 5, get: 6, set: 7, async: 8, static: 9, let: 10, undefined: 11}],
    ['{"": 1}', {'': 1}],
    ['{a: 1, "a": 2, \'a\': 3}', {a: 3}],
    // White space and comments.
    ['\ufeff{a: 1}', {a: 1}],
    ['\ufeff\ufeff{a: 1}', {a: 1}],
    ['\u00a0\u2003{\va:\f1}\u3000', {a: 1}],
    ['/* a */ { // b\r\n a /* c */ : /* d */ 1 /* , */ , // e\r } // f', {a: 1}],
    ['{a: 1 // up to a line separator\u2028, b: 2}', {a: 1, b: 2}],
    ['/* /* */ 1 /***/', 1],
    ['\r\n1\r\n', 1],
  ])('%j', (text, value) => {
    expect(plain(read(text))).toEqual(value);
  });

  it('keeps __proto__ a key like any other', () => {
    const value = read('{"__proto__": {"gateway": 1}, constructor: 2}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect('gateway' in value).toBe(false);
  });

  /** The same without null prototypes, which toEqual tells apart. */
  function plain(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(plain);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
});

describe('what JSON5 is not', () => {
  it.each([
    ['nothing', ['', '  \n', '// only a comment', '/* only */', '\ufeff']],
    ['a template literal', ['`x`', '{a: `x`}', '{a: `${b}`}']],
    ['a shorthand', ['{a}', '{a, b: 1}', '{async}', '{NaN}', '{a: 1, Infinity}']],
    ['a spread', ['{...a}', '[...a]', '{a: 1, ...{b: 2}}']],
    ['a method', ['{a() {}}', '{async a() {}}', '{*a() {}}', '{get a() { return 1 }}', '{set a(b) {}}']],
    ['a computed or numeric key', ['{[1]: 2}', '{["a"]: 2}', '{1: 2}', '{1n: 2}', '{-1: 2}', '{a-b: 1}', '{#a: 1}']],
    ['a regular expression', ['/x/', '{a: /x/g}']],
    ['a bigint', ['1n', '{a: -1n}']],
    ['a leading zero', ['041731', '00', '09', '-01']],
    ['half a number', ['0x', '.', '1.2.3', '1e', '3px', '--1', '++1']],
    ['an identifier', ['x', 'undefined', '{a: undefined}', '{a: b.c}', 'None', 'nul', 'True', 'this']],
    ['an expression', ['1+1', '!0', 'void 0', 'typeof 1', '{a: 1 ? 2 : 3}', 'x => 1', '(() => 1)()', 'new Date', 'import.meta', '{a: function () {}}', '-"1"', '+true']],
    ['a whole value in parentheses', ['({a: 1})', '(1)']],
    ['a hole', ['[,]', '[1,,2]', '[,1]', '[1,,]', '{,}', '{a: 1,,}']],
    ['something before or after', ['{} {}', '{}, {}', '{};', '{a: 1}}', '{} x', '{}.a', '{} + 1', '{}\u0000', 'x {}', '{} "a"', '{}/*']],
    ['a missing part', ['{', '[', '{a}', '{a:}', '{a 1}', '{"a": 1 "b": 2}', '{a: 1', '"', "'a", '"a\nb"', '"a\\']],
    ['a bad escape', ['"\\x4"', '"\\u12"', '"\\1"', '"\\8"', '"\\00"']],
    ['a comment of another language', ['# c\n{}', '{} # c', '<!-- c\n{}', '{}\n--> c', '{a: 1 /* */ */}']],
  ])('%s', (_, texts) => {
    for (const text of texts) expect(() => read(text), text).toThrow(Json5Error);
  });

  it.each([
    ['an octal or binary number', '{a: 0o17}'],
    ['an octal or binary number', '0b1'],
    ['a numeric separator', '{port: 19_789}'],
    ['a code point escape', '"\\u{41}"'],
    ['a value in parentheses', '{a: (1)}'],
    ['a value in parentheses', '[({})]'],
    ['a sign apart from its number', '- 1'],
    ['two signs', '+ +1'],
    ['a shebang', '#!json5\n{}'],
  ])('%s: %j', (_, text) => {
    expect(() => read(text)).toThrow(Json5Error);
  });

  it('takes __proto__ twice', () => {
    expect(() => read('{"__proto__": 1, "__proto__": 2}')).not.toThrow();
  });
});

describe('where it went wrong', () => {
  it.each([
    ['{a: x}', 1, 5],
    ['{\n  a: 1,\n  b: ,\n}', 3, 6],
    ['{\r\n  a: 1\r\n  b: 2\r\n}', 3, 3],
    ['{}\n{}', 1, 3],
    ['{"a": "\n"}', 1, 7],
    ['', 1, 1],
  ])('%j: line %i, column %i', (text, line, column) => {
    const error = errorOf(text);
    expect([error.line, error.column]).toEqual([line, column]);
  });

  it('never quotes the text, which holds secrets', () => {
    const texts = ['{token: CANARY}', '{token: 5CANARY}', '{token: "CANARY}', '{CANARY', '{a: CANARY-x}', '{"token" "CANARY"}', '{} CANARY', '{a: [CANARY]}', '{...CANARY}'];
    for (const text of texts) expect(errorOf(text).message, text).not.toContain('CANARY');
  });

  it('never quotes what looks like a broken regular expression', () => {
    expect(errorOf('{token: /CANARY(/}').message).not.toContain('CANARY');
  });

  function errorOf(text: string): Json5Error {
    try {
      read(text);
    } catch (error) {
      if (error instanceof Json5Error) return error;
      throw error;
    }
    throw new Error(`taken: ${text}`);
  }
});

describe('texts that go to the limits', () => {
  it.each([
    ['arrays', '['.repeat(5000), ']'.repeat(5000)],
    ['objects', '{a:'.repeat(5000), '}'.repeat(5000)],
    ['open arrays', '['.repeat(100_000), ''],
    ['signs', '- '.repeat(50_000), ''],
  ])('%s nested deep are refused, not a crash', (_, before, after) => {
    expect(() => read(`${before}1${after}`)).toThrow(Json5Error);
  });

  it.each(['[', '{"a":'])('%s is counted the same with and without a tree', open => {
    const nested = (levels: number) => `${open.repeat(levels)}1${(open === '[' ? ']' : '}').repeat(levels)}`;
    for (const reading of [read, readJson5]) {
      expect(() => reading(nested(199))).not.toThrow();
      expect(() => reading(nested(201))).toThrow('too-deep');
      expect(() => reading(nested(100_000))).toThrow('too-deep');
    }
  });

  it('says the same of strict JSON without a tree', () => {
    for (const text of ['\ufeff{"a": [1, "x", null], "a": {"__proto__": 1}}', '-0', '"\u2028"', '{a: 1, /* b */ \'c\': +1,}']) expect(JSON.stringify(readJson5(text))).toBe(JSON.stringify(read(text)));
  });

  it('copies nothing that stays as it is', () => {
    const value = {list: [1, 2], other: 'x'};
    expect(mapItems(value, item => item)).toBe(value);
    expect(mapItems([1, 2, 3], item => (item === 2 ? 'two' : item))).toEqual([1, 'two', 3]);
  });

  it('reads 5 MB', () => {
    const value = read(`{big: "${'x'.repeat(2_500_000)}", list: [${'{a: 1}, '.repeat(300_000)}]}`) as {list: unknown[]};
    expect(value.list).toHaveLength(300_000);
  });
});
