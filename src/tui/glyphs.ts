/** Signs, each with one that any terminal can show. */
import type {Environment} from '../host/environment.ts';

const GLYPHS = {
  pointer: ['›', '>'],
  on: ['●', '(x)'],
  off: ['○', '( )'],
  done: ['✓', 'v'],
  failed: ['✗', 'x'],
  warning: ['!', '!'],
  running: ['…', '...'],
  changed: ['~', '~'],
  rule: ['─', '-'],
  mapStart: ['├', '['],
  mapEnd: ['┤', ']'],
  dot: ['·', '-'],
  choiceStart: ['‹', '<'],
  choiceEnd: ['›', '>'],
} as const;

export type GlyphName = keyof typeof GLYPHS;

export const GLYPH_NAMES = Object.keys(GLYPHS) as readonly GlyphName[];

/** What sentences and keys are written with, in letters that any terminal can show; the longest first. */
const SIGNS: readonly (readonly [sign: string, ascii: string])[] = [
  ['↑↓', 'Up/Down'],
  ['←→', 'Left/Right'],
  ['↑', 'Up'],
  ['↓', 'Down'],
  ['←', 'Left'],
  ['→', 'Right'],
  ['…', '...'],
  ['±', '+-'],
  ['–', '-'],
  ['—', '-'],
  ['−', '-'],
  ['·', '-'],
  ['•', '*'],
  ['×', 'x'],
  ['≥', '>='],
  ['≤', '<='],
  ['‘', "'"],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
  ...Object.values(GLYPHS).filter(([sign, ascii]) => sign !== ascii),
];

const ASCII = new Map(SIGNS.toReversed());
const ANY = new RegExp([...ASCII.keys()].toReversed().join('|'), 'gu');

/** The Linux console and plain C locales show no box drawing. */
export function canShowUnicode(env: Environment): boolean {
  if (process.platform === 'win32') return Boolean(env['WT_SESSION'] ?? env['TERM_PROGRAM']) || env['TERM'] === 'xterm-256color';
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return env['TERM'] !== 'linux' && (locale === '' || /utf-?8/i.test(locale));
}

let isAscii = false;

/** Chooses the set of signs, once, before the first frame. */
export function setUnicode(isUnicode: boolean): void {
  isAscii = !isUnicode;
}

export function glyph(name: GlyphName): string {
  return GLYPHS[name][isAscii ? 1 : 0];
}

/** A text of ours with the signs that this terminal can show. What is not ours, such as a path, keeps its letters. */
export function signsShown(text: string): string {
  return isAscii ? text.replace(ANY, sign => ASCII.get(sign) ?? sign) : text;
}

/** The last filter of a frame: Ink (8.0) cuts lines with an ellipsis of its own, one column wide. */
export function cutsShown(frame: string): string {
  return isAscii ? frame.replaceAll('…', '~') : frame;
}
