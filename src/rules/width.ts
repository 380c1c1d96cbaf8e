/** How many columns a terminal gives a text. */
import {eastAsianWidth} from 'get-east-asian-width';

/** Letters that stand on the one before. */
const MARK = /^[\p{M}\p{Cf}]$/u;
/** One that takes a column of its own where there is none before it. */
const LONE_MARK = /^\p{Mc}/u;

/**
 * Columns of a line without control characters. An emoji of several characters counts as all of them: string-width, which
 * the screen uses as Ink does, knows better, and takes longer to load than the whole rest of a short command.
 */
export function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = LONE_MARK.test(text) ? 1 : 0;
  for (const character of text) if (!MARK.test(character)) columns += eastAsianWidth(character.codePointAt(0) ?? 0);
  return columns;
}
