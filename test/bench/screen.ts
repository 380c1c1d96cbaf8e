/** The wizard in a pseudo-terminal, each piece of its output with its time; what was on the screen when is found out afterwards. */
import {readFileSync} from 'node:fs';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {CLI, ROOT} from '../helpers/home.ts';

const COLUMNS = 80;
const ROWS = 24;
const LIMIT_MS = 20_000;
const SYNC_END = '\u001b[?2026l';

type Piece = {readonly at: number; readonly data: string};

export type Recording = {
  readonly pieces: readonly Piece[];
  /** ms from the start to the first piece after which the screen holds all of the words. @throws where it never does */
  readonly shown: (words: readonly string[]) => Promise<number>;
  /** ms to the first visible character. */
  readonly firstText: () => Promise<number>;
};

export type Session = Recording & {
  readonly pid: number;
  readonly press: (key: string) => void;
  /** The next whole frame: ms since the call, and its bytes. */
  readonly frame: () => Promise<{readonly ms: number; readonly bytes: number}>;
  /** Until the screen holds the words. */
  readonly see: (word: string) => Promise<void>;
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
  const screenAfter = async (isReached: (text: string) => boolean) => {
    const screen = new xterm.Terminal({cols: COLUMNS, rows: ROWS, allowProposedApi: true});
    for (const {at, data} of pieces) {
      await new Promise<void>(resolve => screen.write(data, resolve));
      const {active} = screen.buffer;
      if (isReached(Array.from({length: ROWS}, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '').join('\n'))) return at;
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
      const timer = setTimeout(() => reject(new Error(`nothing came in ${LIMIT_MS} ms`)), LIMIT_MS);
      const watch = (piece: Piece) => {
        const value = take(piece);
        if (value === undefined) return;
        clearTimeout(timer);
        watchers.delete(watch);
        resolve(value);
      };
      watchers.add(watch);
    });
  return {
    pieces,
    pid: pty.pid,
    shown: words => found(words.join(', '), screenAfter(text => words.every(word => text.includes(word)))),
    firstText: () => found('any text', screenAfter(text => text.trim() !== '')),
    press: key => pty.write(key),
    frame() {
      const since = performance.now() - start;
      let bytes = 0;
      return next(({at, data}) => {
        bytes += Buffer.byteLength(data);
        return data.includes(SYNC_END) ? {ms: at - since, bytes} : undefined;
      });
    },
    async see(word) {
      if (pieces.some(({data}) => data.includes(word))) return;
      await next(({data}) => (data.includes(word) ? true : undefined));
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
