/** Text from outside as data: what a terminal, or a reader's eye, could take for more than text is shown, never obeyed. Pure. */
import {columnsOf} from './width.ts';

/**
 * Control characters (C0, C1, DEL), format characters (bidi overrides and isolates, zero-width ones, soft hyphens, tags), line
 * and paragraph separators, and halves of surrogate pairs: the categories Cc, Cf, Zl, Zp and Cs of Unicode.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** The same in text of several lines, whose line breaks are ours. */
const UNPRINTABLE_IN_LINES = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** One line: a tab becomes a blank, whatever else can't be shown a question mark. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, character => (character === '\t' ? ' ' : '?'));
}

/** The same for text of several lines, whose line breaks are ours. */
export function printableText(text: string): string {
  return text.replace(UNPRINTABLE_IN_LINES, character => (character === '\t' ? ' ' : '?'));
}

export function isPrintable(text: string): boolean {
  return text.search(UNPRINTABLE) < 0;
}

/** A JSON document, line breaks between its parts and all, with what can't be shown as `\uXXXX`: the same values. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE_IN_LINES, character => character.replace(/[^]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`));
}

/** One line of at most that width, cut with an ellipsis. @param width in columns of a terminal */
export function cutTo(text: string, width: number): string {
  // What is far too long is not measured whole.
  const start = text.slice(0, 4 * width);
  const line = printable(start);
  if (start.length === text.length && columnsOf(line) <= width) return line;
  let cut = '';
  for (const character of line) {
    if (columnsOf(cut + character) >= width) break;
    cut += character;
  }
  return `${cut}…`;
}
