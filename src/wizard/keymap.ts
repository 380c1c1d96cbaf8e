/** Every key of the wizard, as data. The footer, the `?` page and the README's table are made from it. */
import {profileNames} from '../rules/answers.ts';
import {foreignFile} from '../rules/service-change.ts';
import {divergencesOf} from '../rules/written.ts';
import {isEmpty} from '../rules/work.ts';
import type {en} from '../text/en/keys.ts';
import {canComplete} from './completing.ts';
import {canUndo} from './editing.ts';
import {isChoice, optionsOf, rowsOf} from './rows.ts';
import {planOf, portTableOf, verdictOf} from './selectors.ts';
import type {StepId, WizardState} from './state.ts';

export type KeyCommand =
  | 'next'
  | 'back'
  | 'keys'
  | 'leave'
  | 'close'
  | 'profile-previous'
  | 'profile-next'
  | 'forget-draft'
  | 'base-up'
  | 'base-down'
  | 'base-page-up'
  | 'base-page-down'
  | 'base-clean'
  | 'undo'
  | 'accept-overlap'
  | 'complete'
  | 'explain'
  | 'row-up'
  | 'row-down'
  | 'choice-previous'
  | 'choice-next'
  | 'show-token'
  | 'replace-service'
  | 'scroll-up'
  | 'scroll-down'
  | 'page-up'
  | 'page-down'
  | 'diff'
  | 'copy-command'
  | 'read-plan'
  | 'edit-plan'
  | 'go-profile'
  | 'go-ports'
  | 'go-workspace'
  | 'go-gateway'
  | 'go-service'
  | 'go-channel'
  | 'go-changed'
  | 'changed-up'
  | 'changed-down'
  | 'restore'
  | 'apply'
  | 'take-back'
  | 'finish'
  | 'onboard';

type Words = typeof en;

/** What the footer says of keys, by id: its words are in src/text. */
export type HintId = keyof Words['hints'];


/** A key by name: `enter`, `up`, `pageup`, `ctrl+c`, or the character that it types. */
export type KeyName = string;

/** @property keys as people write them; `any-other` stands for those without a name */
export type Hint = {readonly keys: string; readonly label: HintId};

export type Binding = {
  readonly command: KeyCommand;
  readonly keys: readonly KeyName[];
  /** The steps that it works on. */
  readonly steps: readonly StepId[];
  /** What must hold besides; nothing when undefined. */
  readonly when?: (state: WizardState) => boolean;
  /** How the footer shows it, where one hint may stand for several bindings; undefined keeps it on the `?` page alone. */
  readonly hint?: Hint;
};


const QUESTIONS: readonly StepId[] = ['profile', 'ports', 'workspace', 'gateway', 'service', 'channel', 'changed'];
/** Those with several lines. */
const LINED: readonly StepId[] = ['workspace', 'gateway', 'service', 'channel'];
const ALL: readonly StepId[] = [...QUESTIONS, 'review', 'apply', 'done'];
const SCROLLING: readonly StepId[] = ['review', 'done'];
/** Their arrows have other work. */
const PAGED: readonly StepId[] = ['profile', ...LINED, ...SCROLLING];

const hasProfiles = ({host, target}: WizardState) => target.selector.kind === 'profile' && profileNames(host.instances).length > 0;
/** While letters go into a text field, they are no commands. */
const isChoosing = (state: WizardState) => isChoice(state.row) && optionsOf(state.row, state).length > 1;
const hasLines = (state: WizardState) => rowsOf(state).length > 1;
const hasForeignService = ({target, host, choices}: WizardState) => choices.service !== 'none' && foreignFile(target, host) !== undefined;
const hasChanges = (count: number) => ({target}: WizardState) => divergencesOf(target).length >= count;
const canRestore = ({target, changedLine}: WizardState) => divergencesOf(target)[changedLine]?.canChoose ?? false;
const hasPortRows = (state: WizardState) => portTableOf(state).length > 0;
/** By the plan, whether it has something to do or not. */
const isRefused = (state: WizardState) => planOf(state).problems.length > 0;
const hasWork = (state: WizardState) => !isEmpty(planOf(state));
/** Whether OpenClaw's own onboarding can be handed the terminal: it is there, and so is the config. */
const canOnboard = ({host, result}: WizardState) => host.openclaw !== undefined && result?.kind !== 'failed' && result?.kind !== 'taken-back';
export const canTakeBack = ({result, isTakingBack}: WizardState): boolean => !isTakingBack && result?.kind === 'failed' && result.backup !== undefined;

