/** The tables that make the command line: every answer has a flag, every example works, every command has its help. */
import {describe, expect, it} from 'vitest';
import {parse} from '../src/commands/grammar.ts';
import {COMMANDS} from '../src/commands/table.ts';
import {TOPICS} from '../src/commands/help.ts';
import {ANSWER_OPTIONS, equivalentCommand, GLOBAL_OPTIONS} from '../src/options.ts';
import type {Answers} from '../src/rules/answers.ts';
import {answersOn, hostOn, planFor} from './rules/helpers.ts';
import {run, runAsync} from './helpers/run.ts';

it.each([
  [['onboard'], ['onboard', '--']],
  [[], ['onboard', '--']],
  [['--profile', 'spare', 'onboard'], ['--profile=spare', 'onboard']],
])('%j, the call of the guide, is what the grammar makes of it', async (quick, whole) => {
  const parsed = (words: readonly string[]) => parse(words, '0', () => undefined);
  expect(await parsed(quick)).toStrictEqual(await parsed(whole));
});

it('a group of commands without one of them is refused in one line', () => {
  expect(run(['browser'], {})).toEqual({code: 2, out: '', err: expect.stringMatching(/^openclaw-rescue: [^\n]+\n$/)});
});

/** Another answer to each question than the default; a new question has no entry, and does not compile. */
const OTHERS: Readonly<Record<Exclude<keyof Answers, 'profile'>, Partial<Answers>>> = {
  basePort: {basePort: 20_000},
  acceptOverlap: {acceptOverlap: true},
  workspace: {workspace: '/home/jane/elsewhere'},
  bind: {bind: 'lan'},
  bindHost: {bind: 'custom', bindHost: '192.168.1.5'},
  auth: {auth: {kind: 'env', name: 'RESCUE_TOKEN'}},
  service: {service: 'none'},
  replaceService: {replaceService: true},
  engine: {engine: 'own'},
  kit: {kit: 'watch'},
  restore: {restore: ['KillMode']},
  linger: {linger: true},
  telegram: {telegram: {kind: 'bot', source: {kind: 'file', path: '/home/jane/bot'}, dmPolicy: 'allowlist', ownerId: '123456789'}},
};

describe('every answer of the wizard', () => {
  const host = hostOn('linux');
  const commandFor = (given: Partial<Answers>) => equivalentCommand(planFor({host, answers: answersOn(host, given)}), host.machine);

  it.each(Object.entries(OTHERS))('%s has a flag', (_, given) => {
    const words = commandFor(given).split(' ').filter(word => word.startsWith('--'));
    const plain = commandFor({}).split(' ').filter(word => word.startsWith('--'));
    expect(commandFor(given)).not.toBe(commandFor({}));
    const known = [...ANSWER_OPTIONS, ...GLOBAL_OPTIONS].map(({flags}) => flags.split(' ')[0]);
    expect([...words, ...plain].filter(word => word !== '--non-interactive' && !known.includes(word))).toEqual([]);
  });
});

describe('help', () => {
  const home = {HOME: '/nonexistent', PATH: '/nonexistent', TERM: 'xterm', LANG: 'C.UTF-8'};

  it.each(COMMANDS.map(({name}) => name))('%s --help has its options and an example', async name => {
    const spec = COMMANDS.find(command => command.name === name);
    const {code, out, err} = await runAsync([...name.split(' '), '--help'], home);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`Example:\n  openclaw-rescue ${spec?.example}\n`);
    for (const {flags} of spec?.options ?? []) expect(out).toContain(flags);
    expect(run(['help', ...name.split(' ')], home).out).toBe(out);
  });

  it.each(Object.keys(TOPICS))('help %s', topic => {
    const {code, out} = run(['help', topic], home);
    expect(code).toBe(0);
    expect(out.split('\n').length).toBeGreaterThan(5);
  });

  it('the first page lists every command', () => {
    const {out} = run(['--help'], home);
    for (const {name} of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name.split(' ')[0]}\\b`, 'm'));
  });
});
