/** What is kept of an unfinished run, and what is made of it when it is read again: anybody may have written the file by then. */
import type {Draft} from '../rules/answers.ts';
import {withoutSecrets} from '../rules/log-lines.ts';
import {HIDDEN_FIELDS} from './rows.ts';
import type {DraftTrouble, FieldName, StepId, WizardState} from './state.ts';
import {STEPS} from './steps.ts';

/** Counts up where a draft of before would be misread. */
const FORM = 1;

/** A draft as it is made; who keeps it adds the time. */
export type Unfinished = Omit<Draft, 'at'>;

/** Undefined while nothing was answered. */
export function draftOf(state: WizardState): Unfinished | undefined {
  const {step, touched, acceptedBase, isReplaceAccepted, restore} = state;
  const set = <T>(values: Readonly<Record<string, T>>) => Object.entries(values).filter(([name]) => touched.has(name as FieldName));
  const fields = set(state.fields).flatMap(([name, {text}]) => (isOpen(name as FieldName, text) ? [[name, text] as const] : []));
  const choices = set(state.choices);
  const isAnswered = step !== STEPS[0]?.id || fields.length + choices.length + restore.length > 0;
  if (!isAnswered) return undefined;
  return {
    form: FORM,
    // Whoever is past it goes on at the plan.
    step: STEPS.some(({id}) => id === step) ? step : 'review',
    fields: Object.fromEntries(fields),
    choices: Object.fromEntries(choices),
    ...(acceptedBase === undefined ? {} : {acceptedBase}),
    ...(isReplaceAccepted ? {isReplaceAccepted} : {}),
    ...(restore.length === 0 ? {} : {restore}),
  };
}

/** Whether a text may be kept: the profile is the name of the draft, and a secret may have been pasted into the wrong field. */
function isOpen(name: FieldName, text: string): boolean {
  return name !== 'profile' && !HIDDEN_FIELDS.has(name) && withoutSecrets(text) === text;
}

/** A draft whose parts are what they should be; the names and values in it may still be unknown. */
export type Kept = Omit<Draft, 'step'> & {readonly step: StepId};

/** @param draft null where something was kept, and nobody can say what */
export function readDraft(draft: unknown): Kept | DraftTrouble | undefined {
  if (draft === undefined) return undefined;
  if (!isRecord(draft)) return 'damaged';
  if (draft['form'] !== FORM) return 'form';
  const {at, fields, choices, acceptedBase, isReplaceAccepted, restore} = draft;
  const step = STEPS.find(({id}) => id === draft['step'])?.id;
  if (step === undefined || typeof at !== 'string' || Number.isNaN(Date.parse(at)) || !isTexts(fields) || !isTexts(choices)) return 'damaged';
  return {
    form: FORM,
    step,
    at,
    fields,
    choices,
    ...(typeof acceptedBase === 'number' ? {acceptedBase} : {}),
    ...(isReplaceAccepted === true ? {isReplaceAccepted} : {}),
    ...(Array.isArray(restore) ? {restore: restore.filter(id => typeof id === 'string')} : {}),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every(text => typeof text === 'string');
}
