import fc from 'fast-check';
import {expect, it} from 'vitest';
import {editField, fieldOf, graphemes, type TextEdit} from '../../src/wizard/text-field.ts';

const edits = (text: string, ...list: TextEdit[]) => list.reduce(editField, fieldOf(text));

it.each<[string, TextEdit[], string, number]>([
  ['abc', [{kind: 'backspace'}], 'ab', 2],
  ['abc', [{kind: 'home'}, {kind: 'delete'}], 'bc', 0],
  ['abc', [{kind: 'left'}, {kind: 'insert', text: 'x'}], 'abxc', 3],
  ['abc', [{kind: 'left'}, {kind: 'kill-left'}], 'c', 0],
  ['abc', [{kind: 'left'}, {kind: 'kill-right'}], 'ab', 2],
  ['~/a/clawd-rescue', [{kind: 'kill-word'}], '~/a/clawd-', 10],
  ['~/a/clawd-', [{kind: 'kill-word'}], '~/a/', 4],
  ['', [{kind: 'backspace'}, {kind: 'delete'}, {kind: 'left'}, {kind: 'kill-word'}], '', 0],
  ['한글', [{kind: 'backspace'}], '한', 1],
  ['👩‍👩‍👧e\u0301', [{kind: 'left'}, {kind: 'backspace'}], 'e\u0301', 0],
  ['a', [{kind: 'insert', text: 'b\nc\n'}], 'ab c', 4],
])('%j %j → %j', (text, list, expected, cursor) => {
  expect(edits(text, ...list)).toEqual({text: expected, cursor});
});

it('takes no more of a paste than a path may have', () => {
  const text = 'x'.repeat(5_000_000);
  expect(edits('ab', {kind: 'left'}, {kind: 'insert', text}).text).toBe(`a${'x'.repeat(4094)}b`);
});

it('the cursor never leaves the text', () => {
  const edit: fc.Arbitrary<TextEdit> = fc.oneof(
    fc.record({kind: fc.constant('insert' as const), text: fc.string({unit: 'grapheme', maxLength: 3})}),
    fc.record({kind: fc.constantFrom('backspace', 'delete', 'left', 'right', 'home', 'end', 'kill-left', 'kill-right', 'kill-word')}),
  );
  fc.assert(
    fc.property(fc.string({unit: 'grapheme'}), fc.array(edit, {maxLength: 30}), (text, list) => {
      const {text: result, cursor} = edits(text, ...list);
      expect(cursor).toBeGreaterThanOrEqual(0);
      expect(cursor).toBeLessThanOrEqual(graphemes(result).length);
      expect(result).not.toMatch(/[\r\n]/);
    }),
  );
});
