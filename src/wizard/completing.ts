/** Tab in a field that holds a path: which folder is to be looked at, and what becomes of what stands in it. Pure. */
import {type Entry, completionOf, type TypedPath, typedPath} from '../rules/completion.ts';
import {withField} from './editing.ts';
import {type FieldName, pathOf, type WizardState} from './state.ts';
import {fieldOf, graphemes} from './text-field.ts';

/** What Tab found: none, one, or several, which are shown and gone through by more of it. */
export type ShownCompletion = TypedPath & {
  readonly names: readonly string[];
  /** Shown, but never chosen: they hold what a screen can't show. */
  readonly unclear: readonly string[];
  readonly kind: 'folder' | 'file';
  /** Which of them stands in the field. */
  readonly at?: number;
};

/** The fields that hold a path, and whether it is one of a folder. */
const PATH_FIELDS: Readonly<Partial<Record<FieldName, 'folder' | 'file'>>> = {workspace: 'folder', botFile: 'file'};

type Place = TypedPath & {readonly field: FieldName; /** Full path. */ readonly folder: string; readonly kind: 'folder' | 'file'};

/** Where the path in the focused field goes on; undefined where the cursor is not at its end. */
export function placeOf({row, fields, host}: WizardState): Place | undefined {
  const field = row as FieldName;
  const kind = PATH_FIELDS[field];
  if (kind === undefined) return undefined;
  const {text, cursor} = fields[field];
  const typed = cursor === graphemes(text).length ? typedPath(text, host.machine.platform) : undefined;
  return typed && {...typed, field, kind, folder: pathOf(typed.head, host)};
}

/** Tab completes what was typed; an answer that was only looked at, or that nothing begins with, it leaves for the next line. */
export function canComplete(state: WizardState): boolean {
  const {editing, completion} = state;
  return editing.changed === state.row && completion?.names.length !== 0 && placeOf(state) !== undefined;
}

/** Undefined where there is nothing more to complete. */
export function completed(state: WizardState, folder: string, entries: readonly Entry[]): WizardState | undefined {
  const place = placeOf(state);
  if (place?.folder !== folder) return state;
  const {head, start, field, kind} = place;
  const shown = state.completion;
  if (shown && shown.names.length > 1) {
    const at = ((shown.at ?? -1) + 1) % shown.names.length;
    return {...withField(state, field, fieldOf(shown.head + shown.names[at]), 'completing'), completion: {...shown, at}};
  }
  const {names, unclear, text} = completionOf(place, kind === 'folder' ? entries.filter(({isFolder}) => isFolder) : entries, graphemes);
  const isSame = text === state.fields[field].text;
  if (names.length === 0 ? start === '' && unclear.length === 0 : names.length === 1 && isSame) return undefined;
  const next = isSame ? state : withField(state, field, fieldOf(text), 'completing');
  // One alone stands in the field already.
  return {...next, completion: names.length === 1 ? undefined : {head, start, names, unclear, kind}};
}
