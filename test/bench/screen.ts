/** The wizard in a pseudo-terminal, each piece of its output with its time; what was on the screen when is found out afterwards. */
import {readFileSync} from 'node:fs';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {CLI, ROOT} from '../helpers/home.ts';

const COLUMNS = 80;
const ROWS = 24;
const LIMIT_MS = 20_000;

type Piece = {readonly at: number; readonly data: string};

/** @property value what was read from the screen then @property bytes of the piece */
export type Moment = {readonly at: number; readonly value: number | undefined; readonly bytes: number};

export type Recording = {
  readonly pieces: readonly Piece[];
  /** ms from the start to the first piece after which the screen holds all of the words. @throws where it never does */
  readonly shown: (words: readonly string[]) => Promise<number>;
  /** ms to the first visible character. */
  readonly firstText: () => Promise<number>;
  /** What the screen held after each piece. */
  readonly history: (read: (text: string) => number | undefined) => Promise<readonly Moment[]>;
};

export type Session = Recording & {
  readonly pid: number;
  /** @returns ms since the start */
  readonly press: (key: string) => number;
  /** Until the word has been written. */
  readonly see: (word: string) => Promise<void>;
  /** By Ctrl-C, pressed twice. It ends by itself, and keeps what was compiled. */
  readonly leave: () => Promise<void>;
  readonly end: () => Promise<void>;
};

export function open(args: readonly string[], env: Readonly<Record<string, string>>): Session {
  const start = performance.now();
  const pty = spawn(process.execPath, [...args], {cols: COLUMNS, rows: ROWS, cwd: ROOT, env: {...env}, name: 'xterm-256color'});
  const pieces: Piece[] = [];
  const watchers = new Set<(piece: Piece) => void>();
  pty.onData(data => {
    const piece = {at: performance.now() - start, data};
    pieces.push(piece);
    for (const watch of watchers) watch(piece);
  });
  const exit = new Promise<void>(resolve => pty.onExit(() => resolve()));
  const screenAfter = async (isReached: (text: string, piece: Piece) => boolean) => {
    const screen = new xterm.Terminal({cols: COLUMNS, rows: ROWS, allowProposedApi: true});
    for (const piece of pieces) {
      await new Promise<void>(resolve => screen.write(piece.data, resolve));
      const {active} = screen.buffer;
      if (isReached(Array.from({length: ROWS}, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '').join('\n'), piece)) return piece.at;
    }
    return undefined;
  };
  const found = async (what: string, at: Promise<number | undefined>) => {
    const ms = await at;
    if (ms === undefined) throw new Error(`never seen: ${what}\n${pieces.map(({data}) => data).join('').slice(-2000)}`);
    return ms;
  };
  const next = <T>(take: (piece: Piece) => T | undefined) =>
    new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing came in ${LIMIT_MS} ms:\n${pieces.map(({data}) => data).join('').slice(-2000)}`)), LIMIT_MS);
      const watch = (piece: Piece) => {
        const value = take(piece);
        if (value === undefined) return;
        clearTimeout(timer);
        watchers.delete(watch);
        resolve(value);
      };
      watchers.add(watch);
    });
  const see = async (word: string) => {
    // A word may come in two pieces.
    const isThere = () => (pieces.map(({data}) => data).join('').includes(word) ? true : undefined);
    if (!isThere()) await next(isThere);
  };
  return {
    pieces,
    pid: pty.pid,
    shown: words => found(words.join(', '), screenAfter(text => words.every(word => text.includes(word)))),
    async history(read) {
      const moments: Moment[] = [];
      await screenAfter((text, {at, data}) => {
        moments.push({at, value: read(text), bytes: Buffer.byteLength(data)});
        return false;
      });
      return moments;
    },
    firstText: () => found('any text', screenAfter(text => text.trim() !== '')),
    press(key) {
      const at = performance.now() - start;
      pty.write(key);
      return at;
    },
    see,
    async leave() {
      pty.write('\u0003');
      await see('Leave');
      pty.write('\u0003');
      await exit;
    },
    async end() {
      pty.kill('SIGKILL');
      await exit;
    },
  };
}

export const wizard = (env: Readonly<Record<string, string>>) => open([CLI, '--profile', 'rescue', 'onboard'], env);

/** MB at the most, of a process that still runs. */
export function peakMemory(pid: number): number {
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
