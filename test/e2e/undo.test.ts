/** `undo` where somebody changed the files since: what would be lost is shown, and asked about. */
import {existsSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {KEYS, openTerminal} from '../helpers/terminal.ts';
import {converse, expectOnlyLines} from '../lines/conversation.ts';

const CONFIG = '.openclaw-rescue/openclaw.json';
const UNDO = ['--profile', 'rescue', 'undo'];

/** A profile that was set up and edited, and then changed by somebody else. @returns what it was before the edit, and as it is */
function makeEdited(home: TestHome, change: (config: string) => string = text => `${text}// later\n`): {before: string; after: string} {
  run(['--non-interactive'], home.env);
  const before = home.read(CONFIG);
  run(['--non-interactive', '--gateway-port', '20900'], home.env);
  home.write(CONFIG, change(home.read(CONFIG)));
  return {before, after: home.read(CONFIG)};
}

describe('undo in a terminal', () => {
  it('shows what would be lost, and leaves it at a no', async () => {
    const home = makeHome();
    const {after} = makeEdited(home);
    const terminal = openTerminal({env: home.env, args: UNDO});
    await terminal.see('Take it back all the same?');
    expect(terminal.text()).toContain('openclaw.json changed since that apply');
    expect(terminal.text()).toMatch(/-.*20900/);
    expect(terminal.text()).toMatch(/\+.*19789/);
    terminal.press(KEYS.enter);
    expect(await terminal.exit).toMatchObject({code: 130});
    expect(home.read(CONFIG)).toBe(after);
  });

  it('takes it back at a yes', async () => {
    const home = makeHome();
    const {before} = makeEdited(home);
    const terminal = openTerminal({env: home.env, args: UNDO});
    await terminal.see('Take it back all the same?');
    terminal.press('y', KEYS.enter);
    expect(await terminal.exit).toMatchObject({code: 0});
    expect(home.read(CONFIG)).toBe(before);
  });
});

describe('undo where nothing may be redrawn', () => {
  it('asks by a line that is only added to', async () => {
    const home = makeHome();
    const {before} = makeEdited(home);
    const conversation = await converse(home, [['Take it back all the same? y or n [n] (? help): ', '?'], ['Take it back all the same?', 'y']], {args: UNDO, env: {ACCESSIBLE: '1'}});
    expect(conversation.code).toBe(0);
    expect(home.read(CONFIG)).toBe(before);
    expectOnlyLines(conversation);
  });
});

describe('a config that OpenClaw wrote to since', () => {
  /** What its writer does: it adds `meta`, and leaves a copy of what was there. */
  const touched = (config: string) => JSON.stringify({...JSON.parse(config), meta: {lastTouchedVersion: '2026.9.6'}}, null, 2);

  it('is put back so that OpenClaw does not bring its own copy of it back', () => {
    const home = makeHome();
    const {before, after} = makeEdited(home, touched);
    home.write(`${CONFIG}.bak`, after);
    home.write(`${CONFIG}.bak.1`, '{"older":1}');
    expect(run([...UNDO, '--force'], home.env).code).toBe(0);
    expect([home.read(CONFIG), existsSync(`${home.path}/${CONFIG}.bak`), home.read(`${CONFIG}.bak.1`), home.read(`${CONFIG}.bak.2`)]).toEqual([before, false, after, '{"older":1}']);
  });

  it('has its copies left alone where they are no danger', () => {
    const home = makeHome();
    const {before} = makeEdited(home);
    home.write(`${CONFIG}.bak`, before);
    expect(run([...UNDO, '--force'], home.env).code).toBe(0);
    expect([home.read(CONFIG), home.read(`${CONFIG}.bak`), existsSync(`${home.path}/${CONFIG}.bak.1`)]).toEqual([before, before, false]);
  });
});
