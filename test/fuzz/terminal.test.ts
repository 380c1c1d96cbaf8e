/** Random keys into the built program in a real pseudo-terminal: every screen that it draws, and that it never stops answering. */
import {chmodSync, chownSync, lstatSync, readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {spawn} from '@lydell/node-pty';
import {expect, it} from 'vitest';
import {CLI, makeHome, type TestHome} from '../helpers/home.ts';
import {isRoomy} from '../../src/tui/layout.ts';
import {keyFrom, windowFrom} from './key-source.ts';
import {HANG_MS, randomOf, SEED, slowness, STREAM} from './random.ts';
import {faultOf, newScreen, rowsOf} from './screen.ts';

const KEYS = Number(process.env['FUZZ_PTY_KEYS'] ?? 5000);
/** Then the window changes, and the frame for it must come: by then all of these are through. */
const BATCH = 12;
/** A typed workspace may be anywhere; this user may write nowhere but in its HOME. */
const NOBODY = 65_534;

it(`takes any keys in a real terminal (FUZZ_SEED=${SEED})`, async () => {
  let pressed = 0;
  let sessions = 0;
  if (STREAM !== undefined) return void (await session(STREAM, KEYS));
  for (; pressed < KEYS; sessions++) pressed += await session(200_000 + sessions, KEYS - pressed);
  console.log(`seed ${SEED}: ${pressed} keys in ${sessions} sessions`);
});

async function session(stream: number, limit: number): Promise<number> {
  const random = randomOf(stream);
  const home = makeHome();
  home.write('.openclaw-ops/openclaw.json', '{"gateway": {"mode": "local", "port": 30000}}');
  home.write('notes/mine.txt', 'mine');
  const before = [home.snapshot('.openclaw'), home.snapshot('.openclaw-ops'), home.snapshot('notes')];
  const isRoot = process.getuid?.() === 0;
  if (isRoot) hand(home);
  let {columns, rows} = windowFrom(random);
  const isInline = !isRoomy({columns, rows});
  const screen = newScreen(columns, rows);
  const pty = spawn(process.execPath, [CLI, 'onboard'], {cols: columns, rows, cwd: home.path, env: home.env, name: 'xterm-256color', encoding: null, ...(isRoot ? {uid: NOBODY, gid: NOBODY} : {})});
  // libuv opens the terminal anew, by its name; else it reads from one that may make it wait.
  if (isRoot) chownSync((pty as unknown as {readonly _pty: string})._pty, NOBODY, NOBODY);
  let ended: number | undefined;
  let raw = '';
  let wake = () => {};
  pty.onData(data => {
    raw = (raw + Buffer.from(data as unknown as Uint8Array).toString('utf8')).slice(-20_000);
    screen.write(data as unknown as Uint8Array, () => wake());
  });
  screen.onData(data => pty.write(data));
  pty.onExit(({exitCode}) => {
    ended = exitCode;
    wake();
  });
  const told: string[] = [];
  const limitMs = HANG_MS * slowness() * 3;
  const settled = async (isFitting: () => boolean) => {
    const deadline = performance.now() + limitMs;
    while (ended === undefined && !isFitting()) {
      if (performance.now() > deadline) throw new Error(`FUZZ_SEED=${SEED} FUZZ_STREAM=${stream}: ${faultOf(screen, isInline) ?? 'no answer'} within ${Math.round(limitMs)} ms\nkeys: ${told.slice(-60).join(' ')}\nwindow ${columns}x${rows}\n${rowsOf(screen).join('\n')}`);
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, 50);
        wake = () => (clearTimeout(timer), resolve());
      });
    }
  };
  await settled(() => faultOf(screen, isInline) === undefined);
  let count = 0;
  const most = 100 + random.below(700);
  while (count < Math.min(most, limit) && ended === undefined) {
    for (let index = 0; index < BATCH && ended === undefined; index++, count++) {
      const key = keyFrom(random);
      told.push(JSON.stringify(key.toString('latin1')));
      pty.write(key as unknown as string);
    }
    const next = windowFrom(random);
    // Another width, so that the rule below the header tells the new frame from the old one.
    columns = next.columns === columns ? columns - 1 + 2 * Number(columns === 40) : next.columns;
    rows = next.rows;
    told.push(`${columns}x${rows}`);
    if (ended !== undefined) break;
    screen.resize(columns, rows);
    pty.resize(columns, rows);
    await settled(() => faultOf(screen, isInline) === undefined);
  }
  if (ended === undefined) {
    for (let tries = 0; ended === undefined && tries < 200; tries++) {
      pty.write('\u0003');
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, 50);
        wake = () => (clearTimeout(timer), resolve());
      });
    }
  }
  await settled(() => false);
  const what = `FUZZ_SEED=${SEED} FUZZ_STREAM=${stream}\nkeys: ${told.slice(-60).join(' ')}\n${raw.slice(-2000)}`;
  // Left, through, failed, or gone on to OpenClaw's own onboarding, which is our stand-in.
  expect([0, 1, 3, 130], what).toContain(ended);
  expect(raw, what).not.toMatch(/^\s+at .+:\d+:\d+|node:internal/m);
  expect([home.snapshot('.openclaw'), home.snapshot('.openclaw-ops'), home.snapshot('notes')], what).toEqual(before);
  screen.dispose();
  return count;
}

/** Gives a home to the user that the program runs as. */
function hand(home: TestHome): void {
  const each = (path: string) => {
    chownSync(path, NOBODY, NOBODY);
    if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) each(join(path, name));
  };
  each(home.path);
  chmodSync(dirname(home.path), 0o755);
}