/** In the order of the footer. */
export const KEYMAP: readonly Binding[] = [
  {command: 'profile-previous', keys: ['up'], steps: ['profile'], when: hasProfiles, hint: {keys: '↑↓', label: 'choose-profile'}},
  {command: 'profile-next', keys: ['down'], steps: ['profile'], when: hasProfiles},
  {command: 'forget-draft', keys: ['ctrl+x'], steps: [...QUESTIONS, 'review'], when: ({isResumed}) => isResumed, hint: {keys: 'Ctrl-X', label: 'start-anew'}},
  {command: 'base-up', keys: ['up'], steps: ['ports'], hint: {keys: '↑↓', label: 'one'}},
  {command: 'base-down', keys: ['down'], steps: ['ports']},
  {command: 'base-page-up', keys: ['pageup'], steps: ['ports'], hint: {keys: 'PgUp PgDn', label: 'ten'}},
  {command: 'base-page-down', keys: ['pagedown'], steps: ['ports']},
  {command: 'base-clean', keys: ['n'], steps: ['ports'], hint: {keys: 'n', label: 'next-clean'}},
  {
    command: 'accept-overlap',
    keys: ['a'],
    steps: ['ports'],
    when: state => verdictOf(state).kind === 'overlap',
    hint: {keys: 'a', label: 'accept-overlap'},
  },
  {command: 'undo', keys: ['u'], steps: ['ports'], when: state => canUndo(state, 'port'), hint: {keys: 'u', label: 'undo'}},
  {command: 'complete', keys: ['tab'], steps: ['workspace', 'channel'], when: canComplete, hint: {keys: 'Tab', label: 'complete'}},
  {command: 'explain', keys: ['e'], steps: ['ports'], when: hasPortRows, hint: {keys: 'e', label: 'explain'}},
  {command: 'row-up', keys: ['up', 'shift+tab'], steps: LINED, when: hasLines, hint: {keys: '↑↓', label: 'line'}},
  {command: 'row-down', keys: ['down', 'tab'], steps: LINED, when: hasLines},
  {command: 'choice-previous', keys: ['left'], steps: LINED, when: isChoosing, hint: {keys: '←→', label: 'change'}},
  {command: 'choice-next', keys: ['right', ' '], steps: LINED, when: isChoosing},
  {command: 'show-token', keys: ['s'], steps: ['gateway'], when: state => isChoosing(state) && state.choices.auth !== 'env', hint: {keys: 's', label: 'show-token'}},
  {command: 'replace-service', keys: ['o'], steps: ['service'], when: hasForeignService, hint: {keys: 'o', label: 'overwrite'}},
  {command: 'changed-up', keys: ['up'], steps: ['changed'], when: hasChanges(2), hint: {keys: '↑↓', label: 'line'}},
  {command: 'changed-down', keys: ['down'], steps: ['changed'], when: hasChanges(2)},
  {command: 'restore', keys: ['left', 'right', ' '], steps: ['changed'], when: canRestore, hint: {keys: '←→', label: 'restore'}},
  {command: 'next', keys: ['enter'], steps: QUESTIONS, hint: {keys: 'enter', label: 'continue'}},
  {command: 'apply', keys: ['enter'], steps: ['review'], when: state => hasWork(state) || isRefused(state), hint: {keys: 'enter', label: 'apply'}},
  {command: 'finish', keys: ['enter'], steps: ['review'], when: state => !hasWork(state) && !isRefused(state), hint: {keys: 'enter', label: 'finish'}},
  {command: 'scroll-up', keys: ['up'], steps: SCROLLING, hint: {keys: '↑↓', label: 'scroll'}},
  {command: 'scroll-down', keys: ['down'], steps: SCROLLING},
  {command: 'page-up', keys: ['pageup'], steps: PAGED},
  {command: 'page-down', keys: ['pagedown'], steps: PAGED},
  {command: 'page-down', keys: [' '], steps: SCROLLING},
  {command: 'diff', keys: ['d'], steps: ['review'], hint: {keys: 'd', label: 'diffs'}},
  {command: 'go-profile', keys: ['1'], steps: ['review'], hint: {keys: '1–6', label: 'change'}},
  {command: 'go-ports', keys: ['2'], steps: ['review']},
  {command: 'go-workspace', keys: ['3'], steps: ['review']},
  {command: 'go-gateway', keys: ['4'], steps: ['review']},
  {command: 'go-service', keys: ['5'], steps: ['review']},
  {command: 'go-channel', keys: ['6'], steps: ['review']},
  {command: 'go-changed', keys: ['7'], steps: ['review'], when: hasChanges(1), hint: {keys: '7', label: 'changed'}},
  {command: 'read-plan', keys: ['p'], steps: ['review'], hint: {keys: 'p', label: 'pager'}},
  {command: 'edit-plan', keys: ['e'], steps: ['review']},
  {command: 'copy-command', keys: ['c'], steps: ['review'], hint: {keys: 'c', label: 'copy-command'}},
  {command: 'take-back', keys: ['u'], steps: ['done'], when: canTakeBack, hint: {keys: 'u', label: 'take-back'}},
  {command: 'onboard', keys: ['m'], steps: ['done'], when: canOnboard, hint: {keys: 'm', label: 'onboard'}},
  {command: 'finish', keys: ['enter', 'q'], steps: ['done'], when: ({isTakingBack}) => !isTakingBack, hint: {keys: 'enter', label: 'finish'}},
  {command: 'back', keys: ['esc'], steps: [...QUESTIONS, 'review'], when: ({step, isReviewing}) => step !== 'profile' || isReviewing, hint: {keys: 'esc', label: 'back'}},
  {command: 'keys', keys: ['?'], steps: ALL, hint: {keys: '?', label: 'all-keys'}},
  {command: 'leave', keys: ['ctrl+c'], steps: ['apply'], hint: {keys: 'Ctrl-C', label: 'leave'}},
  {command: 'leave', keys: ['ctrl+c'], steps: ALL.filter(step => step !== 'apply')},
];

