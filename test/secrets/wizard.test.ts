/** The wizard in a terminal on a host full of secrets: what is on the screen, above it and in everything that was written to it, and what is started and kept. */
import {join} from 'node:path';
import {beforeAll, expect, it} from 'vitest';
import {CLI} from '../helpers/home.ts';
import {KEYS, leave, openTerminal, type Terminal} from '../helpers/terminal.ts';
import {assertTracing, type Cage, CANARIES, exitIn, found, makeCage, startedIn, strays, traced} from './canaries.ts';

beforeAll(assertTracing);

const TYPED = `987654321:AB${'q7'.repeat(17)}`;
const TITLE = /\u001b\][012];/;

function open(cage: Cage, args: readonly string[], more: {readonly rows?: number; readonly columns?: number} = {}): {terminal: Terminal; trace: string} {
  const trace = join(cage.home.path, '..', 'trace');
  const command: [string, ...string[]] = [...traced(trace), process.execPath, CLI];
  return {terminal: openTerminal({env: cage.env, args: ['--profile', 'rescue', ...args], command, patienceMs: 60_000, ...more}), trace};
}

/** Everything, scrolled away or not. */
function allLines({screen}: Terminal): string {
  return [screen.buffer.normal, screen.buffer.alternate].flatMap(buffer => Array.from({length: buffer.length}, (_, row) => buffer.getLine(row)?.translateToString(true) ?? '')).join('\n');
}

const tokenIn = ({home}: Cage) => JSON.parse(home.read('.openclaw-rescue/openclaw.json').replace(/^ *\/\/.*$/m, '')).gateway.auth.token as string;

function expectNothing(cage: Cage, terminal: Terminal, trace: string): void {
  const more = {typed: TYPED, generated: tokenIn(cage)};
  expect(more.generated).toMatch(/^[0-9a-f]{48}$/);
  expect(more.generated).not.toBe(CANARIES.rescueToken);
  expect(found(terminal.raw(), more)).toEqual([]);
  expect(found(allLines(terminal), more)).toEqual([]);
  // A terminal breaks lines where its window ends.
  expect(found(allLines(terminal).replace(/\s+/g, ''), more)).toEqual([]);
  expect(found(startedIn(trace), more)).toEqual([]);
  expect(strays(cage, more)).toEqual([]);
  expect(terminal.raw()).not.toMatch(TITLE);
}

it('on the screen: every step, its keys, the diffs, the apply and the last page', async () => {
  const cage = await makeCage();
  const {terminal, trace} = open(cage, ['onboard'], {rows: 40, columns: 110});
  for (let step = 1; step <= 6; step++) {
    await terminal.see(`${step} of 7`);
    terminal.press('?');
    await terminal.see('Keys on this step');
    terminal.press(KEYS.escape);
    await terminal.lose('Keys on this step');
    if (step === 4) {
      terminal.press(KEYS.down, KEYS.right);
      await terminal.see('‹ new random token ›');
    }
    if (step === 6) {
      while (!terminal.text().includes('‹ a bot of its own ›')) {
        const before = terminal.text();
        terminal.press(KEYS.right);
        await expect.poll(terminal.text).not.toBe(before);
      }
      terminal.press(KEYS.down, TYPED);
      await terminal.see('••••••');
    }
    terminal.press(KEYS.enter);
  }
  await terminal.see('7 of 7');
  terminal.press('d');
  await terminal.see('•••••• (new)');
  for (let page = 0; page < 6; page++) terminal.press(KEYS.pageDown);
  await terminal.see('The same without questions');
  terminal.press(KEYS.enter);
  await terminal.see('is written, base port');
  terminal.press(KEYS.enter);
  await expect.poll(() => exitIn(trace), {timeout: 60_000}).toBe(0);
  expectNothing(cage, terminal, trace);
  expect(terminal.text()).toContain('is written, base port');
});

it('line by line', async () => {
  const cage = await makeCage();
  const {terminal, trace} = open(cage, ['onboard', '--plain'], {rows: 80, columns: 110});
  const answers: readonly (readonly [string, string])[] = [
    ['Profile [', ''],
    ['Base port [', ''],
    ['Workspace [', ''],
    ['Kit:', ''],
    ['Bind:', ''],
    ['Token:', '2'],
    ['Service:', ''],
    ['Logout:', ''],
    ['OpenClaw:', ''],
    ['Telegram:', '3'],
    ['Bot token, not shown', TYPED],
    ['Who writes:', ''],
    ['Your id', ''],
    ['What next:', ''],
  ];
  for (const [question, answer] of answers) {
    await terminal.see(question);
    terminal.press(answer, KEYS.enter);
  }
  await terminal.see('Go on to model and channels');
  terminal.press(KEYS.enter);
  await expect.poll(() => exitIn(trace), {timeout: 60_000}).toBe(0);
  expectNothing(cage, terminal, trace);
  expect(terminal.raw()).not.toContain('**');
});

it('shows a token when it is asked for, till the step is left, and leaves nothing of it behind', async () => {
  const cage = await makeCage();
  const {terminal} = open(cage, ['onboard']);
  for (let step = 1; step < 4; step++) {
    await terminal.see(`${step} of 7`);
    terminal.press(KEYS.enter);
  }
  await terminal.see('4 of 7');
  terminal.press('s');
  await terminal.see(CANARIES.rescueToken);
  terminal.press(KEYS.enter);
  await terminal.see('5 of 7');
  expect(found(allLines(terminal))).toEqual([]);
  terminal.press(KEYS.escape);
  await terminal.see('4 of 7');
  expect(found(allLines(terminal))).toEqual([]);
  terminal.press('s');
  await terminal.see(CANARIES.rescueToken);
  await leave(terminal);
  await terminal.see('Nothing was written');
  expect(found(allLines(terminal))).toEqual([]);
  expect(strays(cage)).toEqual([]);
});
