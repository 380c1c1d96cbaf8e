import {expect, it} from 'vitest';
import {pasteEnder} from '../../src/tui/paste.ts';

const START = '\u001b[200~';
const END = '\u001b[201~';

it.each<[string, string[], string]>([
  ['keys', ['a', '\u0003', 'b'], 'a\u0003b'],
  ['a whole paste', [`${START}text${END}`, '\u0003'], `${START}text${END}\u0003`],
  ['a paste without an end', [`${START}text`, 'more', '\u0003', '\u0003'], `${START}textmore${END}\u0003\u0003`],
  ['one whose start comes in two pieces', ['x\u001b[2', '00~text', '\u0003'], `x${START}text${END}\u0003`],
  ['one whose end comes in two pieces', [`${START}text\u001b[20`, '1~', '\u0003'], `${START}text${END}\u0003`],
  ['one that begins within another', [START, START, 'a\u0003b'], `${START}${START}a${END}\u0003b`],
])('Ctrl-C leaves %s', (_, pieces, expected) => {
  const ended = pasteEnder();
  expect(pieces.map(piece => ended(piece)).join('')).toBe(expected);
});

const FOCUS = '\u001b[I';

it.each<[string, string[], string]>([
  ['an Esc in the piece before', ['\u001b', `${START}text\n${END}`], `\u001b${FOCUS}${START}text\n${END}`],
  ['an Esc in the same piece', [`a\u001b${START}text`], `a\u001b${FOCUS}${START}text`],
  ['two of them, which are a key of their own', [`\u001b\u001b${START}text`], `\u001b\u001b${START}text`],
  ['three of them', ['\u001b\u001b\u001b', START], `\u001b\u001b\u001b${FOCUS}${START}`],
  ['an Esc in one piece with the beginning of its start', ['\u001b\u001b', '[200~text'], `\u001b${FOCUS}${START}text`],
  ['an Esc in one piece with more of its start', ['\u001b\u001b[20', '0~text'], `\u001b\u001b[20I${START}text`],
  ['an Esc that is a key before', ['\u001b', 'a', START], `\u001ba${START}`],
])('a paste stays one after %s', (_, pieces, expected) => {
  const ended = pasteEnder();
  expect(pieces.map(piece => ended(piece)).join('')).toBe(expected);
});
