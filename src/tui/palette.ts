/**
 * Colours by meaning. Each is of the 216 and the grays that all terminals show alike, so that it can be said how well it
 * reads: at least 4.5:1 on the backgrounds that people have (WCAG 2, computed in test/tui/palette.test.ts). The sixteen
 * named ones, and faint text, look as each terminal likes.
 */
import type {TextProps} from 'ink';

export type PaletteName = 'dark' | 'light' | 'plain';

export type Style = Pick<TextProps, 'bold'> & {readonly color?: `ansi256(${number})`};

/** Titles and keys have the foreground of the terminal, which its user can read. */
const BOLD = {bold: true} as const;

const DARK = {
  title: BOLD,
  quiet: {color: 'ansi256(248)'},
  focus: {color: 'ansi256(81)', bold: true},
  good: {color: 'ansi256(114)'},
  warning: {color: 'ansi256(221)'},
  bad: {color: 'ansi256(210)', bold: true},
  key: BOLD,
  added: {color: 'ansi256(114)'},
  removed: {color: 'ansi256(210)'},
} as const satisfies Record<string, Style>;

export type StyleName = keyof typeof DARK;

export type Palette = Readonly<Record<StyleName, Style>>;

const LIGHT: Palette = {
  title: BOLD,
  quiet: {color: 'ansi256(240)'},
  focus: {color: 'ansi256(25)', bold: true},
  good: {color: 'ansi256(22)'},
  warning: {color: 'ansi256(94)'},
  bad: {color: 'ansi256(124)', bold: true},
  key: BOLD,
  added: {color: 'ansi256(22)'},
  removed: {color: 'ansi256(124)'},
};

/**
 * Nothing but bold type: for those who want no colour, and on a background that nobody knows. What reads on black at
 * 4.5:1 and on white too is a handful of dull colours, and a wrong guess hides a warning; signs and words say it all.
 */
const PLAIN: Palette = {title: BOLD, quiet: {}, focus: BOLD, good: {}, warning: {}, bad: BOLD, key: BOLD, added: {}, removed: {}};

export const PALETTES: Readonly<Record<PaletteName, Palette>> = {dark: DARK, light: LIGHT, plain: PLAIN};
