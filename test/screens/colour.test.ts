/** Colours in a real terminal: who decides, what the terminal answers, and what children get. */
import {describe, expect, it} from 'vitest';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {enterTo, KEYS, openTerminal, type Terminal} from '../helpers/terminal.ts';

const ANY_COLOUR = /\u001b\[(?:\d+;)*(?:[34]8;|3\d|4\d|9\d|10\d)[\d;]*m/;
const QUERY = '\u001b]11;?';

const open = (variables: Record<string, string>, args: readonly string[] = []) => openTerminal({env: {...makeHome().env, ...variables}, args});

/** Whether it is in colour on the Ports step, and what was written till then. */
async function portsStep(terminal: Terminal): Promise<string> {
  await enterTo(terminal, 2);
  await terminal.see('all 100 free');
  return terminal.raw();
}

describe('no colour', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['with NO_COLOR', {NO_COLOR: '1', COLORFGBG: '15;0'}, []],
    ['with NO_COLOR against FORCE_COLOR', {NO_COLOR: '1', FORCE_COLOR: '3', COLORFGBG: '15;0'}, []],
    ['with --no-color', {COLORFGBG: '15;0'}, ['--no-color']],
    ['with --no-color against FORCE_COLOR', {FORCE_COLOR: '3', COLORFGBG: '15;0'}, ['onboard', '--no-color', '--theme', 'dark']],
    ['with FORCE_COLOR=0', {FORCE_COLOR: '0', COLORFGBG: '15;0'}, []],
  ])('%s, but bold and inverse', async (_, variables, args) => {
    const raw = await portsStep(open(variables, args));
    expect(raw).not.toMatch(ANY_COLOUR);
    expect(raw).not.toContain(QUERY);
    // A title, and the base port that the first digit replaces.
    expect(raw).toContain('\u001b[1m');
    expect(raw).toContain('\u001b[7m');
  });
});

describe('colour', () => {
  it.each<[string, Record<string, string>, string[], RegExp]>([
    ['for a dark background', {COLORFGBG: '15;0'}, [], /\u001b\[38;5;114m/],
    ['for a light one', {COLORFGBG: '0;15'}, [], /\u001b\[38;5;22m/],
    ['as the flag says', {COLORFGBG: '0;15'}, ['--theme', 'dark'], /\u001b\[38;5;114m/],
    ['with an empty NO_COLOR', {NO_COLOR: '', COLORFGBG: '15;0'}, [], /\u001b\[38;5;114m/],
    ['of sixteen, where FORCE_COLOR says so', {FORCE_COLOR: '1', COLORFGBG: '15;0'}, [], /\u001b\[32m/],
  ])('%s', async (_, variables, args, expected) => expect(await portsStep(open(variables, args))).toMatch(expected));

  it('comes when the terminal has told its background, and not a byte of that into a field', async () => {
    const terminal = open({});
    await terminal.see('1 of 7');
    expect(terminal.raw()).not.toMatch(ANY_COLOUR);
    terminal.press('\u001b]11;rgb:ffff/ff');
    terminal.press('ff/ffff\u001b\\', '\u001b[?62;4c', 'x');
    await terminal.see('rescuex');
    // It was asked after the first frame.
    expect(terminal.raw().indexOf(QUERY)).toBeGreaterThan(terminal.raw().indexOf('1 of 7'));
    expect(terminal.raw()).toMatch(/\u001b\[38;5;25m/);
    expect(terminal.text()).not.toMatch(/rgb|ffff|62;4/);
  });

  it('refuses another theme', () => {
    expect(run(['onboard', '--theme', 'blue', '--dry-run'], makeHome().env)).toMatchObject({code: 2, err: expect.stringContaining('auto, dark, light')});
  });
});

describe('ASCII', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['in the C locale', {LANG: 'C'}, []],
    ['on the Linux console', {TERM: 'linux'}, []],
    ['with --ascii', {}, ['--ascii']],
  ])('%s', async (_, variables, args) => {
    const terminal = open(variables, args);
    await enterTo(terminal, 2);
    await terminal.see('all 100 free');
    terminal.press(KEYS.ctrlU, '18809');
    await terminal.see('accept the overlap');
    expect(terminal.raw()).not.toMatch(/[^\0-~]/);
  });
});

describe('children', () => {
  /** An OpenClaw that tells what it was called with. */
  const telling = (): TestHome => {
    const home = makeHome();
    run(['setup'], home.env);
    home.openclaw('process.stdout.write(JSON.stringify({words: process.argv.slice(2), colors: [process.env.NO_COLOR ?? null, process.env.FORCE_COLOR ?? null]}))');
    return home;
  };
  const called = (home: TestHome, args: string[], variables: Record<string, string>) => JSON.parse(run(args, {...home.env, ...variables}).out || '{}') as {words: string[]; colors: (string | null)[]};

  it('get the user’s colours, and their own words', () => {
    const home = telling();
    expect(called(home, ['exec', 'status', '--no-color'], {FORCE_COLOR: '2'})).toMatchObject({words: expect.arrayContaining(['status', '--no-color']), colors: [null, '2']});
    expect(called(home, ['exec', 'status'], {NO_COLOR: '1'}).colors).toEqual(['1', null]);
    expect(called(home, ['--no-color', 'exec', 'status'], {FORCE_COLOR: '2'}).colors).toEqual(['1', null]);
  });
});
