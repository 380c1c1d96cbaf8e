/** Plain mode is the same wizard: the same answers make the same plan, and what a key does a line does too. */
import {describe, expect, it} from 'vitest';
import {writtenBy} from '../../src/rules/written.ts';
import {KEYMAP, type KeyCommand} from '../../src/wizard/keymap.ts';
import {reduce} from '../../src/wizard/reducer.ts';
import {answersOf, planOf} from '../../src/wizard/selectors.ts';
import type {WizardState} from '../../src/wizard/state.ts';
import {aWizard, press} from '../helpers/wizard.ts';
import {answersOn, hostOn, openclawOn, planFor, targetOn} from '../rules/helpers.ts';
import {BACK, play, type Script} from './scripted.ts';

const TOKEN = `123456789:${'B'.repeat(35)}`;
const UNIT = '/home/jane/.config/systemd/user/openclaw-gateway-rescue.service';
const CONFIG = '/home/jane/.openclaw-rescue/openclaw.json';

/** A profile that is there, of whose files somebody changed a line each. */
function aChangedWizard(): WizardState {
  const host = hostOn('linux');
  const plan = planFor({host, answers: answersOn(host)});
  const [unit = '', config = ''] = ['service', 'config'].map(role => plan.changes.find(change => change.role === role)?.after);
  const files = new Map([
    [UNIT, {kind: 'text', text: unit.replace('KillMode=mixed', 'KillMode=process'), mode: 0o600} as const],
    [CONFIG, {kind: 'text', text: config.replace('"loopback"', '"lan"'), mode: 0o600} as const],
  ]);
  return aWizard(host, targetOn(host, 'rescue', files, {serviceRuntime: openclawOn('linux'), written: writtenBy(plan, undefined)}));
}

/** One under whose service name a file of somebody else stands. */
function aWizardInTheWay(): WizardState {
  const host = hostOn('linux');
  return aWizard(host, targetOn(host, 'rescue', new Map([[UNIT, {kind: 'text', text: '[Service]\nExecStart=/bin/true\n', mode: 0o600} as const]])));
}

const ENTERS = ['enter', 'enter', 'enter', 'enter', 'enter', 'enter'];

describe('the same answers make the same plan', () => {
  it.each<readonly [name: string, start: () => WizardState, keys: readonly string[], script: Script]>([
    ['defaults', aWizard, ENTERS, {}],
    ['another profile', aWizard, ['ctrl+u', ...'spare', ...ENTERS], {Profile: ['spare']}],
    ['another port', aWizard, ['enter', ...'20000', 'enter', 'enter', 'enter', 'enter', 'enter'], {'Base port': ['20000']}],
    ['the next clean port', aWizard, ['enter', 'n', 'enter', 'enter', 'enter', 'enter', 'enter'], {'Base port': ['n']}],
    ['an overlap', aWizard, ['enter', ...'18809', 'a', 'enter', 'enter', 'enter', 'enter', 'enter'], {'Base port': ['18809'], 'Accept this overlap?': [true]}],
    ['a workspace, no kit', aWizard, ['enter', 'enter', 'ctrl+u', ...'~/spare', 'down', 'left', 'enter', 'enter', 'enter', 'enter'], {Workspace: ['~/spare'], Kit: ['none']}],
    ['lan, a variable', aWizard, ['enter', 'enter', 'enter', 'right', 'down', 'right', 'down', 'ctrl+u', ...'MY_TOKEN', 'enter', 'right', 'enter', 'enter'], {Bind: ['lan'], Token: ['env'], Variable: ['MY_TOKEN'], Service: ['write']}],
    ['no service', aWizard, ['enter', 'enter', 'enter', 'enter', 'left', 'enter', 'enter'], {Service: ['none']}],
    ['a bot', aWizard, ['enter', 'enter', 'enter', 'enter', 'enter', 'right', 'down', ...TOKEN, 'enter'], {Telegram: ['typed'], 'Bot token': [TOKEN]}],
    ['a file in the way', aWizardInTheWay, ['enter', 'enter', 'enter', 'enter', 'right', 'o', 'enter', 'enter'], {Service: ['start'], 'Overwrite it?': [true]}],
    ['an edit, one line restored', aChangedWizard, [...ENTERS, 'right', 'enter'], {'Keep or restore': ['0', 'next']}],
    ['back and anew', aWizard, ['enter', ...'20000', 'enter', 'esc', ...'20200', 'enter', 'enter', 'enter', 'enter', 'enter'], {'Base port': ['20000', '20200'], Workspace: [BACK]}],
    ['a jump from Review', aWizard, [...ENTERS, '2', ...'20000', 'enter'], {'What next': ['go-ports'], 'Base port': ['19789', '20000']}],
  ])('%s', async (_, start, keys, script) => {
    const screen = press(start(), ...keys);
    const {state} = await play(start(), script);
    expect([screen.step, state.step]).toEqual(['review', 'review']);
    expect(answersOf(state)).toEqual(answersOf(screen));
    expect(planOf(state)).toEqual(planOf(screen));
  });
});

