/** Dark or light: what the environment says, and the terminal's own answer, of which no byte is a key. */
import fc from 'fast-check';
import {expect, it} from 'vitest';
import {type Background, BACKGROUND_QUERY, knownBackground, replyFilter} from '../../src/tui/background.ts';
import {lookOf} from '../../src/tui/look.ts';

it.each<[Record<string, string>, Background | undefined]>([
  [{COLORFGBG: '15;0'}, 'dark'],
  [{COLORFGBG: '0;15'}, 'light'],
  [{COLORFGBG: '0;default;15'}, 'light'],
  [{COLORFGBG: '12;8'}, 'dark'],
  [{COLORFGBG: '0;7'}, 'light'],
  [{COLORFGBG: 'default;default'}, undefined],
  [{TERM: 'linux'}, 'dark'],
  [{TERM: 'xterm-256color'}, undefined],
])('%j is %s', (env, expected) => expect(knownBackground(env)).toBe(expected));

it.each<[string, Parameters<typeof lookOf>, object]>([
  ['asks where nothing is known', [{}, {}], {palette: 'plain', isAsked: true}],
  ['takes the flag before the environment', [{theme: 'light'}, {COLORFGBG: '15;0'}], {palette: 'light', isAsked: false}],
  ['takes the environment for auto', [{theme: 'auto'}, {COLORFGBG: '15;0'}], {palette: 'dark', isAsked: false}],
  ['has no colour with NO_COLOR', [{theme: 'light'}, {NO_COLOR: '1'}], {palette: 'plain', isAsked: false}],
  ['has colour with an empty NO_COLOR', [{theme: 'light'}, {NO_COLOR: ''}], {palette: 'light'}],
  ['has no colour with FORCE_COLOR=0', [{}, {FORCE_COLOR: '0', COLORFGBG: '15;0'}], {palette: 'plain', isAsked: false}],
  ['has colour with FORCE_COLOR=1', [{theme: 'dark'}, {FORCE_COLOR: '1'}], {palette: 'dark'}],
  ['stands still with NO_MOTION', [{}, {NO_MOTION: '1'}], {isStill: true}],
  ['keeps to ASCII where it is asked to', [{ascii: true}, {LANG: 'C.UTF-8'}], {isUnicode: false}],
  ['keeps to ASCII in the C locale', [{}, {LANG: 'C'}], {isUnicode: false}],
])('%s', (_, [flags, env], expected) => expect(lookOf(flags, env)).toMatchObject(expected));

const DARK = '\u001b]11;rgb:1e1e/1e1e/1e1e\u001b\\';
const LIGHT = '\u001b]11;rgb:ff/ff/f0\u0007';
const KIND = '\u001b[?62;4;22c';

/** What is left of these pieces for the program, and what was told. */
function read(pieces: readonly string[]): {keys: string; told: (Background | 'end')[]} {
  const told: (Background | 'end')[] = [];
  const filter = replyFilter({onBackground: background => told.push(background), onEnd: () => told.push('end')});
  return {keys: pieces.map(piece => filter(piece)).join(''), told};
}

it('asks for the colour, and for what every terminal answers', () => expect(BACKGROUND_QUERY).toBe('\u001b]11;?\u001b\\\u001b[c'));

it.each<[string, string[], string, (Background | 'end')[]]>([
  ['a dark answer', [DARK], '', ['dark']],
  ['a light one among keys', [`a${LIGHT}${KIND}b`], 'ab', ['light', 'end']],
  ['one with transparency', ['\u001b]11;rgba:ffff/ffff/ffff/8000\u0007'], '', ['light']],
  ['that it has none', [KIND], '', ['end']],
  ['the colour of text, and other answers', ['\u001b]10;rgb:0/0/0\u0007\u001b[?2026;2$y\u001b[>41;390;0c\u001b[?1u'], '', ['end']],
  ['one that a key came into', ['\u001b]11;rgb:1e1e/\r'], '\r', []],
  ['one that Ctrl-C came into', ['\u001b]11;rgb:1e', '\u0003'], '\u0003', []],
])('%s', (_, pieces, keys, told) => expect(read(pieces)).toEqual({keys, told}));

it.each(['\u001b', '\u001b[A', '\u001b[1;5C', '\u001b[200~text\u001b[201~', '\u001bOP', '\u001b]', '\u001b]x', '\u001b[', 'é漢字', '\u001b\u001b[B', '\u001b[13;2u'])('%j is no answer', key => {
  expect(read([key, 'z', 'y']).keys).toBe(`${key}zy`);
  expect(read([...key, 'z', 'y']).keys).toBe(`${key}zy`);
});

it('takes Escape for a key at once', () => {
  const filter = replyFilter({onBackground: () => undefined, onEnd: () => undefined});
  expect(filter('\u001b')).toBe('\u001b');
});

it('no byte of an answer is a key, however it is cut, but for an Escape alone', () => {
  const answer = fc.constantFrom(DARK, LIGHT, KIND);
  const typed = fc.constantFrom('a', '1', '9', '\r', '\u001b[A', ' ', ';', 'rgb:');
  fc.assert(
    fc.property(fc.array(fc.oneof(answer, typed), {maxLength: 8}), fc.infiniteStream(fc.integer({min: 1, max: 9})), (parts, lengths) => {
      const text = parts.join('');
      const pieces: string[] = [];
      for (let at = 0; at < text.length; ) {
        const length = lengths.next().value;
        pieces.push(text.slice(at, at + length));
        at += length;
      }
      const expected = parts.filter(part => ![DARK, LIGHT, KIND].includes(part)).join('');
      const escapes = (from: string) => from.replaceAll(/\u001b(?!\[A)/g, '');
      expect(escapes(read(pieces).keys)).toBe(expected);
    }),
    {numRuns: 2000},
  );
});
