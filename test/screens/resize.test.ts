/** A window that changes in mid-step: what was typed, where the focus is and how far it was scrolled stay. */
import {describe, expect, it} from 'vitest';
import {makeHome} from '../helpers/home.ts';
import {enterTo, KEYS, openTerminal} from '../helpers/terminal.ts';

const SIZES = [
  [120, 40],
  [40, 15],
  [200, 60],
  [60, 20],
  [80, 24],
] as const;

describe('resizing', () => {
  it('keeps what was typed and the cursor in it', async () => {
    const terminal = openTerminal({env: makeHome().env});
    await enterTo(terminal, 3);
    terminal.press(KEYS.ctrlU, '~/a-folder', KEYS.left, KEYS.left);
    await terminal.see('~/a-folder');
    for (const [columns, rows] of SIZES) {
      terminal.resize(columns, rows);
      await terminal.see(columns < 72 ? '3/7' : '3 of 7');
      await terminal.see('~/a-folder');
    }
    terminal.press('X');
    await terminal.see('~/a-foldXer');
  });

  it('keeps the line that has the focus', async () => {
    const terminal = openTerminal({env: makeHome().env});
    await enterTo(terminal, 4);
    terminal.press(KEYS.down);
    await terminal.see(/^ › Token/m);
    for (const [columns, rows] of SIZES) {
      terminal.resize(columns, rows);
      await terminal.see(columns < 72 ? '4/7' : '4 of 7');
      await terminal.see(/^ › Token/m);
    }
  });

  it('keeps the place in a page that scrolls', async () => {
    const terminal = openTerminal({env: makeHome().env, rows: 16});
    await enterTo(terminal, 7);
    await terminal.see('Isolated');
    terminal.press(KEYS.down, KEYS.down, KEYS.down);
    await terminal.lose('Isolated');
    const [, , first = ''] = terminal.rows();
    terminal.resize(90, 17);
    await terminal.see(/─{90}/);
    expect(terminal.rows()[2]).toBe(first);
  });

  it('says in one line that the window is too small, and comes back as it was', async () => {
    const terminal = openTerminal({env: makeHome().env});
    await enterTo(terminal, 2);
    terminal.press(KEYS.up);
    await terminal.see('19790');
    terminal.resize(39, 14);
    await terminal.see('too small');
    terminal.press(KEYS.up, KEYS.enter);
    terminal.resize(80, 24);
    await terminal.see('2 of 7');
    expect(terminal.text()).toContain('19790');
  });
});
