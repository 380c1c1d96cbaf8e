/** The program really crashes: on the screen, line by line and in a command. One line is left, a report without secrets, and the terminal as it was. */
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';
import {KEYS, openTerminal, type Terminal} from '../helpers/terminal.ts';

const BOT = '123456789:AAH-canary_bot_token_of_a_crash_0123';
const PASSWORD = 'a password of plain words';
const SAID = `boom token=${BOT} and "apiKey": "sk-short" \u001b[31m deadbeefdeadbeefdeadbeef ${PASSWORD}`;

/** Breaks what the program uses, from outside it: the product has no switch for that. */
const faults = {
  /** Of reading the host. */
  command: `import os from 'node:os'; import {syncBuiltinESMExports} from 'node:module'; os.totalmem = () => { throw new Error(said, {cause: new Error('because of ' + said)}); }; syncBuiltinESMExports();`,
  /** Of a view alone: only the map of the ports step sorts that way. */
  view: `const real = Array.prototype.toSorted; Array.prototype.toSorted = function (...given) { if (this[0]?.isOurs !== undefined) throw new Error(said); return real.apply(this, given); };`,
  /** Of the reducer, by a word that is typed. */
  field: `const real = Intl.Segmenter.prototype.segment; Intl.Segmenter.prototype.segment = function (text) { if (String(text).includes('b👍om')) throw new Error(said); return real.call(this, text); };`,
  /** Of a promise that nobody waits for. */
  rejection: `const real = Intl.Segmenter.prototype.segment; Intl.Segmenter.prototype.segment = function (text) { if (String(text).includes('b👍om')) Promise.reject(new Error(said)); return real.call(this, text); };`,
} as const;

function broken(home: TestHome, fault: keyof typeof faults): Record<string, string> {
  const script = `const said = ${JSON.stringify(SAID)} + ' in ' + process.env.HOME; ${faults[fault]}`;
  return {...home.env, NODE_OPTIONS: `--import data:text/javascript;base64,${Buffer.from(script).toString('base64')}`};
}

/** A home with a secret that has no form to be known by. */
function aHome(): TestHome {
  const home = makeHome();
  home.write('.openclaw-rescue/openclaw.json', JSON.stringify({gateway: {mode: 'local', port: 19789, auth: {mode: 'password', password: PASSWORD}}}));
  return home;
}

const FOLDER = '.config/openclaw-rescue/crashes';
const SECRET = new RegExp(`${BOT.slice(10)}|${PASSWORD}|sk-short|deadbeef`);

function reportsIn(home: TestHome): {name: string; text: string}[] {
  return readdirSync(join(home.path, FOLDER)).map(name => ({name, text: home.read(join(FOLDER, name))}));
}

