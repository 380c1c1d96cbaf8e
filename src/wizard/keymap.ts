/** Every key of the wizard, as data. The footer, the `?` page and the README's table are made from it. */
import {profileNames} from '../rules/answers.ts';
import {isEmpty} from '../rules/plan.ts';
import {planOf, verdictOf} from './selectors.ts';
import type {WizardState} from './state.ts';

export type KeyCommand =
  | 'next'
  | 'back'
  | 'keys'
  | 'leave'
  | 'profile-previous'
  | 'profile-next'
  | 'base-up'
  | 'base-down'
  | 'base-page-up'
  | 'base-page-down'
  | 'base-clean'
  | 'accept-overlap'
  | 'row-up'
  | 'row-down'
  | 'choice-previous'
  | 'choice-next'
  | 'show-token'
  | 'option-up'
  | 'option-down'
  | 'scroll-up'
  | 'scroll-down'
  | 'page-up'
  | 'page-down'
  | 'diff'
  | 'go-profile'
  | 'go-ports'
  | 'go-workspace'
  | 'go-gateway'
  | 'go-service'
  | 'apply'
  | 'finish'
  | 'onboard';

/** A key by name: `enter`, `up`, `pageup`, `ctrl+c`, or the character that it types. */
export type KeyName = string;

export type Binding = {
  readonly command: KeyCommand;
  readonly keys: readonly KeyName[];
  readonly isActive: (state: WizardState) => boolean;
  /** How the footer shows it, with a shorter label; hints of one group share a label. Only on `?` when undefined. */
  readonly hint?: {readonly keys: string; readonly label: string};
};

const on =
  (...steps: WizardState['step'][]) =>
  ({step}: WizardState) =>
    steps.includes(step);

const isQuestion = ({step}: WizardState) => step !== 'apply' && step !== 'done';
/** While letters go into a text field of the Gateway step, they are no commands. */
const isChoosing = ({step, gatewayRow}: WizardState) => step === 'gateway' && (gatewayRow === 'bind' || gatewayRow === 'auth');

export const KEYMAP: readonly Binding[] = [
  {command: 'profile-previous', keys: ['up'], isActive: state => on('profile')(state) && hasProfiles(state), hint: {keys: '↑↓', label: 'choose a profile'}},
  {command: 'profile-next', keys: ['down'], isActive: state => on('profile')(state) && hasProfiles(state)},
  {command: 'base-up', keys: ['up'], isActive: on('ports'), hint: {keys: '↑↓', label: '1'}},
  {command: 'base-down', keys: ['down'], isActive: on('ports')},
  {command: 'base-page-up', keys: ['pageup'], isActive: on('ports'), hint: {keys: 'PgUp PgDn', label: '10'}},
  {command: 'base-page-down', keys: ['pagedown'], isActive: on('ports')},
  {command: 'base-clean', keys: ['n'], isActive: on('ports'), hint: {keys: 'n', label: 'next clean'}},
  {
    command: 'accept-overlap',
    keys: ['a'],
    isActive: state => state.step === 'ports' && verdictOf(state).kind === 'overlap',
    hint: {keys: 'a', label: 'accept overlap'},
  },
  {command: 'row-up', keys: ['up', 'shift+tab'], isActive: on('gateway'), hint: {keys: '↑↓', label: 'line'}},
  {command: 'row-down', keys: ['down', 'tab'], isActive: on('gateway')},
  {command: 'choice-previous', keys: ['left'], isActive: isChoosing, hint: {keys: '←→', label: 'change'}},
  {command: 'choice-next', keys: ['right', ' '], isActive: isChoosing},
  {command: 'show-token', keys: ['s'], isActive: isChoosing, hint: {keys: 's', label: 'show token'}},
  {command: 'option-up', keys: ['up'], isActive: on('service'), hint: {keys: '↑↓', label: 'choose'}},
  {command: 'option-down', keys: ['down'], isActive: on('service')},
  {
    command: 'apply',
    keys: ['enter'],
    isActive: state => state.step === 'review' && !isEmpty(planOf(state)),
    hint: {keys: 'enter', label: 'apply'},
  },
  {command: 'finish', keys: ['enter'], isActive: state => state.step === 'review' && isEmpty(planOf(state)), hint: {keys: 'enter', label: 'finish'}},
  {command: 'scroll-up', keys: ['up'], isActive: on('review', 'done', 'apply'), hint: {keys: '↑↓', label: 'scroll'}},
  {command: 'scroll-down', keys: ['down'], isActive: on('review', 'done', 'apply')},
  {command: 'page-up', keys: ['pageup'], isActive: on('review', 'done')},
  {command: 'page-down', keys: ['pagedown', ' '], isActive: on('review', 'done')},
  {command: 'diff', keys: ['d'], isActive: on('review'), hint: {keys: 'd', label: 'diffs'}},
  {command: 'go-profile', keys: ['1'], isActive: on('review'), hint: {keys: '1–5', label: 'change'}},
  {command: 'go-ports', keys: ['2'], isActive: on('review')},
  {command: 'go-workspace', keys: ['3'], isActive: on('review')},
  {command: 'go-gateway', keys: ['4'], isActive: on('review')},
  {command: 'go-service', keys: ['5'], isActive: on('review')},
  {command: 'onboard', keys: ['m'], isActive: state => state.step === 'done' && canOnboard(state), hint: {keys: 'm', label: 'model and channels'}},
  {command: 'finish', keys: ['enter', 'q'], isActive: on('done'), hint: {keys: 'enter', label: 'finish'}},
  {
    command: 'next',
    keys: ['enter'],
    isActive: on('profile', 'ports', 'workspace', 'gateway', 'service'),
    hint: {keys: 'enter', label: 'continue'},
  },
  {command: 'back', keys: ['esc'], isActive: state => isQuestion(state) && state.step !== 'profile', hint: {keys: 'esc', label: 'back'}},
  {command: 'keys', keys: ['?'], isActive: () => true, hint: {keys: '?', label: 'all keys'}},
  {command: 'leave', keys: ['ctrl+c'], isActive: () => true},
];

