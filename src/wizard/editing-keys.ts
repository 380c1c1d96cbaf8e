/** The keys of every text field, as data. What a key does there, the `?` page and the README's table are made from it. */
import type {KeyName} from './keymap.ts';
import type {TextEdit} from './text-field.ts';

/** An edit that is a key of its own. */
export type KeyEdit = Exclude<TextEdit, {readonly text: string}>;

export const EDITING_KEYS: readonly {readonly edit: KeyEdit['kind']; readonly keys: readonly KeyName[]}[] = [
  {edit: 'left', keys: ['left', 'ctrl+b']},
  {edit: 'right', keys: ['right', 'ctrl+f']},
  {edit: 'word-left', keys: ['ctrl+left', 'alt+left', 'alt+b']},
  {edit: 'word-right', keys: ['ctrl+right', 'alt+right', 'alt+f']},
  {edit: 'home', keys: ['home', 'ctrl+a']},
  {edit: 'end', keys: ['end', 'ctrl+e']},
  {edit: 'backspace', keys: ['backspace', 'ctrl+h']},
  {edit: 'delete', keys: ['delete', 'ctrl+d']},
  {edit: 'kill-word', keys: ['ctrl+w', 'alt+backspace']},
  {edit: 'kill-word-right', keys: ['alt+d', 'alt+delete', 'ctrl+delete']},
  {edit: 'kill-left', keys: ['ctrl+u']},
  {edit: 'kill-right', keys: ['ctrl+k']},
  {edit: 'yank', keys: ['ctrl+y']},
  {edit: 'undo', keys: ['ctrl+z', 'ctrl+_']},
];
