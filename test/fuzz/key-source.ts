/** What a person, a cat or a broken line may send to a terminal. */
import {ODD_TEXTS, type Random} from './random.ts';

const ESC = '\u001b';
const bytes = (...codes: number[]) => Buffer.from(codes);

const CURSOR = ['[A', '[B', '[C', '[D', '[H', '[F', '[5~', '[6~', '[3~', 'OA', 'OB', '[1;5C', '[1;2D', '[Z'].map(key => ESC + key);
const PRINTABLE = Array.from({length: 95}, (_, index) => String.fromCharCode(32 + index)).filter(letter => letter !== '/');
/** Half of a sequence, and some that nobody knows. */
const BROKEN = ['[', 'O', '[1', '[1;', '[200', '[<0;1', ']0;', '[?25', '[999999999;999999999H', 'P', '_G', '[M   ', '[I', '[O', '\u001b', 'é', '[200~[201~', '[24;80R', '[?1;2c'].map(rest => ESC + rest);
const INVALID = [bytes(0xff), bytes(0xc3), bytes(0xe2, 0x82), bytes(0xf0, 0x9f, 0x91), bytes(0xed, 0xa0, 0xbd), bytes(0xc0, 0x80), bytes(0x80), bytes(0xfe, 0xff, 0x00), bytes(0x9b, 0x41)];
/** Without Ctrl-C, which leaves; and without those by which a terminal stops or suspends what runs in it. */
const CONTROL = Array.from({length: 26}, (_, index) => String.fromCharCode(index + 1)).filter(key => !'\u0003\r\t'.includes(key));

/** One press of a key, or one paste. */
export function keyFrom(random: Random): Buffer {
  const key = random.weighted<() => string | Buffer>([
    [24, () => random.pick(CURSOR)],
    [16, () => '\r'],
    [10, () => random.pick(PRINTABLE)],
    [8, () => String(random.below(10))],
    [6, () => random.pick(['n', 'a', 's', 'o', 'd', '?', 'u', 'q', ' ', 'm'])],
    [6, () => '\u007f'],
    [6, () => ESC],
    [5, () => '\t'],
    [5, () => random.pick(CONTROL)],
    [4, () => random.pick(ODD_TEXTS).replaceAll('\u0003', '')],
    [4, () => `${ESC}[200~${random.pick(ODD_TEXTS)}${random.pick(['', '\n', '\r\nsecond line', '\t'])}${ESC}[201~`],
    [3, () => random.pick(BROKEN)],
    [3, () => random.pick(INVALID)],
    [1, () => random.pick(['漢', '👍', '👨‍👩‍👧‍👦', '🇨🇭', 'e\u0301', '\u200b', '\u202e', 'ﷺ'])],
    [0.5, () => '\u0003'],
  ])();
  return Buffer.isBuffer(key) ? key : Buffer.from(key);
}

/** A window from the smallest that is drawn to a large one. */
export function windowFrom(random: Random): {columns: number; rows: number} {
  if (random.chance(0.15)) return {columns: 40, rows: 15};
  if (random.chance(0.1)) return {columns: 80, rows: 24};
  return {columns: 40 + random.below(161), rows: 15 + random.below(46)};
}