function hasProfiles({host}: WizardState): boolean {
  return profileNames(host.instances).length > 0;
}

/** Whether OpenClaw's own onboarding can be handed the terminal: it is there, and the config is. */
function canOnboard({host, result}: WizardState): boolean {
  return host.openclaw !== undefined && result?.kind !== 'failed';
}

/** The command of a key in this state. */
export function commandOf(key: KeyName, state: WizardState): KeyCommand | undefined {
  return KEYMAP.find(({keys, isActive}) => keys.includes(key) && isActive(state))?.command;
}

/** Bindings that work now; the footer shows those with a hint, `?` all of them. */
export function activeBindings(state: WizardState): Binding[] {
  return KEYMAP.filter(({isActive}) => isActive(state));
}

/** Keys of every text field. */
export const EDITING_KEYS: readonly {readonly keys: readonly string[]; readonly label: string}[] = [
  {keys: ['←', '→'], label: 'move by a character'},
  {keys: ['Home', 'Ctrl-A'], label: 'to the start'},
  {keys: ['End', 'Ctrl-E'], label: 'to the end'},
  {keys: ['Ctrl-W'], label: 'delete the word before'},
  {keys: ['Ctrl-U', 'Ctrl-K'], label: 'delete to the start, to the end'},
];

/** What the footer says while an overlay is open. */
export const OVERLAY_HINTS: Readonly<Record<'keys' | 'leave', readonly {readonly keys: string; readonly label: string}[]>> = {
  keys: [{keys: 'any key', label: 'back to the step'}],
  leave: [
    {keys: 'Ctrl-C', label: 'leave'},
    {keys: 'any other key', label: 'stay'},
  ],
};

const KEY_TEXTS: Readonly<Record<KeyName, string>> = {
  enter: 'Enter',
  esc: 'Esc',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  tab: 'Tab',
  'shift+tab': 'Shift-Tab',
  ' ': 'Space',
  'ctrl+c': 'Ctrl-C',
};

/** A key as people write it. */
export function keyText(key: KeyName): string {
  return KEY_TEXTS[key] ?? key;
}
