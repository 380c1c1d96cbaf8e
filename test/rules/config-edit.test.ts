import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ConfigShapeError, editConfig, newConfig, type Setting} from '../../src/rules/config/edit.ts';
import {Json5Error, type JsonValue, parseJson5, valueOf} from '../../src/rules/config/json5.ts';
import {anyStyle, expectLossless, layoutOf, leaf, type Model, object, objectWith, ownedBy, print, type Style} from './config-texts.ts';

/** Settings as a plan makes them: any of the keys that we own, with any of their values. */
const anySettings: fc.Arbitrary<Setting[]> = fc.subarray<Setting>(
  [
    {path: ['gateway', 'mode'], value: 'local'},
    {path: ['gateway', 'port'], value: 19_789},
    {path: ['gateway', 'bind'], value: 'loopback'},
    {path: ['gateway', 'auth', 'mode'], value: 'token'},
    {path: ['gateway', 'auth', 'token'], value: {source: 'env', provider: 'default', id: 'RESCUE_TOKEN'}},
    {path: ['agents', 'defaults', 'workspace'], value: '/home/jane/.openclaw-rescue/it\'s "here" \\ ä'},
    {path: ['agents', 'entries', 'k 1.x', 'workspace'], value: '/w'},
  ],
  {minLength: 1},
);

const anyLeaf = fc.constantFrom('"local"', "'lan'", '18789', '0x4d4d', 'null', '[1, {a: 2}]', '{source: "env", provider: "default", id: "RESCUE_TOKEN"}', '{}').map(leaf);
const auth = objectWith({mode: anyLeaf, token: anyLeaf});
const gateway = objectWith({mode: anyLeaf, port: anyLeaf, bind: anyLeaf, auth});
const agents = objectWith({defaults: objectWith({workspace: anyLeaf}), entries: objectWith({'k 1.x': objectWith({workspace: anyLeaf})})});
/** Configs in which nothing but an object stands where a parent of an owned key should. */
const anyConfig = objectWith({gateway, agents}).chain(config =>
  // The same key earlier, with anything in it: the last one counts.
  fc.option(fc.tuple(fc.constantFrom('gateway', 'agents'), fc.oneof(anyLeaf, gateway)), {nil: undefined}).map(twin => {
    const {entries} = config as Extract<Model, {kind: 'object'}>;
    const isThere = twin && entries.some(([key]) => key === twin[0]);
    return twin && isThere ? object(twin, ...(entries as [string, Model][])) : config;
  }),
);
const anyText = fc.tuple(anyConfig, anyStyle).map(([config, style]) => print(config, style));

const read = (text: string) => valueOf(parseJson5(text));
const at = (value: JsonValue, path: readonly string[]): unknown => path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);

describe('an edited config', () => {
  it('says what was set', () => {
    fc.assert(
      fc.property(anyText, anySettings, (text, settings) => {
        const value = read(editConfig(text, settings));
        for (const setting of settings) expect(JSON.stringify(at(value, setting.path))).toBe(JSON.stringify(setting.value));
      }),
      {numRuns: 500},
    );
  });

  it('loses no byte of anything else', () => {
    fc.assert(
      fc.property(anyText, anySettings, (text, settings) => {
        expectLossless(text, editConfig(text, settings), ownedBy(settings.map(({path}) => path)));
      }),
      {numRuns: 1000},
    );
  });

  it('is left as it is by a second call', () => {
    fc.assert(
      fc.property(anyText, anySettings, (text, settings) => {
        const once = editConfig(text, settings);
        expect(editConfig(once, settings)).toBe(once);
        expect(editConfig(text, [])).toBe(text);
      }),
      {numRuns: 500},
    );
  });

  it('keeps to the line ends and the indentation of the file', () => {
    const settings: Setting[] = [{path: ['gateway', 'auth', 'token'], value: 'x'}];
    const style: Style = {quote: '"', eol: '\r\n', indent: '\t', hasTrailingComma: false, hasBom: true, fillers: ['']};
    const model = object(['a', leaf('1')], ['gateway', object(['port', leaf('1')])]);
    expect(editConfig(print(model, style), settings)).toBe(
      '\ufeff{\r\n\t"a": 1,\r\n\t"gateway": {\r\n\t\t"port": 1,\r\n\t\t"auth": {\r\n\t\t\t"token": "x"\r\n\t\t}\r\n\t}\r\n}\r\n',
    );
    expect(editConfig(print(model, {...style, quote: '', indent: undefined, hasBom: false}), settings)).toBe(
      '{ a: 1, gateway: { port: 1, auth: { "token": "x" } } }\r\n',
    );
  });
});

