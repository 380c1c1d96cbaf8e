/** Colours by meaning. Colour is never the only sign: each state has a word or a glyph too. */
import type {TextProps} from 'ink';

type Style = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'inverse'>;

export const theme = {
  title: {bold: true},
  quiet: {dimColor: true},
  focus: {color: 'cyan', bold: true},
  good: {color: 'green'},
  warning: {color: 'yellow'},
  bad: {color: 'red', bold: true},
  key: {bold: true},
} as const satisfies Record<string, Style>;

export type StyleName = keyof typeof theme;

/** Signs, each with one that any terminal can show. */
const GLYPHS = {
  pointer: ['›', '>'],
  on: ['●', '(x)'],
  off: ['○', '( )'],
  done: ['✓', 'ok'],
  failed: ['✗', 'x'],
  warning: ['!', '!'],
  running: ['…', '...'],
  changed: ['~', '~'],
  rule: ['─', '-'],
  mapStart: ['├', '['],
  mapEnd: ['┤', ']'],
  dot: ['·', '-'],
} as const;

export type GlyphName = keyof typeof GLYPHS;

/** The Linux console and plain C locales show no box drawing. */
export function canShowUnicode(env: Readonly<Record<string, string | undefined>>): boolean {
  if (process.platform === 'win32') return Boolean(env['WT_SESSION'] ?? env['TERM_PROGRAM']) || env['TERM'] === 'xterm-256color';
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return env['TERM'] !== 'linux' && (locale === '' || /utf-?8/i.test(locale));
}

let column: 0 | 1 = 0;

/** Chooses the set of glyphs, once, before the first frame. */
export function setUnicode(isUnicode: boolean): void {
  column = isUnicode ? 0 : 1;
}

export function glyph(name: GlyphName): string {
  return GLYPHS[name][column];
}
