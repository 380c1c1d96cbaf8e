/** The lines of a step that can be gone to, choices and text fields, in their order. The reducer, the keys and both skins walk them. */
import {BINDS, canLinger, hasAuth, serviceChoices, telegramChoices} from '../rules/answers.ts';
import {DM_POLICIES} from '../rules/telegram.ts';
import type {Choices, FieldName, StepId, WizardState} from './state.ts';

export type ChoiceName = keyof Choices;
export type RowId = FieldName | ChoiceName;

/** What may be chosen on each line, in the order of the keys; what is there can be kept. */
const OPTIONS: {readonly [K in ChoiceName]: (state: Pick<WizardState, 'target' | 'host'>) => readonly Choices[K][]} = {
  kit: () => ['skill', 'watch', 'none'],
  bind: () => BINDS,
  auth: ({target}) => (hasAuth(target) ? ['keep', 'generate', 'env'] : ['generate', 'env']),
  service: ({target, host}) => serviceChoices(target, host),
  engine: () => ['shared', 'own'],
  linger: () => ['on', 'off'],
  telegram: ({target}) => telegramChoices(target),
  dmPolicy: () => DM_POLICIES,
};

export function optionsOf<K extends ChoiceName>(name: K, state: Pick<WizardState, 'target' | 'host'>): readonly Choices[K][] {
  return OPTIONS[name](state);
}

export function isChoice(row: RowId): row is ChoiceName {
  return row in OPTIONS;
}

const ROWS: Readonly<Partial<Record<StepId, (state: WizardState) => readonly RowId[]>>> = {
  // An instance by two paths is what it is.
  profile: ({target}) => (target.selector.kind === 'paths' ? [] : ['profile']),
  ports: () => ['port'],
  workspace: () => ['workspace', 'kit'],
  gateway: ({choices}) => ['bind', ...(choices.bind === 'custom' ? (['bindHost'] as const) : []), 'auth', ...(choices.auth === 'env' ? (['envName'] as const) : [])],
  service: ({choices, host}) => ['service', ...(choices.service !== 'none' && canLinger(host) ? (['linger'] as const) : []), ...(host.openclaw && host.npm ? (['engine'] as const) : [])],
  channel: ({choices: {telegram}}) => {
    const source = telegram === 'typed' ? 'botToken' : telegram === 'file' ? 'botFile' : undefined;
    return ['telegram', ...(source === undefined ? [] : ([source, 'dmPolicy', 'ownerId'] as const))];
  },
};

/** The lines of the step that is open, as the answers stand. */
export function rowsOf(state: WizardState): readonly RowId[] {
  return ROWS[state.step]?.(state) ?? [];
}

/** Fields whose text is nobody's to read. */
export const HIDDEN_FIELDS: ReadonlySet<RowId> = new Set(['botToken']);
