/** Questions where nothing may be redrawn, without a terminal. */
import {PassThrough} from 'node:stream';
import {describe, expect, it} from 'vitest';
import {appendOnly} from '../../src/lines/append-only.ts';
import {Back, type Hooks, Left} from '../../src/lines/prompter.ts';

function open(hooks: Hooks = {}) {
  const input = Object.assign(new PassThrough(), {modes: [] as boolean[], setRawMode: (isRaw: boolean) => void input.modes.push(isRaw)});
  const output = new PassThrough();
  const prompter = appendOnly(hooks, {input, output} as unknown as Parameters<typeof appendOnly>[1]);
  return {prompter, input, written: () => String(output.read() ?? '')};
}

const CHOICES = [
  {value: 'one', name: 'the first'},
  {value: 'two', name: 'the second'},
];

describe('a text', () => {
  it.each([
    ['', '19789'],
    ['  ', '19789'],
    ['20000', '20000'],
    ['\\b', 'b'],
    ['\\?', '?'],
    ['\\\\b', '\\b'],
    ['\\', ''],
    ['C:\\bin', 'C:\\bin'],
  ])('%j is %j', async (typed, answer) => {
    const {prompter, input} = open();
    input.write(`${typed}\n`);
    expect(await prompter.input({label: 'Base port', default: '19789', canGoBack: true})).toBe(answer);
  });

  it('goes back on b where it can, and takes b as an answer where it can’t', async () => {
    const {prompter, input, written} = open();
    input.write('b\n');
    await expect(prompter.input({label: 'Base port', default: '19789', canGoBack: true})).rejects.toThrow(Back);
    input.write('b\n');
    expect(await prompter.input({label: 'Profile'})).toBe('b');
    expect(written()).toBe('Base port [19789] (b back, ? help): Profile (? help): ');
  });
});

it('explains itself on ?, whatever is asked, and asks again', async () => {
  const {prompter, input, written} = open();
  const question = {label: 'Thing', help: ['What it is.'], canGoBack: true};
  for (const ask of [() => prompter.input(question), () => prompter.secret(question), () => prompter.confirm(question), () => prompter.choose({...question, choices: CHOICES, default: 'two'})]) {
    const answer = ask();
    input.write('?\n');
    await new Promise(setImmediate);
    input.write('\n');
    await answer;
    const text = written();
    expect(text.match(/\(b back, \? help\): /g)).toHaveLength(2);
    expect(text).toMatch(/: What it is\.\n[^\n]+\nb goes back to the question before\.\n|: \nWhat it is\.\n[^\n]+\nb goes back to the question before\.\n/);
  }
});

it('a yes is a yes, nothing is a no, and the rest is asked again', async () => {
  const {prompter, input, written} = open();
  const answers = [];
  for (const typed of ['y', 'YES', '', 'n', 'perhaps\ny']) {
    input.write(`${typed.split('\n')[0]}\n`);
    const answer = prompter.confirm({label: 'Sure?'});
    if (typed.includes('\n')) {
      await new Promise(setImmediate);
      input.write('y\n');
    }
    answers.push(await answer);
  }
  expect(answers).toEqual([true, true, false, false, true]);
  expect(written()).toContain('"perhaps" is neither yes nor no; enter y or n, or ? for help.\nSure? y or n [n] (? help): ');
});

it('a choice has numbers, and what is none of them is refused', async () => {
  const {prompter, input, written} = open();
  const answer = prompter.choose({label: 'Which', choices: CHOICES, default: 'two'});
  for (const typed of ['0', '3', 'two', '1']) {
    input.write(`${typed}\n`);
    await new Promise(setImmediate);
  }
  expect(await answer).toBe('one');
  expect(written().split('\n').slice(0, 4)).toEqual(['Which:', '1) the first', '2) the second', expect.stringMatching(/^Enter a number between 1 and 2 \[2\] \(\? help\): "0" is none of them/)]);
});

describe('a secret', () => {
  it('is read without echo, edited by the keys of a terminal, and never shown', async () => {
    const {prompter, input, written} = open();
    const answer = prompter.secret({label: 'Bot token'});
    await new Promise(setImmediate);
    input.write('wrong\u0015secrex\u007ft\u001b[D한\b\rnext');
    expect(await answer).toBe('secret');
    expect(input.modes).toEqual([true, false]);
    expect(written()).toBe('Bot token, not shown while you type (? help): \n');
  });

  it('is given up at Ctrl-D, and the terminal has its echo back', async () => {
    const {prompter, input} = open();
    const answer = prompter.secret({label: 'Bot token'});
    await new Promise(setImmediate);
    input.write('\u0004');
    await expect(answer).rejects.toThrow(Left);
    expect(input.modes).toEqual([true, false]);
  });
});

it('takes what was typed ahead, but not behind an answer that was refused', async () => {
  const {prompter, input, written} = open();
  input.write('20000\n~/spare\nnine\n1\n');
  expect(await prompter.input({label: 'Base port'})).toBe('20000');
  expect(await prompter.input({label: 'Workspace'})).toBe('~/spare');
  const choice = prompter.choose({label: 'Which', choices: CHOICES, default: 'two'});
  await new Promise(setImmediate);
  input.write('\n');
  expect(await choice).toBe('two');
  expect(written()).toContain('Workspace (? help): \nWhich:\n');
});

it('shows what is of somebody else as text', async () => {
  const {prompter, input, written} = open();
  input.write('\n');
  expect(await prompter.input({label: 'Folder\u001b[2J', default: '/a\u0007b'})).toBe('/a\u0007b');
  prompter.say('one\u001b[31m\ntwo');
  expect(written()).toBe('Folder?[2J [/a?b] (? help): one?[31m\ntwo\n');
});

describe('an end', () => {
  it('of the input gives up the question, and all that follow', async () => {
    const {prompter, input} = open();
    const answer = prompter.input({label: 'Profile'});
    input.end();
    await expect(answer).rejects.toThrow(Left);
    await expect(prompter.confirm({label: 'Sure?'})).rejects.toThrow(Left);
  });

  it('by Ctrl-C gives up the question of a command', async () => {
    const {prompter} = open();
    const answer = prompter.confirm({label: 'Sure?'});
    process.emit('SIGINT');
    await expect(answer).rejects.toThrow(Left);
    prompter.close();
  });

  it('by Ctrl-C is up to the wizard, which may leave the question open', async () => {
    let isStaying = true;
    const {prompter, input, written} = open({onInterrupt: () => isStaying});
    const answer = prompter.input({label: 'Profile'});
    process.emit('SIGINT');
    expect(written()).toBe('Profile (? help): \nProfile (? help): ');
    isStaying = false;
    process.emit('SIGINT');
    expect(written()).toBe('\n');
    input.write('rescue\n');
    expect(await answer).toBe('rescue');
    prompter.close();
  });

  it('gives SIGINT back to whoever had it', () => {
    const other = () => undefined;
    process.on('SIGINT', other);
    const {prompter} = open();
    expect(process.listeners('SIGINT')).not.toContain(other);
    prompter.close();
    expect(process.listeners('SIGINT')).toContain(other);
    process.off('SIGINT', other);
  });
});
