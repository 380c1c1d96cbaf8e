/** The whole program in a real pseudo-terminal, and the screen as a person sees it. */
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {onTestFinished} from 'vitest';
import {CLI, ROOT} from './home.ts';
import {COMPILED} from './run.ts';

export const KEYS = {
  enter: '\r',
  escape: '\u001b',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageDown: '\u001b[6~',
  home: '\u001b[H',
  delete: '\u001b[3~',
  backspace: '\u007f',
  ctrlC: '\u0003',
  ctrlU: '\u0015',
} as const;

export type Cursor = {readonly x: number; readonly y: number};

export type Terminal = {
  /** Rows of the screen, right-trimmed. */
  readonly rows: () => string[];
  readonly text: () => string;
  /** Waits for the text (or pattern) on the screen; a text may be wrapped over several lines. @throws with the screen when it does not come */
  readonly see: (expected: string | RegExp) => Promise<void>;
  /** Waits until the text is gone. */
  readonly lose: (unexpected: string) => Promise<void>;
  /** Waits until something holds of the screen. @throws with what it says otherwise */
  readonly when: (otherwise: string, isReached: () => boolean) => Promise<void>;
  readonly press: (...keys: string[]) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly kill: (signal: string) => void;
  readonly pid: number;
  /** The terminal is gone, as with a window that is closed or a line that breaks. */
  readonly hangUp: () => void;
  readonly exit: Promise<{code: number; signal: number | undefined}>;
  readonly screen: xterm.Terminal;
  /** Where the cursor stands; undefined while it is hidden. */
  readonly cursor: () => Cursor | undefined;
  /** Everything that was written, escape sequences and all. */
  readonly raw: () => string;
};

export type TerminalOptions = {
  readonly env: Record<string, string>;
  readonly args?: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  /** Default: our bin under the Node that runs the tests. */
  readonly command?: readonly [string, ...string[]];
  /** How long to wait for what is to be seen. */
  readonly patienceMs?: number;
};

const PATIENCE_MS = 15_000;

const words = (text: string) => text.replace(/\s+/g, ' ');

export function openTerminal({env, args = [], columns = 80, rows = 24, command = [process.execPath, CLI], patienceMs = PATIENCE_MS}: TerminalOptions): Terminal {
  const [file, ...first] = command;
  const screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 1000});
  const pty = spawn(file, [...first, ...args], {cols: columns, rows, cwd: ROOT, env: {...COMPILED, ...env}, name: env['TERM'] ?? 'xterm-256color'});
  let raw = '';
  const watchers = new Set<() => void>();
  pty.onData(data => {
    raw += data;
    screen.write(data, () => {
      for (const watch of watchers) watch();
    });
  });
  let isShown = true;
  for (const [final, isSet] of [['h', true], ['l', false]] as const) {
    screen.parser.registerCsiHandler({prefix: '?', final}, params => {
      if (params.includes(25)) isShown = isSet;
      return false;
    });
  }
  // A terminal answers questions about itself; a program may wait for that.
  screen.onData(data => pty.write(data));
  // What was written last is on the screen by then.
  const exit = new Promise<{code: number; signal: number | undefined}>(resolve => pty.onExit(({exitCode, signal}) => screen.write('', () => resolve({code: exitCode, signal}))));
  onTestFinished(() => {
    try {
      pty.kill('SIGKILL');
    } catch {
      // It has ended by itself.
    }
  });
  const lines = () => {
    const {active} = screen.buffer;
    return Array.from({length: screen.rows}, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '');
  };
  const text = () => lines().join('\n');
  // A terminal with synchronized updates shows whole frames alone; so does what waits here. The end of a program ends its frame.
  let hasEnded = false;
  void exit.then(() => (hasEnded = true));
  const isHalfDrawn = () => !hasEnded && raw.lastIndexOf('\u001b[?2026h') > raw.lastIndexOf('\u001b[?2026l');
  const until = (what: string, isReached: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        watchers.delete(check);
      };
      const check = () => {
        if (isHalfDrawn() || !isReached()) return;
        end();
        resolve();
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`${what} within ${patienceMs} ms:\n${text()}`));
      }, patienceMs);
      watchers.add(check);
      check();
    });
  return {
    rows: lines,
    text,
    see: expected => until(`did not see ${expected}`, () => (typeof expected === 'string' ? words(text()).includes(words(expected)) : expected.test(text()))),
    lose: unexpected => until(`still sees ${unexpected}`, () => !words(text()).includes(words(unexpected))),
    when: until,
    press: (...keys) => {
      for (const key of keys) pty.write(key);
    },
    resize(nextColumns, nextRows) {
      screen.resize(nextColumns, nextRows);
      pty.resize(nextColumns, nextRows);
    },
    kill: signal => pty.kill(signal),
    pid: pty.pid,
    // Its own types leave it out.
    hangUp: () => (pty as unknown as {readonly destroy: () => void}).destroy(),
    exit,
    screen,
    cursor() {
      const {cursorX: x, cursorY: y} = screen.buffer.active;
      return isShown ? {x, y} : undefined;
    },
    raw: () => raw,
  };
}

/** Takes the default on every step of the wizard, as far as a step, and waits for that. Steps count from 1. @param count of all steps */
export async function enterTo(terminal: Terminal, last: number, first = 1, count = 7): Promise<void> {
  for (let step = first; step < last; step++) {
    await terminal.see(`${step} of ${count}`);
    terminal.press(KEYS.enter);
  }
  await terminal.see(`${last} of ${count}`);
}

/** Leaves the wizard by Ctrl-C, which asks once. */
export async function leave(terminal: Terminal): Promise<void> {
  terminal.press(KEYS.ctrlC);
  await terminal.see('Leave the wizard?');
  terminal.press(KEYS.ctrlC);
}
