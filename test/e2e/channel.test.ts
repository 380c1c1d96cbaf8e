/** A bot of its own: asked without an echo, kept where it belongs, and never main's. */
import {describe, expect, it} from 'vitest';
import {makeHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {enterTo, KEYS, openTerminal} from '../helpers/terminal.ts';

const CONFIG = '.openclaw-rescue/openclaw.json';
const TOKEN = `246813579:AA${'x'.repeat(33)}`;

describe('a bot’s token', () => {
  it('is typed without being seen, and stands in the config alone', async () => {
    const home = makeHome();
    const terminal = openTerminal({env: home.env, rows: 60});
    await enterTo(terminal, 6);
    await terminal.see('‹ off ›');
    terminal.press(KEYS.right);
    await terminal.see('/newbot to @BotFather');
    terminal.press(KEYS.down, 'hunter2', KEYS.enter);
    await terminal.see('That is no bot token');
    expect(terminal.text()).not.toContain('hunter2');
    terminal.press(KEYS.ctrlU, TOKEN);
    await terminal.see('••••••');
    terminal.press(KEYS.down, KEYS.right);
    await terminal.see('‹ allowlist ›');
    terminal.press(KEYS.enter);
    await terminal.see('An allowlist needs your Telegram user id');
    terminal.press('987654321', KEYS.enter);
    await terminal.see('7 of 7');
    terminal.press('d');
    await terminal.see('"dmPolicy": "allowlist"');
    terminal.press(KEYS.enter);
    await terminal.see('is written, base port');
    terminal.press(KEYS.enter);
    expect(await terminal.exit).toMatchObject({code: 0});
    expect(terminal.raw()).not.toMatch(/hunter2|246813579/);
    expect(JSON.parse(home.read(CONFIG)).channels.telegram).toEqual({enabled: true, botToken: TOKEN, dmPolicy: 'allowlist', allowFrom: ['987654321']});
    const elsewhere = Object.entries(home.snapshot()).filter(([file]) => !file.endsWith(CONFIG));
    expect(elsewhere.filter(([, bytes]) => bytes.includes(TOKEN))).toEqual([]);
    // The next run keeps it.
    expect(run(['onboard', '--non-interactive'], home.env)).toMatchObject({code: 0, out: expect.stringContaining('Nothing to do')});
  });

  it('is read from a file that is the user’s alone', () => {
    const home = makeHome();
    const file = home.write('bot', `${TOKEN}\n`, 0o644);
    const args = ['onboard', '--non-interactive', '--telegram-token-file', file, '--telegram-owner', '987654321'];
    expect(run(args, home.env)).toMatchObject({code: 2, err: expect.stringContaining('others on this machine can read it (chmod 600 makes it yours alone)')});
    home.write('bot', `${TOKEN}\n`);
    const {code, out, err} = run([...args, '--json'], home.env);
    expect([code, `${out}${err}`.includes(TOKEN)]).toEqual([0, false]);
    expect(JSON.parse(home.read(CONFIG)).channels.telegram).toEqual({enabled: true, tokenFile: file, dmPolicy: 'pairing', allowFrom: ['987654321']});
  });

  it('of main is refused, however it comes', () => {
    const home = makeHome();
    home.write('.openclaw/openclaw.json', JSON.stringify({gateway: {mode: 'local', port: 18_789}, channels: {telegram: {enabled: true, botToken: TOKEN}}}));
    const file = home.write('bot', TOKEN);
    const before = home.snapshot();
    const {code, err} = run(['onboard', '--non-interactive', '--telegram-token-file', file], home.env);
    expect([code, err]).toEqual([3, expect.stringMatching(/telegram/i)]);
    expect(err).not.toContain(TOKEN);
    expect(home.snapshot()).toEqual(before);
  });

  it('is off where there is none, so that an inherited one switches nothing on', () => {
    const home = makeHome();
    expect(run(['setup'], {...home.env, TELEGRAM_BOT_TOKEN: TOKEN}).code).toBe(0);
    expect(JSON.parse(home.read(CONFIG)).channels).toEqual({telegram: {enabled: false}});
  });
});