/** Keys that have no line of their own, and why none is needed. */
const WITHOUT_LINE: Readonly<Partial<Record<KeyCommand, string>>> = {
  keys: '? is answered where the question is put, in test/lines/append-only.test.ts',
  'profile-previous': 'profiles are named by typing, and those that are there are told',
  'profile-next': 'as profile-previous',
  'base-up': 'the number is typed',
  'base-down': 'as base-up',
  'base-page-up': 'as base-up',
  'base-page-down': 'as base-up',
  undo: 'the answer is typed again',
  complete: 'a line has no completion that could be drawn',
  explain: 'e at the base port explains every row at once',
  'row-up': 'lines are asked one after another, and b goes to the one before',
  'row-down': 'as row-up',
  'choice-previous': 'choices have numbers',
  'choice-next': 'as choice-previous',
  'show-token': 'what is printed once stays in the scrollback; the config holds it',
  'scroll-up': 'lines scroll by themselves',
  'scroll-down': 'as scroll-up',
  'page-up': 'as scroll-up',
  'page-down': 'as scroll-up',
  'read-plan': 'the plan is in lines already, which stay in the scrollback',
  'edit-plan': 'as read-plan',
  'copy-command': 'it is done by an escape sequence (OSC 52), and the command has a line of its own',
  diff: 'all diffs are said when they are asked for, none is hidden again',
};

it('what a key does, a line does too', async () => {
  const failed = reduce(aWizard(), {type: 'applied', result: {kind: 'failed', step: {kind: 'check'}, reason: 'it failed', isRolledBack: false, backup: '/backup'}});
  const applied = reduce(aWizard(), {type: 'applied', result: {kind: 'applied', backup: undefined}});
  const runs = [
    await play({...aWizard(), isResumed: true}, {'Your answers of last time are filled in': ['forget'], 'Base port': ['n', BACK, '18809'], 'Accept this overlap?': [true]}),
    await play(aWizardInTheWay(), {Service: ['start'], 'Overwrite it?': [true]}),
    await play(aChangedWizard(), {'Keep or restore': ['1', '0', 'next'], 'What next': ['diff', 'go-profile', 'go-ports', 'go-workspace', 'go-gateway', 'go-service', 'go-channel', 'go-changed', 'apply']}),
    await play(failed, {'Take it back?': [true]}),
    await play(applied, {}),
    await play(applied, {'Go on to model and channels, with OpenClaw’s own onboarding?': [true]}),
  ];
  const reached = new Set(runs.flatMap(({commands}) => [...commands]));
  const missing = [...new Set(KEYMAP.map(({command}) => command))].filter(command => !reached.has(command));
  expect(missing.sort()).toEqual(Object.keys(WITHOUT_LINE).sort());
  expect(runs.map(({outcome}) => outcome.kind === 'finished' && outcome.handOver)).toEqual([false, false, false, false, false, true]);
});

describe('an end that comes from outside', () => {
  it('is heard while a question is open', async () => {
    const {outcome, lines} = await play(aWizard(), {}, (wizard, _, asked) => {
      if (asked !== 'Workspace') return;
      wizard.dispatch({type: 'command', command: 'leave'});
      wizard.dispatch({type: 'command', command: 'leave'});
    });
    expect(outcome.kind).toBe('cancelled');
    expect(lines.at(-1)).toBe('Workspace');
  });

  it('is asked about at the first Ctrl-C, and an answer stays', async () => {
    const said: (boolean | undefined)[] = [];
    const {outcome, lines} = await play(aWizard(), {}, (_, hooks, asked) => {
      if (asked === 'Workspace' || asked === 'Kit') said.push(hooks.onInterrupt?.());
      if (asked === 'Bind') said.push(hooks.onInterrupt?.(), hooks.onInterrupt?.());
    });
    expect(said).toEqual([true, true, true, false]);
    expect(outcome.kind).toBe('cancelled');
    expect(lines.filter(line => line.startsWith('Leave?'))).toHaveLength(3);
  });
});
