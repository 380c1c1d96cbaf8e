import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {editField, type FieldEdit, fieldOf, graphemes, killedBy, type Kill} from '../../src/wizard/text-field.ts';

const edits = (text: string, ...list: FieldEdit[]) => list.reduce<ReturnType<typeof fieldOf>>(editField, fieldOf(text));
/** An edit where the bar is. */
const at = (marked: string, edit: FieldEdit) => {
  const [before = '', after = ''] = marked.split('|');
  const {text, cursor} = editField({text: before + after, cursor: graphemes(before).length}, edit);
  const parts = graphemes(text);
  return `${parts.slice(0, cursor).join('')}|${parts.slice(cursor).join('')}`;
};

it.each<[string, FieldEdit[], string, number]>([
  ['abc', [{kind: 'backspace'}], 'ab', 2],
  ['abc', [{kind: 'home'}, {kind: 'delete'}], 'bc', 0],
  ['abc', [{kind: 'left'}, {kind: 'insert', text: 'x'}], 'abxc', 3],
  ['abc', [{kind: 'left'}, {kind: 'kill-left'}], 'c', 0],
  ['abc', [{kind: 'left'}, {kind: 'kill-right'}], 'ab', 2],
  ['', [{kind: 'backspace'}, {kind: 'delete'}, {kind: 'left'}, {kind: 'kill-word'}, {kind: 'kill-word-right'}, {kind: 'word-left'}, {kind: 'word-right'}], '', 0],
  ['한글', [{kind: 'backspace'}], '한', 1],
  ['각', [{kind: 'backspace'}], '', 0],
  ['👩‍👩‍👧e\u0301', [{kind: 'left'}, {kind: 'backspace'}], 'e\u0301', 0],
  ['🇨🇭🇰🇷', [{kind: 'backspace'}], '🇨🇭', 1],
  ['👍🏽', [{kind: 'insert', text: '🏽'}, {kind: 'backspace'}], '', 0],
  ['a', [{kind: 'paste', text: ' \tb\r\nc\td\n'}], 'ab c d', 6],
  ['a', [{kind: 'insert', text: ' '}], 'a ', 2],
])('%j %j → %j', (text, list, expected, cursor) => {
  expect(edits(text, ...list)).toEqual({text: expected, cursor});
});

describe('words', () => {
  it.each<[FieldEdit['kind'], string, string]>([
    ['kill-word', '~/a/clawd-rescue|', '~/a/clawd-|'],
    ['kill-word', '~/a/clawd-|', '~/a/|'],
    ['kill-word', '~/a/cl|awd', '~/a/|awd'],
    ['kill-word-right', '~/|a/clawd', '~/|/clawd'],
    ['kill-word-right', '~|/a/clawd', '~|/clawd'],
    ['word-left', '~/a/clawd-rescue|', '~/a/clawd-|rescue'],
    ['word-left', '~/a/|clawd', '~/|a/clawd'],
    ['word-left', 'C:\\Users\\me|', 'C:\\Users\\|me'],
    ['word-right', '|~/a/clawd-rescue', '~|/a/clawd-rescue'],
    ['word-right', '~/a/|clawd-rescue', '~/a/clawd|-rescue'],
    ['word-right', 'two words|  more', 'two words  more|'],
    ['word-left', '구조 봇|', '구조 |봇'],
    ['word-left', '/home/東京都|', '/home/東京|都'],
    ['word-right', '|中文-x', '中文|-x'],
    ['kill-word', '/home/e\u0301a|', '/home/|'],
  ])('%s at %j → %j', (kind, marked, expected) => {
    expect(at(marked, {kind} as FieldEdit)).toBe(expected);
  });
});

it('takes no more of a paste than a path may have', () => {
  const text = 'x'.repeat(5_000_000);
  expect(edits('ab', {kind: 'left'}, {kind: 'paste', text}).text).toBe(`a${'x'.repeat(4094)}b`);
});

it.each(['🇨🇭', '👩‍👩‍👧', 'e\u0301', '👍🏽', '각', '\r\n'])('cuts no %j in two at the end of the room', part => {
  for (let lead = 0; lead < part.length; lead++) {
    const {text} = edits('', {kind: 'insert', text: 'x'.repeat(lead) + part.repeat(5000)});
    expect(text.length).toBeLessThanOrEqual(4096);
    expect(text.slice(lead).replaceAll(part === '\r\n' ? ' ' : part, '')).toBe('');
  }
});

/** Whole graphemes that do not join with their neighbours. */
const part = fc.constantFrom('a', 'Z', '7', ' ', '/', '-', '\\', '한', '각', '漢', '字', 'か', 'e\u0301', '👩‍👩‍👧', '👍🏽', '🇨🇭');
const line = fc.array(part, {maxLength: 20}).map(parts => parts.join(''));
const KILLS: readonly Kill[] = ['kill-left', 'kill-right', 'kill-word', 'kill-word-right'];
const MOVES = ['left', 'right', 'word-left', 'word-right', 'home', 'end'] as const;
const edit: fc.Arbitrary<FieldEdit> = fc.oneof(
  fc.record({kind: fc.constantFrom('insert' as const, 'paste' as const), text: fc.oneof(line, fc.string({unit: 'grapheme', maxLength: 3}))}),
  fc.record({kind: fc.constantFrom('backspace' as const, 'delete' as const, ...MOVES, ...KILLS)}),
);

it('the cursor never leaves the text, and nothing is left half', () => {
  fc.assert(
    fc.property(fc.oneof(line, fc.string({unit: 'grapheme'})), fc.array(edit, {maxLength: 30}), (text, list) => {
      const {text: result, cursor} = edits(text, ...list);
      expect(cursor).toBeGreaterThanOrEqual(0);
      expect(cursor).toBeLessThanOrEqual(graphemes(result).length);
      expect(result.isWellFormed()).toBe(true);
      if (!/[\r\n]/.test(text)) expect(result).not.toMatch(/[\r\n]/);
    }),
  );
});

it('no edit makes other graphemes than it was given', () => {
  fc.assert(
    fc.property(line, fc.array(edit.filter(({kind}) => kind !== 'insert' && kind !== 'paste'), {maxLength: 20}), (text, list) => {
      const given = new Set(graphemes(text));
      for (const piece of graphemes(edits(text, ...list).text)) expect(given).toContain(piece);
    }),
  );
});

it('what a kill took, put back, is what was there', () => {
  fc.assert(
    fc.property(line, fc.nat(20), fc.constantFrom(...KILLS), (text, back, kind) => {
      const before = edits(text, ...Array.from({length: back}, () => ({kind: 'left'}) as const));
      const after = editField(before, {kind});
      const killed = killedBy(kind, before, after);
      const again = editField(after, {kind: 'insert', text: killed.text});
      expect(again.text).toBe(text);
      expect(killed.isBefore ? again.cursor : after.cursor).toBe(before.cursor);
    }),
  );
});
