/** `logs`: the last lines of a log file, and what is added to it. */
import {appendFileSync, writeFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {KEYS, openTerminal} from '../helpers/terminal.ts';
import {run} from '../helpers/run.ts';

const line = (message: string) => `${JSON.stringify({0: '{"subsystem":"gateway"}', _meta: {logLevelName: 'INFO'}, time: '2026-11-24T09:03:24.603+00:00', message})}\n`;
const read = (message: string) => `2026-11-24 09:03:24+00:00 INFO gateway: ${message}`;

/** A profile whose config names its log file, so that no log of this machine matters. */
function withLog(text: string): {home: TestHome; log: string} {
  const home = makeHome();
  home.write('.openclaw-rescue/openclaw.json', '{gateway: {mode: "local", port: 19789}, logging: {file: "~/logs/rescue.log"}}');
  return {home, log: home.write('logs/rescue.log', text)};
}

describe('the last lines', () => {
  it.each([
    ['one', ['--lines', '1'], [read('three')]],
    ['two', ['--lines', '2'], [read('two'), read('three')]],
    ['more than there are', ['--lines', '50'], [read('one'), read('two'), read('three')]],
    ['none', ['--lines', '0'], []],
    ['the usual number', [], [read('one'), read('two'), read('three')]],
  ])('%s', (_, args, lines) => {
    const {home} = withLog(['one', 'two', 'three'].map(line).join(''));
    expect(run(['logs', ...args], home.env)).toEqual({code: 0, out: lines.map(text => `${text}\n`).join(''), err: ''});
  });

  it('leaves a line alone that is still being written, and what is no JSON as it is', () => {
    const {home} = withLog(`plain words\n${line('whole')}{"half": `);
    expect(run(['logs'], home.env).out).toBe(`plain words\n${read('whole')}\n`);
  });

  it('lets no control character through', () => {
    const {home} = withLog(`a\u001b[2Jb\u0007c\rd\u202ee\n${line('x\u001b]0;title\u0007')}`);
    const {out} = run(['logs'], home.env);
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(out).toContain('a?[2Jb?c?d?e');
  });

  it.each([['-1'], ['x'], ['1e3']])('%s is no number of lines', count => {
    const {code, err} = run(['logs', `--lines=${count}`], withLog('').home.env);
    expect([code, err]).toEqual([2, expect.stringContaining('is no number of lines')]);
  });
});

describe('--follow', () => {
  it('goes on with what is added, with a file begun anew, and ends by Ctrl-C', async () => {
    const {home, log} = withLog(line('before'));
    const terminal = openTerminal({env: home.env, args: ['logs', '--follow']});
    await terminal.see(read('before'));
    appendFileSync(log, line('added'));
    await terminal.see(read('added'));
    writeFileSync(log, line('new'));
    await terminal.see(read('new'));
    terminal.press(KEYS.ctrlC);
    expect((await terminal.exit).code).toBe(0);
  });
});
