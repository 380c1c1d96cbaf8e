import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {readableLine} from '../../src/rules/log-lines.ts';
import {cutTo, isPrintable, printable, printableJson, printableText} from '../../src/rules/printable.ts';

/** What may do more than be read. */
const HOSTILE = ['\u0000', '\u0007', '\b', '\t', '\n', '\r', '\u001b', '\u007f', '\u0085', '\u009b', '\u00ad', '\u061c', '\u200b', '\u200d', '\u200e', '\u200f', '\u2028', '\u2029', '\u202a', '\u202e', '\u2060', '\u2066', '\u2069', '\ufeff', '\ufff9', '\ud800', '\udfff', '\u{e0041}'];
const text = fc.string({unit: fc.oneof(fc.constantFrom(...HOSTILE), fc.constantFrom('a', 'é', '漢', '👍', '"', '\\', ' '), fc.string({unit: 'binary', minLength: 1, maxLength: 1}))});

it.each(HOSTILE.map(character => [character.codePointAt(0)!.toString(16), character]))('U+%s is not printed', (_, character) => {
  expect(printable(`a${character}b`)).toBe(character === '\t' ? 'a b' : 'a?b');
  expect(isPrintable(character)).toBe(false);
});

describe('whatever comes in', () => {
  it('is one line that is only read', () => {
    fc.assert(fc.property(text, value => !/[\p{C}\p{Zl}\p{Zp}]/u.test(printable(value).replace(/[\p{Co}\p{Cn}]/gu, ''))));
  });

  it('keeps the line breaks of ours, and nothing else', () => {
    fc.assert(fc.property(fc.array(text), lines => printableText(lines.map(printable).join('\n')) === lines.map(printable).join('\n')));
    fc.assert(fc.property(text, value => !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(printableText(value))));
  });

  it('is the same value in a document, which holds none of it', () => {
    fc.assert(
      fc.property(fc.dictionary(text, text), value => {
        const json = printableJson(JSON.stringify(value, null, 2));
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(isPrintable(json.replaceAll('\n', ''))).toBe(true);
      }),
    );
  });

  it('is cut to its width in columns, and only then', () => {
    fc.assert(
      fc.property(text, fc.integer({min: 1, max: 30}), (value, width) => {
        expect(stringWidth(cutTo(value, width))).toBeLessThanOrEqual(width);
        if (stringWidth(printable(value)) <= width && value.length <= width) expect(cutTo(value, width)).toBe(printable(value));
      }),
    );
    expect(cutTo('漢'.repeat(10), 7)).toBe('漢漢漢…');
    // A vowel sign without a letter to stand on.
    expect(cutTo('\ua827a', 1)).toBe('…');
    expect(cutTo('a'.repeat(1e7), 5)).toBe('aaaa…');
  });
});

it('a line of a log that is cut ends with a whole word, so that half a secret is not shown', () => {
  const secret = `123456789:AA${'x'.repeat(33)}`;
  const line = `${'word '.repeat(1637)}${secret} ${'more '.repeat(500)}`;
  expect(readableLine(line)).not.toContain('123456789');
  expect(readableLine(line)).toMatch(/word…$/);
});
