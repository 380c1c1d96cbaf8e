/** The lines of the steps in words: what each asks, and what each choice means. */
import type {Bind} from '../rules/answers.ts';
import {ENGINE_MIB} from '../rules/engine.ts';
import {enableLinger} from '../rules/service/commands.ts';
import type {ChoiceName, RowId} from '../wizard/rows.ts';
import type {Choices, WizardState} from '../wizard/state.ts';
import {en} from './en/choices.ts';
import {spoken} from './language.ts';

const words = spoken(en, korean => korean.choices);

type ChoiceText = {readonly title: string; readonly help: string};

export function rowLabel(row: RowId): string {
  return words().rows[row];
}

export function bindText(bind: Bind): string {
  return words().bind[bind];
}

const TEXTS: {readonly [K in ChoiceName]: (value: Choices[K], state: Pick<WizardState, 'host'>) => ChoiceText} = {
  kit: value => words().kit[value],
  bind: value => ({title: value, help: bindText(value)}),
  auth: value => words().auth[value],
  service: (value, {host}) => (value === 'write' && host.manager.kind !== 'ready' ? {...words().service.write, help: words().filesAlone} : words().service[value]),
  engine(value) {
    const {shared, own} = words().engine;
    return value === 'own' ? {...own, help: own.help(ENGINE_MIB)} : shared;
  },
  linger(value, {host}) {
    const {on, off} = words().linger;
    return value === 'on' ? {...on, help: on.help(enableLinger(host.machine.account).argv.join(' '))} : off;
  },
  telegram: value => words().telegram[value],
  dmPolicy: value => words().dmPolicy[value],
};

export function choiceText<K extends ChoiceName>(name: K, value: Choices[K], state: Pick<WizardState, 'host'>): ChoiceText {
  return TEXTS[name](value, state);
}

/** How a bot of its own is got, for the card of the Channel step. */
export function botCard(): readonly string[] {
  return words().botCard;
}

export function ownerHint(): string {
  return words().ownerHint;
}