describe('a key that is taken out', () => {
  const anyPaths = fc.subarray([['gateway', 'mode'], ['gateway', 'port'], ['gateway', 'auth', 'token'], ['agents', 'defaults'], ['agents', 'entries', 'k 1.x', 'workspace'], ['gateway', 'bind']], {minLength: 1});

  /** The value without these keys, and with the others as they were. */
  const without = (value: JsonValue, paths: readonly (readonly string[])[]): JsonValue => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => {
        const below = paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
        return below.some(({length}) => length === 0) ? [] : [[key, without(inner, below)]];
      }),
    );
  };
  const takenOut = (text: string, paths: readonly (readonly string[])[]) => editConfig(text, paths.map(path => ({path})));

  it('is gone, and everything else says the same', () => {
    fc.assert(
      fc.property(anyText, anyPaths, (text, paths) => {
        let after: string;
        try {
          after = takenOut(text, paths);
        } catch (error) {
          // A parent that is no object is not looked into.
          expect(error).toBeInstanceOf(ConfigShapeError);
          return;
        }
        // A text round, since equal keys count once in either.
        const plain = (value: JsonValue) => JSON.stringify(value, (_, inner) => (typeof inner === 'number' ? String(inner) : inner));
        expect(plain(read(after))).toBe(plain(without(read(text), paths)));
        expect(takenOut(after, paths)).toBe(after);
      }),
      {numRuns: 1000},
    );
  });

  it('takes no comment along but those within it', () => {
    fc.assert(
      fc.property(anyText, anyPaths, (text, paths) => {
        let after: string;
        try {
          after = takenOut(text, paths);
        } catch {
          return;
        }
        const kept = parseJson5(after).comments.map(({value}) => value);
        const all = parseJson5(text).comments.map(({value}) => value);
        // What is left is a part of what was there, in its order.
        let next = 0;
        for (const value of all) if (kept[next] === value) next++;
        expect(next).toBe(kept.length);
        if (after === text) expect(kept).toEqual(all);
      }),
      {numRuns: 500},
    );
  });

  it.each([
    ['{a: 1, b: 2, c: 3}', '{a: 1, c: 3}'],
    ['{a: 1, b: 2}', '{a: 1}'],
    ['{b: 2}', '{}'],
    ['{b: 2, a: 1}', '{ a: 1}'],
    ['{\n  a: 1, // one\n  b: 2, // two\n  c: 3\n}', '{\n  a: 1, // one\n   // two\n  c: 3\n}'],
    ['{\n  a: 1, // one\n  b: 2,\n  c: 3,\n}', '{\n  a: 1, // one\n  c: 3,\n}'],
    ['{\n  a: 1,\n  b: 2,\n}', '{\n  a: 1,\n}'],
    ['{\n  a: 1,\n  b: {deep: [1, 2]}\n}', '{\n  a: 1\n}'],
    ['{b: 1, b: 2, a: 3}', '{ a: 3}'],
  ])('%j', (text, expected) => {
    const after = takenOut(text, [['b']]);
    expect(after).toBe(expected);
    expect(JSON.stringify(read(after))).toBe(JSON.stringify(without(read(text), [['b']])));
  });
});