function expectReport(home: TestHome, knowsPassword: boolean): void {
  const [report, ...more] = reportsIn(home);
  expect(more).toEqual([]);
  expect(home.mode(join(FOLDER, report!.name)).toString(8)).toBe('600');
  expect(home.mode(FOLDER).toString(8)).toBe('700');
  expect(report!.text).toMatch(/^openclaw-rescue \d+\.\d+\.\d+, Node \d+.*, linux/);
  expect(report!.text).toMatch(/\n {4}at .*dist\//);
  expect(report!.text).toContain('Error: boom');
  expect(report!.text).not.toMatch(knowsPassword ? SECRET : new RegExp(SECRET.source.replace(`|${PASSWORD}`, '')));
  expect(report!.text).not.toContain(home.path);
  expect(report!.text).not.toMatch(/[^\P{C}\n]/u);
}

const LINE = /^openclaw-rescue: boom .*; that should not happen, and a report without secrets is in \S+\/crashes\/\S+\.txt\n$/;

describe('in a command', () => {
  it('leaves one line, exit code 1 and a report', () => {
    const home = aHome();
    const {code, out, err} = run(['status', '--all'], broken(home, 'command'));
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(LINE);
    // The config is not read by then.
    expect(err).not.toMatch(new RegExp(`${BOT.slice(10)}|sk-short|deadbeef|[\\u0000-\\u0009\\u000b-\\u001f]`));
    expectReport(home, false);
    expect(reportsIn(home)[0]!.text).toContain('caused by Error: because of boom');
    expect(reportsIn(home)[0]!.text).toContain('command: status --all\n');
  });

  it('names the report in the document', () => {
    const home = aHome();
    const {out, code} = run(['status', '--json'], broken(home, 'command'));
    const document = JSON.parse(out);
    expect([code, document.result]).toEqual([1, {kind: 'failed', exitCode: 1}]);
    expect(document.error).toMatch(/^boom/);
    expect(readFileSync(document.report, 'utf8')).toContain('Error: boom');
  });

  it('tells no word that goes to OpenClaw, and no value of an option called after a secret', () => {
    const home = aHome();
    run(['exec', '--', 'config', 'set', 'x', PASSWORD], broken(home, 'command'));
    run(['status', '--token', PASSWORD, `--my-secret=${PASSWORD}`], broken(home, 'command'));
    for (const {text} of reportsIn(home)) expect(text).not.toContain('plain words and');
    expect(reportsIn(home)[0]!.text).toContain('command: exec …\n');
  });

  it('keeps the last ten', () => {
    const home = aHome();
    for (let count = 0; count < 12; count++) run(['list'], broken(home, 'command'));
    expect(reportsIn(home)).toHaveLength(10);
  });

  it('says the message alone where no report can be written', () => {
    const home = aHome();
    home.write('.config/openclaw-rescue', 'a file where the folder would be');
    const {code, err} = run(['list'], broken(home, 'command'));
    expect([code, err.split('\n').length]).toEqual([1, 2]);
    expect(err).toMatch(/^openclaw-rescue: boom [^\n]*\n$/);
    expect(err).not.toContain('report');
  });

  it('is no crash what was foreseen', () => {
    const home = aHome();
    expect(run(['--profile', '../x', 'status'], home.env).code).toBe(2);
    expect(() => statSync(join(home.path, FOLDER))).toThrow();
  });
});

/** What is left on the screen and above it, and how the terminal is. */
async function expectRestored(terminal: Terminal, home: TestHome): Promise<void> {
  expect((await terminal.exit).code).toBe(1);
  // What it wrote last may come after the news of its end.
  await terminal.when('the line of the crash is not there', () => /openclaw-rescue: boom/.test(allLines(terminal)));
  const left = allLines(terminal);
  expect(terminal.screen.buffer.active.type).toBe('normal');
  expect(left).toMatch(/openclaw-rescue: boom/);
  expect(left).not.toMatch(/\bat .*:\d+:\d+/);
  expect(left).not.toMatch(SECRET);
  const raw = terminal.raw();
  expect(raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(raw.lastIndexOf('\u001b[?25l'));
  expect(raw.lastIndexOf('\u001b[?2004l')).toBeGreaterThanOrEqual(raw.lastIndexOf('\u001b[?2004h'));
  expectReport(home, true);
}

function allLines({screen}: Terminal): string {
  const {normal} = screen.buffer;
  return Array.from({length: normal.length}, (_, row) => normal.getLine(row)?.translateToString(true) ?? '').join('\n');
}

/** Of what is written right before its end, a pseudo-terminal of a busy machine may lose the last piece. */
describe('in the wizard', {retry: 2}, () => {
  it('of a view: nothing but the line is left', async () => {
    const home = aHome();
    const terminal = openTerminal({env: broken(home, 'view'), args: ['onboard']});
    await terminal.see('1 of 7');
    terminal.press(KEYS.enter);
    await expectRestored(terminal, home);
    expect(allLines(terminal).trim().split('\n').filter(line => line.startsWith('openclaw-rescue:'))).toHaveLength(1);
    expect(allLines(terminal).trim()).toMatch(/^openclaw-rescue: boom/);
  });

  it.each(['field', 'rejection'] as const)('of a %s', async fault => {
    const home = aHome();
    const terminal = openTerminal({env: broken(home, fault), args: ['onboard']});
    await terminal.see('1 of 7');
    terminal.press(KEYS.ctrlU, ...'b👍om');
    await expectRestored(terminal, home);
    expect(allLines(terminal).trim()).toMatch(/^openclaw-rescue: boom/);
  });

  it.each(['field', 'rejection'] as const)('line by line, of a %s', async fault => {
    const home = aHome();
    const terminal = openTerminal({env: broken(home, fault), args: ['onboard', '--plain']});
    await terminal.see('Profile');
    terminal.press('b👍om', KEYS.enter);
    await expectRestored(terminal, home);
  });
});
