/** What is on a terminal's screen, and whether the frame of the wizard stands in it as it should. */
import xterm from '@xterm/headless';
import stringWidth from 'string-width';
import {graphemes} from '../../src/wizard/text-field.ts';
import {STACK} from './random.ts';

/** A terminal that gives a grapheme the columns that Unicode does; one that draws the parts of an emoji apart is beyond us. */
export function newScreen(columns: number, rows: number): xterm.Terminal {
  const screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 1000});
  screen.unicode.register(new GraphemeWidths());
  screen.unicode.activeVersion = GraphemeWidths.NAME;
  return screen;
}

class GraphemeWidths implements xterm.IUnicodeVersionProvider {
  static readonly NAME = 'graphemes';
  readonly version = GraphemeWidths.NAME;
  #cluster = '';

  wcwidth(codepoint: number): 0 | 1 | 2 {
    return Math.min(2, stringWidth(String.fromCodePoint(codepoint))) as 0 | 1 | 2;
  }

  /** @returns as xterm packs it: a state that is not 0, the width, and whether it belongs to the character before */
  charProperties(codepoint: number, preceding: number): number {
    // Nearly all that is drawn.
    if (codepoint < 0x300) {
      this.#cluster = String.fromCodePoint(codepoint);
      return (1 << 3) | ((codepoint < 32 || (codepoint >= 0x7f && codepoint < 0xa0) || codepoint === 0xad ? 0 : 1) << 1);
    }
    const joined = this.#cluster + String.fromCodePoint(codepoint);
    const isJoined = preceding !== 0 && graphemes(joined).length === 1;
    this.#cluster = isJoined ? joined : String.fromCodePoint(codepoint);
    return (1 << 3) | (Math.min(2, stringWidth(this.#cluster)) << 1) | (isJoined ? 1 : 0);
  }
}

export function rowsOf(screen: xterm.Terminal): string[] {
  const {active} = screen.buffer;
  return Array.from({length: screen.rows}, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true, 0, screen.cols) ?? '');
}

/**
 * What is wrong with a frame that is drawn; undefined where nothing is. The header must be on the first row with its rule
 * below it, or it has scrolled away; the last row stays free, and no row goes on in the next one.
 * @param isInline it was started in a window without room for a screen of its own
 */
export function faultOf(screen: xterm.Terminal, isInline: boolean): string | undefined {
  const rows = rowsOf(screen);
  const {active} = screen.buffer;
  if (active.type !== (isInline ? 'normal' : 'alternate')) return 'the frame is on the wrong screen';
  if (!isInline && active.length !== screen.rows) return 'lines have scrolled away';
  if (rows[0]?.trim() === '') return 'the header is gone';
  if (rows[1] !== '─'.repeat(screen.cols)) return 'the rule below the header is not where it belongs';
  if (rows.at(-1) !== '') return 'the last row is written to';
  const wrapped = rows.findIndex((_, row) => active.getLine(active.viewportY + row)?.isWrapped);
  if (wrapped >= 0) return `row ${wrapped} is the end of a longer one`;
  return STACK.test(rows.join('\n')) ? 'a stack trace is on the screen' : undefined;
}

/** The same for the text of one whole frame. */
export function textFaultOf(frame: string, columns: number, rows: number): string | undefined {
  const lines = frame.split('\n');
  if (lines.length > rows) return `${lines.length} lines in a window of ${rows}`;
  const wide = lines.find(line => stringWidth(line) > columns);
  if (wide !== undefined) return `a line of ${stringWidth(wide)} columns in a window of ${columns}: ${wide}`;
  return STACK.test(frame) ? 'a stack trace is on the screen' : undefined;
}
