/** The README's pictures, from real runs. `npm run pictures` makes them anew; this test keeps them true. */
import {symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {CLI, makeHome} from '../helpers/home.ts';
import {animationOf, type Shot, shotOf, svgOf} from '../helpers/svg.ts';
import {KEYS, openTerminal} from '../helpers/terminal.ts';

/** Small enough to load with a page of text. */
const MOST_BYTES = 300_000;

/** The same paths in each run, and the program by its name, as it is called where it is installed. */
function open(rows: number) {
  const home = makeHome({root: '/tmp/openclaw-rescue-pictures'});
  symlinkSync(CLI, join(home.env['PATH'] as string, 'openclaw-rescue'));
  return openTerminal({env: {...home.env, COLORFGBG: '15;0'}, rows, command: [join(home.env['PATH'] as string, 'openclaw-rescue')]});
}

it('the Ports step', async () => {
  const terminal = open(22);
  await terminal.see('1 of 7');
  terminal.press(KEYS.enter);
  await terminal.see('all 100 free');
  await terminal.when('no cursor', () => terminal.cursor() !== undefined);
  await expect(svgOf(terminal.screen, {title: 'The Ports step: base port 19789, the port table, and the map of the host', cursor: terminal.cursor()})).toMatchFileSnapshot('../../assets/ports.svg');
});

it('an overlap', async () => {
  const terminal = open(22);
  await terminal.see('1 of 7');
  terminal.press(KEYS.enter);
  await terminal.see('2 of 7');
  terminal.press(KEYS.ctrlU, '18809');
  await terminal.see('accept the overlap');
  await terminal.when('no cursor', () => terminal.cursor() !== undefined);
  await expect(svgOf(terminal.screen, {title: 'Base port 18809, 20 above main: which ports overlap, and what that leads to', cursor: terminal.cursor()})).toMatchFileSnapshot('../../assets/overlap.svg');
});

/** Keys, what is to be seen then, and for how many seconds. */
const RUN: readonly (readonly [keys: readonly string[], expected: string | RegExp, seconds: number, hasField?: boolean])[] = [
  [[], '1 of 7', 2.5, true],
  [[KEYS.enter], 'all 100 free', 3, true],
  [[KEYS.ctrlU, '18809'], 'accept the overlap', 4, true],
  [['n'], 'all 100 free', 2.5, true],
  [[KEYS.enter], '3 of 7', 1.5, true],
  [[KEYS.enter], '4 of 7', 1.5],
  [[KEYS.enter], '5 of 7', 1.5],
  [[KEYS.enter], '6 of 7', 1.5],
  [[KEYS.enter], /7 of 7[^]*↓ \d+ more/, 3.5],
  [['d'], /\+\{[^]*↓ \d{3} more/, 3],
  [[KEYS.enter], /is written, base port 19789[^]*↓ \d+ more/, 5],
];

/** The Ports step. */
const STILL = 1;

it('a whole run', async () => {
  const terminal = open(24);
  const shots: Shot[] = [];
  for (const [keys, expected, seconds, hasField = false] of RUN) {
    terminal.press(...keys);
    await terminal.see(expected);
    await terminal.when('the cursor stands elsewhere', () => (terminal.cursor() !== undefined) === hasField);
    shots.push(shotOf(terminal.screen, seconds, terminal.cursor()));
  }
  const picture = animationOf(terminal.screen, shots, {title: 'The wizard from its first step to the last one: the ports, an overlap that it warns of, the plan with its diffs, and what was written', still: STILL});
  expect(Buffer.byteLength(picture)).toBeLessThan(MOST_BYTES);
  await expect(picture).toMatchFileSnapshot('../../assets/wizard.svg');
});
