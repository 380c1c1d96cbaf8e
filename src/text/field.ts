/** Text fields in words: what their keys do, and what Tab did not find. */
import type {KeyEdit} from '../wizard/editing-keys.ts';
import {en} from './en/field.ts';
import {spoken} from './language.ts';

const words = spoken(en, korean => korean.field);

export function editingLabel(edit: KeyEdit['kind']): string {
  return words().edits[edit];
}

export function noMatchText(kind: 'folder' | 'file'): string {
  return words().noMatch[kind];
}