describe('odd configs', () => {
  const settings: Setting[] = [
    {path: ['gateway', 'port'], value: 19_789},
    {path: ['agents', 'defaults', 'workspace'], value: '/w'},
  ];
  const owned = ownedBy(settings.map(({path}) => path));

  it.each([
    ['empty', '{}'],
    ['empty with white space', '{ }\n'],
    ['empty with line breaks', '{\r\n\r\n}'],
    ['empty with a comment', '{ /* nothing yet */ }'],
    ['empty with a line comment', '{ // nothing yet\n}'],
    ['empty with comments around', '// before\n{\n  // inside\n}\n// after'],
    ['empty with a byte order mark', '\ufeff{}'],
    ['one line', '{a: 1}'],
    ['one line with a trailing comma', '{a: 1,}'],
    ['one line that ends in a line comment', '{a: 1 // last\n}'],
    ['one line that ends in a comma and a line comment', '{a: 1, // last\n}'],
    ['a comma after the comment', '{a: 1 // last\n, }'],
    ['a comma between two comments', '{a: 1 /* b */, /* c */ // d\n /* e */}'],
    ['a comma in a comment', '{a: 1 /* , */}'],
    ['a brace in a comment', '{a: 1 /* } */ // }\n}'],
    ['comments between key and value', '{/*1*/gateway/*2*/:/*3*/{/*4*/port/*5*/:/*6*/1/*7*/}/*8*/}/*9*/'],
    ['the key in a comment', '{/* gateway: {port: 1} */ a: 1}'],
    ['the key in a string', '{a: "gateway: {port: 1}"}'],
    ['duplicate keys', '{gateway: {port: 1}, gateway: {port: 2, port: 3}}'],
    ['a duplicate that is no object', '{gateway: "x", gateway: {}}'],
    ['an include', '{"$include": ["a.json", "b.json"], gateway: {$include: "g.json"}}'],
    ['an empty gateway', '{\n  gateway: {},\n}\n'],
    ['an empty gateway on one line', '{gateway: {}}'],
    ['an escaped key', '{"g\\u0061teway": {port: 1}}'],
    ['strict JSON of the CLI', '{\n  "gateway": {\n    "port": 18789\n  },\n  "meta": {\n    "lastTouchedVersion": "2026.9.6"\n  }\n}\n'],
    ['no line end at the end', '{\n  a: 1\n}'],
    ['mixed line ends', '{\r\n  a: 1,\n  b: 2\r\n}\n'],
    ['keys like those of every object', '{constructor: 1, "__proto__": {gateway: 2}, hasOwnProperty: 3}'],
    ['a number that is already there in another form', '{gateway: {port: 0x4d4d, bind: "lan"}}'],
  ])('%s', (_, text) => {
    const once = editConfig(text, settings);
    const value = read(once);
    expect(at(value, ['gateway', 'port'])).toBe(19_789);
    expect(at(value, ['agents', 'defaults', 'workspace'])).toBe('/w');
    expect(editConfig(once, settings)).toBe(once);
    if (!text.includes('\\u')) expectLossless(text, once, owned);
  });

  it('touches nothing that already says so', () => {
    const text = '{gateway: {port: 0x4D4D, auth: {token: {id: \'X\', source: "env"}}}, agents: {defaults: {workspace: \'/w\'}}}';
    const token: Setting = {path: ['gateway', 'auth', 'token'], value: {source: 'env', id: 'X'}};
    expect(editConfig(text, [{path: ['gateway', 'port'], value: 0x4d4d}, ...settings.slice(1), token])).toBe(text);
  });

  it('5 MB', () => {
    const lines = Array.from({length: 60_000}, (_, index) => `  key${index}: "${'x'.repeat(60)}", // note ${index}`);
    const text = `{\n${lines.join('\n')}\n  gateway: {port: 1},\n}\n`;
    const after = editConfig(text, settings);
    expect(text.length).toBeGreaterThan(5_000_000);
    expect(after).toBe(text.replace('{port: 1},', '{port: 19789},\n  agents: {\n    "defaults": {\n      "workspace": "/w"\n    }\n  },'));
  });

  it.each([
    ['arrays', `{a: ${'['.repeat(5000)}${']'.repeat(5000)}}`],
    ['objects', `${'{a: '.repeat(5000)}1${'}'.repeat(5000)}`],
    ['nothing', ''],
    ['half of it', '{a: 1'],
    ['two values', '{} {}'],
    ['a spread', '{...a}'],
  ])('no JSON5: %s', (_, text) => {
    expect(() => editConfig(text, settings)).toThrow(Json5Error);
  });

  it.each([
    ['[]', ''],
    ['null', ''],
    ['"text"', ''],
    ['5', ''],
    ['{gateway: null}', 'gateway'],
    ['{gateway: []}', 'gateway'],
    ['{gateway: "x"}', 'gateway'],
    ['{gateway: {}, gateway: 1}', 'gateway'],
    ['{agents: {defaults: 1}}', 'agents.defaults'],
    ['{agents: {defaults: [{workspace: 1}]}}', 'agents.defaults'],
  ])('no object on the way: %s', (text, key) => {
    const attempt = () => editConfig(text, settings);
    expect(attempt).toThrow(ConfigShapeError);
    try {
      attempt();
    } catch (error) {
      expect((error as ConfigShapeError).path.join('.')).toBe(key);
    }
  });

  it.each(['{x: `a`}', '{x: f()}', '{x: {...y}}', '{x: [1,,2]}', '{x: /r/}'])('no JSON5 beside our keys: %s', text => {
    expect(() => editConfig(text, settings)).toThrow(Json5Error);
  });

  it.each(['{} + 1', '{}, {}', '{}.a'])('no JSON5 as a whole: %s', text => {
    expect(() => editConfig(text, settings)).toThrow(Json5Error);
  });

  it.each(['{a: 1 // last\r}', '{a: 1 // last\u2028}'])('a line comment that ends in another line end: %j', text => {
    const once = editConfig(text, settings);
    expect(at(read(once), ['gateway', 'port'])).toBe(19_789);
  });

  it('blanks at the end of a comment in an empty object', () => {
    const text = '{ // nothing yet  \n}';
    expect(layoutOf(editConfig(text, settings)).comments).toEqual(['// nothing yet  ']);
  });
});

describe('a new config', () => {
  it('is strict JSON with two spaces, as the CLI writes it', () => {
    expect(
      newConfig([
        {path: ['gateway', 'mode'], value: 'local'},
        {path: ['agents', 'defaults', 'workspace'], value: '/w'},
        {path: ['gateway', 'port'], value: 19_789},
      ]),
    ).toBe('{\n  "gateway": {\n    "mode": "local",\n    "port": 19789\n  },\n  "agents": {\n    "defaults": {\n      "workspace": "/w"\n    }\n  }\n}\n');
  });

  it('is left as it is by an edit with the same settings', () => {
    fc.assert(
      fc.property(anySettings, settings => {
        const text = newConfig(settings);
        expect(editConfig(text, settings)).toBe(text);
      }),
    );
  });
});
