/** Text fields in a real terminal: where its cursor stands, what its keys do, and Tab in a real folder. */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {makeHome} from '../helpers/home.ts';
import {enterTo, KEYS, openTerminal, type Terminal} from '../helpers/terminal.ts';

const paste = (text: string) => `\u001b[200~${text}\u001b[201~`;

/** Waits till the cursor stands right behind a text that is on the screen. */
async function behind(terminal: Terminal, text: string): Promise<void> {
  await terminal.see(text);
  await terminal.when(`no cursor behind ${text}`, () => {
    const cursor = terminal.cursor();
    return cursor !== undefined && (terminal.screen.buffer.active.getLine(cursor.y)?.translateToString(false, 0, cursor.x) ?? '').endsWith(text);
  });
}

/** The first field, empty. */
async function atField(size: {readonly columns?: number; readonly rows?: number} = {}) {
  const home = makeHome();
  const terminal = openTerminal({env: home.env, ...size});
  await terminal.see(/1( of |\/)7/);
  await behind(terminal, 'rescue');
  terminal.press(KEYS.ctrlU);
  return {home, terminal};
}

describe('the cursor', () => {
  it('stands in the field, behind wide characters and before what follows', async () => {
    const {terminal} = await atField();
    terminal.press('a漢字b');
    await behind(terminal, 'Profile     a漢字b');
    expect(terminal.cursor()?.x).toBe(13 + 6);
    terminal.press(KEYS.left, KEYS.left);
    await behind(terminal, 'Profile     a漢');
    expect(terminal.cursor()?.x).toBe(13 + 3);
    terminal.press(KEYS.home);
    await behind(terminal, 'Profile     ');
    expect(terminal.cursor()?.x).toBe(13);
    // The cell is not marked a second time.
    const cell = terminal.screen.buffer.active.getLine(terminal.cursor()?.y ?? 0)?.getCell(13);
    expect(cell?.getChars()).toBe('a');
    expect(cell?.isInverse()).toBe(0);
  });

  it('stays in sight in a text that is longer than the line', async () => {
    const {terminal} = await atField({columns: 40, rows: 20});
    terminal.press('x'.repeat(100), 'END');
    await behind(terminal, 'xEND');
    const row = terminal.cursor()?.y;
    terminal.press(KEYS.home);
    await behind(terminal, 'Profile     ');
    expect(terminal.cursor()).toEqual({x: 13, y: row});
  });

  it('is right after the window has changed', async () => {
    const {terminal} = await atField();
    terminal.press('abc');
    await behind(terminal, 'abc');
    for (const [columns, rows] of [[40, 16], [100, 40], [60, 15], [80, 24]] as const) {
      terminal.resize(columns, rows);
      await terminal.when('the frame is not drawn anew', () => (terminal.rows().at(-2) ?? '').includes('all keys') && terminal.rows().some(row => row === '─'.repeat(columns)));
      await behind(terminal, 'Profile     abc');
    }
  });

  it('goes with the focus, and is hidden where there is no field', async () => {
    const {terminal} = await atField();
    terminal.press('rescue');
    await behind(terminal, 'rescue');
    terminal.press(KEYS.enter);
    await behind(terminal, 'Base port   19789');
    terminal.press(KEYS.enter);
    await behind(terminal, 'workspace-rescue');
    terminal.press(KEYS.down);
    await terminal.when('the cursor is still shown', () => terminal.cursor() === undefined);
    terminal.press(KEYS.up);
    await behind(terminal, 'workspace-rescue');
    terminal.press(KEYS.enter);
    await terminal.see('4 of 7');
    await terminal.when('the cursor is still shown', () => terminal.cursor() === undefined);
    // Two fields on one page, gone through in both directions.
    terminal.press(KEYS.enter);
    await terminal.see('5 of 7');
    terminal.press(KEYS.enter);
    await terminal.see('6 of 7');
    terminal.press(KEYS.right);
    await terminal.see('a bot of its own');
    terminal.press(KEYS.down);
    await behind(terminal, 'Bot token  ');
    terminal.press(KEYS.down, KEYS.down, '42');
    await behind(terminal, '42');
    terminal.press(KEYS.up, KEYS.up);
    await behind(terminal, 'Bot token  ');
    terminal.press('?');
    await terminal.see('Keys on this step');
    await terminal.when('the cursor is still shown', () => terminal.cursor() === undefined);
    terminal.press(KEYS.escape);
    await behind(terminal, 'Bot token  ');
    terminal.press(KEYS.ctrlC, KEYS.ctrlC);
    await terminal.exit;
    expect(terminal.cursor()).toBeDefined();
  });
});

