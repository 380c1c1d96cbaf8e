/** Edits of the text fields with what they leave behind: what can be undone, and what can be put back. Pure. */
import {HIDDEN_FIELDS} from './rows.ts';
import type {FieldName, WizardState} from './state.ts';
import {editField, fieldOf, isKill, killedBy, type TextEdit, type TextField} from './text-field.ts';

/** What several keys in a row are together. */
type Run = 'typing' | 'erasing' | 'killing' | 'completing';

export type Editing = {
  /** What each field held before, the latest last, whoever changed it. Hidden fields leave nothing here. */
  readonly past: Readonly<Partial<Record<FieldName, readonly TextField[]>>>;
  /** What was killed last, for Ctrl-Y. Nothing of a hidden field. */
  readonly killed: string;
  /** What the last key belongs to; the next one of that kind is part of it. */
  readonly run: {readonly field: FieldName; readonly kind: Run} | undefined;
  /** The field that was changed since it got the focus. */
  readonly changed: FieldName | undefined;
};

export const NOTHING_EDITED: Editing = {past: {}, killed: '', run: undefined, changed: undefined};

/** So many values of a field are kept. */
const DEEPEST = 100;

/** The state after a key, or a paste, in a field. */
export function edited(state: WizardState, field: FieldName, edit: TextEdit): WizardState {
  if (edit.kind === 'undo') return undone(state, field);
  const isHidden = HIDDEN_FIELDS.has(field);
  const present = state.fields[field];
  const {killed, run} = state.editing;
  const given = edit.kind === 'yank' ? ({kind: 'insert', text: isHidden ? '' : killed} as const) : edit;
  if (given.kind === 'insert' || given.kind === 'paste') {
    const text = accepted(field, given.text);
    if (text === '') return state;
    const next = editField(state.isReplacing ? fieldOf('') : present, {...given, text});
    return withField(state, field, next, edit.kind === 'insert' ? 'typing' : undefined);
  }
  const isErasing = given.kind === 'backspace' || given.kind === 'delete';
  // A number that the next digit would replace is selected as a whole.
  const next = state.isReplacing && isErasing ? fieldOf('') : editField(present, given);
  if (isKill(given.kind)) {
    const {text, isBefore} = killedBy(given.kind, present, next);
    if (text === '') return state;
    const earlier = isRun(state, field, 'killing') ? killed : '';
    const made = withField(state, field, next, 'killing');
    return isHidden ? made : {...made, editing: {...made.editing, killed: isBefore ? text + earlier : earlier + text}};
  }
  if (next.text !== present.text) return withField(state, field, next, 'erasing');
  return {...state, fields: {...state.fields, [field]: next}, editing: run ? {...state.editing, run: undefined} : state.editing};
}

/** Another value for a field, set by the user; the one before can be had again. @param run what the key may be part of */
export function withField(state: WizardState, field: FieldName, value: TextField, run?: Run): WizardState {
  const {editing, fields} = state;
  const present = fields[field];
  const isChanged = present.text !== value.text;
  // What is killed bit by bit comes back bit by bit.
  const isJoined = run !== undefined && run !== 'killing' && isRun(state, field, run);
  const isKept = isChanged && !isJoined && !HIDDEN_FIELDS.has(field);
  return {
    ...state,
    fields: {...fields, [field]: value},
    touched: new Set([...state.touched, field]),
    editing: {
      ...editing,
      past: isKept ? {...editing.past, [field]: [...pastOf(state, field), present].slice(-DEEPEST)} : editing.past,
      run: run && {field, kind: run},
      changed: isChanged ? field : editing.changed,
    },
  };
}

export function canUndo(state: WizardState, field: FieldName): boolean {
  return pastOf(state, field).length > 0;
}

/** The field as it was before the last change. */
export function undone(state: WizardState, field: FieldName): WizardState {
  const past = pastOf(state, field);
  const value = past.at(-1);
  if (!value) return state;
  return {...state, fields: {...state.fields, [field]: value}, editing: {...state.editing, past: {...state.editing.past, [field]: past.slice(0, -1)}, run: undefined, changed: field}};
}

function pastOf({editing}: WizardState, field: FieldName): readonly TextField[] {
  return editing.past[field] ?? [];
}

function isRun({editing: {run}}: WizardState, field: FieldName, kind: Run): boolean {
  return run?.field === field && run.kind === kind;
}

/** Letters can't get into the port field, so that they stay free for commands; a paste is reduced to its digits. */
function accepted(field: FieldName, text: string): string {
  return field === 'port' ? text.replace(/\D/g, '').slice(0, 6) : text;
}
