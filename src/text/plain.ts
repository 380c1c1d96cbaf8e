/** What plain mode says: how a question is put and explained. */
import type {Choice, Question} from '../lines/prompter.ts';
import {en} from './en/plain.ts';
import {spoken} from './language.ts';
import {short} from './terms.ts';

export const plainWords = spoken(en, korean => korean.plain);

export type QuestionKind = keyof typeof en.how;

/** ` [19789] (b back, ? help): ` */
function tail({canGoBack}: Question, present: string): string {
  const {back, help} = plainWords();
  return `${present === '' ? '' : ` [${present}]`} (${canGoBack ? `${back}, ` : ''}${help}): `;
}

export function inputPrompt(question: Question & {readonly default?: string}): string {
  return question.label + tail(question, question.default ?? '');
}

export function secretPrompt(question: Question & {readonly isKept?: boolean}): string {
  const {hidden, asTyped} = plainWords();
  return hidden(question.label) + tail(question, question.isKept ? asTyped : '');
}

export function confirmPrompt(question: Question): string {
  return `${question.label} ${plainWords().yesOrNo}${tail(question, 'n')}`;
}

export function numberPrompt(question: Question & {readonly choices: readonly unknown[]}, present: number): string {
  return plainWords().number(question.choices.length) + tail(question, String(present));
}

/** The question, and a line for each choice. */
export function choiceLines({label, choices}: Question & {readonly choices: readonly Choice<string>[]}): string[] {
  return [`${label}:`, ...choices.map(({name}, index) => `${index + 1}) ${name}`)];
}

/** What `?` says. */
export function explanation(kind: QuestionKind, {help = [], canGoBack}: Question): string[] {
  const {how, howBack} = plainWords();
  return [...help, how[kind], ...(canGoBack ? [howBack] : [])];
}

export function isYes(typed: string): boolean {
  return plainWords().yes.split(' ').includes(typed.trim().toLowerCase());
}

/** An empty answer is one, too. */
export function isNo(typed: string): boolean {
  return ['', ...plainWords().no.split(' ')].includes(typed.trim().toLowerCase());
}

/** A backslash before what would be a command makes it a text: `\b` is b, `\` alone is empty, `\\` a backslash. */
export function unquoted(typed: string): string {
  return /^\\+[b?]?$/.test(typed.trim()) ? typed.trim().slice(1) : typed;
}

export function noChoice(typed: string, count: number): string {
  return plainWords().noNumber(short(typed), count);
}

export function noConfirm(typed: string): string {
  return plainWords().neitherYesNorNo(short(typed));
}
