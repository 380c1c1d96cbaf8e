/** One frame of the wizard for a given state and window, without a terminal. */
import {EventEmitter} from 'node:events';
import {stripVTControlCharacters} from 'node:util';
import {render, type RenderOptions} from 'ink';
import type {ReactNode} from 'react';
import {Frame} from '../../src/tui/app.tsx';
import {cutsShown} from '../../src/tui/glyphs.ts';
import {layoutOf} from '../../src/tui/layout.ts';
import type {WizardState} from '../../src/wizard/state.ts';

/** A stream that keeps the last frame that Ink wrote. */
export class FrameStream extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  last = '';

  constructor(columns: number, rows: number) {
    super();
    // Every part that wraps text listens for a resize.
    this.setMaxListeners(0);
    this.columns = columns;
    this.rows = rows;
  }

  write(frame: string): boolean {
    if (frame !== '') this.last = frame;
    return true;
  }
}

/** The rows of the frame, without styles. */
export function frameOf(state: WizardState, columns: number, rows: number): string[] {
  return stripVTControlCharacters(styledFrameOf(state, columns, rows)).split('\n');
}

/** What a screen reader is given, line by line: no borders, no map, each part with its role. */
export function spokenOf(state: WizardState): string[] {
  return stripVTControlCharacters(drawn(<Frame state={state} layout={layoutOf(80, 24)} />, 80, 24, {isScreenReaderEnabled: true})).split('\n');
}

/** The frame with its styles, as src/tui/run.tsx puts it on a terminal; there are some where FORCE_COLOR was set before Ink was loaded. */
export function styledFrameOf(state: WizardState, columns: number, rows: number): string {
  return drawn(<Frame state={state} layout={layoutOf(columns, rows)} />, columns, rows);
}

/** The same for a part of one. */
export function drawn(element: ReactNode, columns: number, rows: number, options: RenderOptions = {}): string {
  const stdout = new FrameStream(columns, rows);
  const app = render(element, {
    stdout: stdout as unknown as NodeJS.WritableStream,
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
    interactive: true,
    ...options,
  });
  const frame = cutsShown(stdout.last);
  app.unmount();
  return frame;
}
