/** What the wizard does with the terminal itself: its screens, other programs in it, the clipboard. */
import {chmodSync, existsSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {enterTo, KEYS, openTerminal} from '../helpers/terminal.ts';

const ALTERNATE = '\u001b[?1049h';

/** A program that shows what it was called with, and waits for Enter. */
function viewer(home: TestHome): string {
  const path = home.write('bin/viewer', '#!/bin/sh\n/bin/cat "$2"\nprintf "viewing %s %s\\n" "$1" "$(/usr/bin/stat -c %a "$2")"\nread -r line\n');
  chmodSync(path, 0o755);
  return path;
}

describe('the plan in a program of the user', () => {
  it.each([
    ['p', 'PAGER'],
    ['e', 'EDITOR'],
  ])('%s opens it in $%s, and the wizard is back after it', async (key, variable) => {
    const home = makeHome();
    const terminal = openTerminal({env: {...home.env, [variable]: `"${viewer(home)}" -x`}});
    await enterTo(terminal, 7);
    terminal.press(key);
    await terminal.see('viewing -x 600');
    expect(terminal.text().replace(/\s/g, '')).toContain('--profilerescueonboard--non-interactive--gateway-port19789');
    terminal.press(KEYS.enter);
    await terminal.see('7 of 7');
    await terminal.see('enter apply');
    terminal.press(KEYS.ctrlC, KEYS.ctrlC);
    expect((await terminal.exit).code).toBe(130);
    expect(existsSync(join(home.path, '.openclaw-rescue'))).toBe(false);
  });

  it('takes Ctrl-C for itself', async () => {
    const home = makeHome();
    const terminal = openTerminal({env: {...home.env, PAGER: `${viewer(home)} -x`}});
    await enterTo(terminal, 7);
    terminal.press('p');
    await terminal.see('viewing -x 600');
    terminal.press(KEYS.ctrlC);
    await terminal.see('7 of 7');
    terminal.press('d');
    await terminal.see('+{');
  });

  it('that can’t be started is told in a line', async () => {
    const home = makeHome();
    const terminal = openTerminal({env: {...home.env, PAGER: '/nowhere/pager'}});
    await enterTo(terminal, 7);
    terminal.press('p');
    await terminal.see('/nowhere/pager could not be started: ENOENT.');
    terminal.press(KEYS.down);
    await terminal.lose('ENOENT');
  });
});

it('c sends the command to the clipboard of the terminal', async () => {
  const home = makeHome();
  const terminal = openTerminal({env: home.env});
  await enterTo(terminal, 7);
  terminal.press('c');
  await terminal.see('Sent to the clipboard');
  const [, sent = ''] = /\u001b\]52;c;([A-Za-z0-9+/=]*)\u0007/.exec(terminal.raw()) ?? [];
  const command = Buffer.from(sent, 'base64').toString();
  expect(command).toMatch(/cli\.cjs --profile rescue onboard --non-interactive --gateway-port 19789 /);
  expect(terminal.text().replace(/\s+/g, ' ')).toContain('7 of 7 Review');
});

describe('the screen', () => {
  it('is one of its own where there is room', async () => {
    const terminal = openTerminal({env: makeHome().env});
    await terminal.see('1 of 7');
    expect(terminal.raw()).toContain(ALTERNATE);
  });

  it('is part of the terminal’s own in a small window, and leaves it as it was, with the summary below', async () => {
    const home = makeHome();
    const terminal = openTerminal({env: home.env, columns: 60, rows: 16, command: ['/bin/sh', '-c', `echo before; exec "${process.execPath}" dist/cli.cjs`]});
    await terminal.see('1/7');
    expect(terminal.raw()).not.toContain(ALTERNATE);
    for (let step = 1; step < 7; step++) {
      await terminal.see(`${step}/7`);
      terminal.press(KEYS.enter);
    }
    await terminal.see('7/7');
    terminal.press(KEYS.enter);
    await terminal.see('enter finish');
    terminal.press(KEYS.enter);
    expect((await terminal.exit).code).toBe(0);
    const {active} = terminal.screen.buffer;
    const all = Array.from({length: active.length}, (_, row) => active.getLine(row)?.translateToString(true) ?? '');
    expect(all[0]).toBe('before');
    // No frame is left: neither in sight nor in the scrollback.
    expect(all.join('\n')).not.toMatch(/\d\/7|─{20}|enter finish/);
    expect(all.join('\n')).toContain('is written, base port 19789');
  });
});
