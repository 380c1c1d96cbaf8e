import {describe, expect, it} from 'vitest';
import {parseJson5, valueOf} from '../../src/rules/config/json5.ts';
import {resolveIncludes, substitute} from '../../src/rules/config/resolve.ts';
import {settingsOf} from '../../src/rules/config/settings.ts';

/** A config of several files, `main` the first. */
function resolved(files: Readonly<Record<string, string>>) {
  const valueIn = (path: string) => {
    const text = files[path];
    if (text === undefined) throw new Error(`${path} is not there`);
    return valueOf(parseJson5(text));
  };
  return resolveIncludes(valueIn('main'), 'main', path => ({path, value: valueIn(path)}));
}

describe('$include', () => {
  it.each<[string, Record<string, string>, unknown]>([
    ['later files win, siblings win over all', {main: '{$include: ["a", "b"], x: 3}', a: '{x: 1, y: 1, z: 1}', b: '{x: 2, y: 2}'}, {x: 3, y: 2, z: 1}],
    ['siblings win though they stand first', {main: '{x: 3, $include: "a"}', a: '{x: 1}'}, {x: 3}],
    ['objects are merged', {main: '{$include: "a", g: {p: 2}}', a: '{g: {p: 1, m: "local", d: {e: 1}}}'}, {g: {p: 2, m: 'local', d: {e: 1}}}],
    ['arrays are joined', {main: '{$include: ["a", "b"], l: ["9"]}', a: '{l: ["1"]}', b: '{l: ["2", "1"]}'}, {l: ['1', '2', '1', '9']}],
    ['null replaces and does not delete', {main: '{$include: "a", x: null}', a: '{x: {y: 1}}'}, {x: null}],
    ['an array replaces what is none, and the other way round', {main: '{$include: "a", x: [1], y: {z: 1}}', a: '{x: {b: 1}, y: [1]}'}, {x: [1], y: {z: 1}}],
    ['an empty list is the siblings alone', {main: '{$include: [], x: 1}'}, {x: 1}],
    ['below a key', {main: '{g: {$include: "a", p: 2}}', a: '{p: 1, m: 1}'}, {g: {p: 2, m: 1}}],
    ['in the element of an array', {main: '{l: [{$include: "a"}, {$include: "a", x: 2}]}', a: '{x: 1}'}, {l: [{x: 1}, {x: 2}]}],
    ['in an included file', {main: '{$include: "a"}', a: '{$include: "b", x: 2}', b: '{x: 1, y: {$include: "c"}}', c: '{z: 1}'}, {x: 2, y: {z: 1}}],
    ['the same file twice, side by side', {main: '{a: {$include: "x"}, b: {$include: "x"}}', x: '{n: 1}'}, {a: {n: 1}, b: {n: 1}}],
    ['a file with a byte order mark', {main: '{$include: "a"}', a: '\ufeff{x: 1}'}, {x: 1}],
  ])('%s', (_, files, expected) => {
    expect(JSON.parse(JSON.stringify(resolved(files)))).toEqual(expected);
  });

  it.each<[string, Record<string, string>, unknown]>([
    ['a number', {main: '{gateway: {port: {$include: "a"}}}', a: '31500'}, {gateway: {port: 31500}}],
    ['an array', {main: '{l: {$include: "a"}}', a: '[1, 2]'}, {l: [1, 2]}],
    ['a string', {main: '{s: {$include: "a"}}', a: '"x"'}, {s: 'x'}],
  ])('without siblings %s takes the place of the object', (_, files, expected) => {
    expect(JSON.parse(JSON.stringify(resolved(files)))).toEqual(expected);
  });

  it('takes ten levels and no eleventh', () => {
    const chain = (levels: number) =>
      Object.fromEntries(Array.from({length: levels + 1}, (_, level) => [level === 0 ? 'main' : `f${level}`, level < levels ? `{$include: "f${level + 1}"}` : '{x: 1}']));
    expect(resolved(chain(10))).toEqual({x: 1});
    expect(() => resolved(chain(11))).toThrow(/10/);
  });

  it('ends on a circle', () => {
    expect(() => resolved({main: '{$include: "a"}', a: '{$include: "main"}'})).toThrow();
    expect(() => resolved({main: '{$include: "main"}'})).toThrow();
  });

  it('hands on what the reader says', () => {
    expect(() => resolved({main: '{$include: "gone"}'})).toThrow('gone is not there');
    expect(() => resolved({main: '{a: [{$include: "bad"}]}', bad: '{'})).toThrow();
  });

  it('resolves a path from the file that names it', () => {
    const asked: string[] = [];
    resolveIncludes(valueOf(parseJson5('{$include: "sub/a", b: {$include: "b"}}')), '/c/main', (path, from) => {
      asked.push(`${from} -> ${path}`);
      return path === 'sub/a' ? {path: '/c/sub/a', value: {$include: 'deeper'}} : {path: `/c/${path}`, value: {}};
    });
    expect(asked.sort()).toEqual(['/c/main -> b', '/c/main -> sub/a', '/c/sub/a -> deeper']);
  });

  it('a __proto__ key says nothing', () => {
    const value = resolved({main: '{$include: "a", "__proto__": {gateway: {port: 4444}}}', a: '{x: 1}'});
    expect(settingsOf(value).port).toBeUndefined();
  });
});

describe('${VAR}', () => {
  const variables = {HOME: '/home/jane', PORT_2: '19789', _X: 'x', EMPTY: '', DOLLAR: '$&$1', NESTED: '${HOME}', UNSET: undefined};

  it.each([
    ['${HOME}', '/home/jane'],
    ['a${HOME}b${PORT_2}${_X}', 'a/home/janeb19789x'],
    // What has no value, or an empty one, stays.
    ['${MISSING}', '${MISSING}'],
    ['${EMPTY}', '${EMPTY}'],
    ['${UNSET}', '${UNSET}'],
    // Escaped.
    ['$${HOME}', '${HOME}'],
    ['a$${HOME}b${HOME}', 'a${HOME}b/home/jane'],
    // Not of that form.
    ['$HOME', '$HOME'],
    ['${home}', '${home}'],
    ['${2X}', '${2X}'],
    ['${}', '${}'],
    ['${HOME', '${HOME'],
    ['${HOME:-x}', '${HOME:-x}'],
    ['$$', '$$'],
    // One pass, and no pattern of String.replace.
    ['${NESTED}', '${HOME}'],
    ['${DOLLAR}', '$&$1'],
  ])('%s: %s', (text, expected) => {
    expect(substitute(text, variables)).toBe(expected);
  });

  it('knows no names that every object has', () => {
    expect(substitute('${CONSTRUCTOR}${__PROTO__}', {})).toBe('${CONSTRUCTOR}${__PROTO__}');
  });
});
