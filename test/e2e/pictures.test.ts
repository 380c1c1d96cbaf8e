/** The README's pictures, from real runs. `npm run pictures` makes them anew; this test keeps them true. */
import {expect, it} from 'vitest';
import {makeHome} from '../helpers/home.ts';
import {svgOf} from '../helpers/svg.ts';
import {KEYS, openTerminal} from '../helpers/terminal.ts';

it('the Ports step', async () => {
  const terminal = openTerminal({env: makeHome().env, rows: 22});
  await terminal.see('1 of 7');
  terminal.press(KEYS.enter);
  await terminal.see('all 100 free');
  await expect(svgOf(terminal.screen, {title: 'The Ports step: base port 19789, the port table, and the map of the host'})).toMatchFileSnapshot('../../assets/ports.svg');
});

it('an overlap', async () => {
  const terminal = openTerminal({env: makeHome().env, rows: 22});
  await terminal.see('1 of 7');
  terminal.press(KEYS.enter);
  await terminal.see('2 of 7');
  terminal.press(KEYS.ctrlU, '18809');
  await terminal.see('accept the overlap');
  await expect(svgOf(terminal.screen, {title: 'Base port 18809, 20 above main: which ports overlap, and what that leads to'})).toMatchFileSnapshot('../../assets/overlap.svg');
});
