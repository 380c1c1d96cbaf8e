import {describe, expect, it} from 'vitest';
import {completionOf, typedPath} from '../../src/rules/completion.ts';
import {graphemes} from '../../src/wizard/text-field.ts';

it.each([
  ['~', 'linux', {head: '~/', start: ''}],
  ['~/wo', 'linux', {head: '~/', start: 'wo'}],
  ['/', 'linux', {head: '/', start: ''}],
  ['/srv/a b', 'linux', {head: '/srv/', start: 'a b'}],
  ['~\\x', 'linux', undefined],
  ['wo', 'linux', undefined],
  ['a/b', 'linux', undefined],
  ['~other/x', 'linux', undefined],
  ['', 'linux', undefined],
  ['C:\\Users\\m', 'win32', {head: 'C:\\Users\\', start: 'm'}],
  ['~\\x', 'win32', {head: '~\\', start: 'x'}],
] as const)('%j on %s', (text, platform, expected) => {
  expect(typedPath(text, platform)).toEqual(expected);
});

describe('a path goes on', () => {
  const folders = (...names: string[]) => names.map(name => ({name, isFolder: true}));
  const complete = (text: string, names: string[]) => completionOf(typedPath(text, 'linux')!, folders(...names), graphemes);

  it.each<[string, string[], string, string[]]>([
    ['~/wo', ['work', 'other'], '~/work/', ['work']],
    ['~/wo', ['work-b', 'work-a'], '~/work-', ['work-a', 'work-b']],
    ['~/work', ['work', 'work-2'], '~/work', ['work', 'work-2']],
    ['~/x', ['work'], '~/x', []],
    ['~/', ['.ssh', 'work'], '~/work/', ['work']],
    ['~/.s', ['.ssh', 'work'], '~/.ssh/', ['.ssh']],
    ['/', ['a', 'b'], '/', ['a', 'b']],
    // An accent of its own belongs to the letter before it.
    ['/', ['e\u0301a', 'e\u0300b'], '/', ['e\u0300b', 'e\u0301a']],
    ['/', ['👩‍👩', 'x'], '/x/', ['x']],
    // macOS takes names apart.
    ['/한', ['한글'.normalize('NFD')], `/${'한글'.normalize('NFD')}/`, ['한글'.normalize('NFD')]],
  ])('%j among %j is %j', (text, names, expected, found) => {
    expect(complete(text, names)).toMatchObject({text: expected, names: found});
  });

  it('a file gets no separator', () => {
    expect(completionOf({head: '/', start: 't'}, [{name: 'token', isFolder: false}], graphemes).text).toBe('/token');
  });

  it('never to a name that can’t be shown', () => {
    expect(complete('/w', ['w\u001b[2J', 'w\u202ex'])).toEqual({text: '/w', names: [], unclear: ['w\u001b[2J', 'w\u202ex']});
    expect(complete('/w', ['w\n', 'work'])).toEqual({text: '/work/', names: ['work'], unclear: ['w\n']});
  });
});
