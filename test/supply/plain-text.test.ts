/** The shortcuts of the bundle say what Unicode's tables say. */
import stringWidth from 'string-width';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {isNarrowText, PlainFirstSegmenter} from '../../src/bundle/plain-text.ts';
import {GLYPH_NAMES, glyph} from '../../src/tui/glyphs.ts';

const EVERY_UNIT = Array.from({length: 0x1_00_00}, (_, code) => String.fromCharCode(code));
const NARROW = EVERY_UNIT.filter(isNarrowText);
const SYLLABLES = ['가', '각', '힣'];
const CONTROLS = EVERY_UNIT.slice(0, 0x20);

const whole = new Intl.Segmenter();
type Segmenter = {segment(text: string): Pick<Intl.Segments, 'containing'> & Iterable<Intl.SegmentData>};
const plain = ({segment, index, input}: Intl.SegmentData) => ({segment, index, input});
/** In their order, and by each place and those around it. */
const segmentsOf = (segmenter: Segmenter, text: string) => {
  const segments = segmenter.segment(text);
  const at = Array.from({length: text.length + 3}, (_, place) => segments.containing(place - 1)).map(segment => segment && plain(segment));
  return [Array.from(segments, plain), at];
};

describe('narrow text', () => {
  it('is one column for each character', () => {
    expect(NARROW.length).toBeGreaterThan(1000);
    expect(NARROW.filter(character => stringWidth(character) !== 1)).toEqual([]);
    expect(stringWidth(NARROW.join(''))).toBe(NARROW.length);
  });

  it('is what our own signs are', () => {
    expect(GLYPH_NAMES.map(name => glyph(name)).filter(sign => !isNarrowText(sign))).toEqual([]);
  });

  it('is none with what takes no column, two, or joins another one', () => {
    for (const text of ['e\u0301', '👍', '가', '\t', '\n', '\u00ad', '⌚', '▶\ufe0f', '©\ufe0f', '\u200d']) expect(isNarrowText(text), text).toBe(false);
  });
});

describe('segments', () => {
  it('are the same for every character and its neighbours', () => {
    const text = [...NARROW, ...SYLLABLES, ...CONTROLS, ...NARROW].join('');
    expect(segmentsOf(new PlainFirstSegmenter(), text)).toEqual(segmentsOf(whole, text));
  });

  it('are the same for any text', () => {
    const character = fc.oneof(fc.constantFrom(...NARROW, ...SYLLABLES, ...CONTROLS), fc.constantFrom('\u0301', '\u200d', '👍', '🇰', '🇷', '\r', '\n', 'ᄀ', 'ᅡ', 'ᆨ'), fc.string({unit: 'binary', maxLength: 1}));
    fc.assert(
      fc.property(fc.array(character, {maxLength: 12}), characters => {
        const text = characters.join('');
        expect(segmentsOf(new PlainFirstSegmenter(undefined, {granularity: 'grapheme'}), text)).toEqual(segmentsOf(whole, text));
      }),
    );
  });

  it('by words are left to Node', () => {
    const words = new Intl.Segmenter(undefined, {granularity: 'word'});
    expect(segmentsOf(new PlainFirstSegmenter(undefined, {granularity: 'word'}), 'two words')).toEqual(segmentsOf(words, 'two words'));
  });
});