describe('keys', () => {
  it('by words, as terminals send them', async () => {
    const {terminal} = await atField();
    terminal.press('one-two-three');
    await behind(terminal, 'one-two-three');
    terminal.press('\u001b[1;5D');
    await behind(terminal, 'one-two-');
    terminal.press('\u001bb');
    await behind(terminal, 'one-');
    terminal.press('\u001b[1;3C');
    await behind(terminal, 'one-two');
    terminal.press('\u001bd');
    await behind(terminal, 'one-two');
    await terminal.lose('three');
    terminal.press('\u001b\u007f');
    await behind(terminal, 'Profile     one-');
    terminal.press('\u001a', '\u001f');
    await terminal.see('one-two-three');
    terminal.press(KEYS.ctrlU, '\u0019', '\u0019');
    await behind(terminal, 'one-twoone-two');
  });

  it('a paste is one piece of one line, and one undo', async () => {
    const {terminal} = await atField();
    terminal.press('a', paste('\n b\tc\r\nd \n'), 'e');
    await behind(terminal, 'ab c de');
    terminal.press('\u001a', '\u001a');
    await behind(terminal, 'Profile     a');
    expect(terminal.text()).toContain('1 of 7');
  });

  it('on Ports a paste gives its digits, and u takes them back', async () => {
    const {terminal} = await atField();
    terminal.press('rescue', KEYS.enter);
    await behind(terminal, 'Base port   19789');
    terminal.press(paste('port: 20 000\n'));
    await behind(terminal, 'Base port   20000');
    terminal.press(KEYS.up);
    await behind(terminal, 'Base port   20001');
    terminal.press('u', 'u');
    await behind(terminal, 'Base port   19789');
  });

  it('a paste on a page without a field does nothing', async () => {
    const {terminal} = await atField();
    terminal.press('rescue');
    await behind(terminal, 'rescue');
    terminal.press('?');
    await terminal.see('Keys on this step');
    terminal.press(paste('xyz'), KEYS.escape);
    await behind(terminal, 'rescue');
    expect(terminal.text()).not.toContain('xyz');
  });
});

describe('Tab', () => {
  it('completes a path from the folders that are there', async () => {
    const home = makeHome();
    for (const folder of ['work-one/inner', 'work-two', '漢字', 'deep']) mkdirSync(join(home.path, folder), {recursive: true});
    home.write('deepfile', '');
    const terminal = openTerminal({env: home.env});
    await enterTo(terminal, 3);
    terminal.press(KEYS.ctrlU, '~/de\t');
    await behind(terminal, '~/deep/');
    terminal.press(KEYS.ctrlU, '~/w');
    await terminal.see('Tab complete');
    terminal.press('\t');
    await behind(terminal, '~/work-');
    await terminal.see('work-one work-two');
    terminal.press('\t');
    await behind(terminal, '~/work-one');
    terminal.press('/', '\t');
    await behind(terminal, '~/work-one/inner/');
    terminal.press('\t');
    await terminal.see('› Kit');
    terminal.press(KEYS.up);
    await behind(terminal, '~/work-one/inner/');
    terminal.press(KEYS.ctrlU, '~/漢\t');
    await behind(terminal, '~/漢字/');
    terminal.press(KEYS.ctrlU, '~/none\t');
    await terminal.see('No folder begins like this');
    await behind(terminal, '~/none');
  });
});
