/** What is kept of an unfinished run, and what is made of it when it is read again: anybody may have written the file by then. */
import type {Draft} from '../rules/answers.ts';
import {withoutSecrets} from '../rules/log-lines.ts';
import {HIDDEN_FIELDS, rowsOf} from './rows.ts';
import type {DraftTrouble, FieldName, StepId, WizardState} from './state.ts';
import {STEPS} from './steps.ts';

/** Counts up where a draft of before would be misread. */
const FORM = 1;

/** A draft as it is made; who keeps it adds the time. */
export type Unfinished = Omit<Draft, 'at'>;

/** Undefined while nothing was answered. A yes to overwrite a file is none that may wait: another one may stand there by then. */
export function draftOf(state: WizardState): Unfinished | undefined {
  const {step, touched, acceptedBase, restore} = state;
  const set = <T>(values: Readonly<Record<string, T>>) => Object.entries(values).filter(([name]) => touched.has(name as FieldName));
  const fields = set(state.fields).flatMap(([name, {text}]) => (isOpen(name as FieldName, text) ? [[name, text] as const] : []));
  const choices = set(state.choices);
  const isAnswered = step !== STEPS[0]?.id || fields.length + choices.length + restore.length > 0;
  if (!isAnswered) return undefined;
  return {
    form: FORM,
    step: resumedAt(state),
    fields: Object.fromEntries(fields),
    choices: Object.fromEntries(choices),
    ...(acceptedBase === undefined ? {} : {acceptedBase}),
    ...(restore.length === 0 ? {} : {restore}),
  };
}

/** Whoever is past the questions goes on at the plan; whose answer looks like a secret, so that it may not be kept, where it is asked. */
function resumedAt(state: WizardState): StepId {
  const {step, touched, fields} = state;
  const dropped = (Object.keys(fields) as FieldName[]).filter(name => name !== 'profile' && !HIDDEN_FIELDS.has(name) && touched.has(name) && !isOpen(name, fields[name].text));
  const present = STEPS.some(({id}) => id === step) ? step : 'review';
  return STEPS.find(({id}) => id === present || rowsOf({...state, step: id}).some(row => dropped.some(name => name === row)))?.id ?? present;
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
  const {at, fields, choices, acceptedBase, restore} = draft;
  const step = STEPS.find(({id}) => id === draft['step'])?.id;
  if (step === undefined || typeof at !== 'string' || Number.isNaN(Date.parse(at)) || !isTexts(fields) || !isTexts(choices)) return 'damaged';
  return {
    form: FORM,
    step,
    at,
    fields,
    choices,
    ...(typeof acceptedBase === 'number' ? {acceptedBase} : {}),
    ...(Array.isArray(restore) ? {restore: restore.filter(id => typeof id === 'string')} : {}),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every(text => typeof text === 'string');
}