function isActive({steps, when}: Binding, state: WizardState): boolean {
  return steps.includes(state.step) && (when?.(state) ?? true);
}

/** Bindings that work now; the footer shows those with a hint, `?` all of them. */
export function activeBindings(state: WizardState): Binding[] {
  return KEYMAP.filter(binding => isActive(binding, state));
}

/** Keys of the page of keys, where it is longer than the window; any other key closes an overlay. */
const OVERLAY_KEYS: ReadonlyMap<KeyName, KeyCommand> = new Map([['up', 'scroll-up'], ['down', 'scroll-down'], ['pageup', 'page-up'], ['pagedown', 'page-down']]);

/** The command of a key in this state; of the overlay, while one is open. */
export function commandOf(key: KeyName, state: WizardState): KeyCommand | undefined {
  if (state.overlay && key !== 'ctrl+c') return (state.overlay === 'keys' ? OVERLAY_KEYS.get(key) : undefined) ?? 'close';
  return KEYMAP.find(binding => binding.keys.includes(key) && isActive(binding, state))?.command;
}

/** What the footer says while an overlay is open. */
export const OVERLAY_HINTS: Readonly<Record<'keys' | 'leave', readonly Hint[]>> = {
  keys: [
    {keys: '↑↓', label: 'scroll'},
    {keys: 'any-other', label: 'to-step'},
  ],
  leave: [
    {keys: 'Ctrl-C', label: 'leave'},
    {keys: 'any-other', label: 'stay'},
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
  home: 'Home',
  end: 'End',
  backspace: 'Backspace',
  delete: 'Delete',
  tab: 'Tab',
  ' ': 'Space',
  ctrl: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
};

/** A key as people write it. */
export function keyText(key: KeyName): string {
  const [, modifier = '', plain = ''] = /^(ctrl|alt|shift)\+(.+)$/.exec(key) ?? [];
  if (plain === '') return KEY_TEXTS[key] ?? key;
  return `${KEY_TEXTS[modifier]}-${KEY_TEXTS[plain] ?? plain.toUpperCase()}`;
}
