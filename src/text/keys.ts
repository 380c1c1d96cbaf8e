/** The keys in words: for the footer, the `?` page and the README. */
import type {HintId, KeyCommand} from '../wizard/keymap.ts';
import {en} from './en/keys.ts';
import {spoken} from './language.ts';

const words = spoken(en, korean => korean.keys);

export function keyLabel(command: KeyCommand): string {
  return words().commands[command];
}

/** What a key does, in the footer. */
export function hintLabel(hint: HintId): string {
  return words().hints[hint];
}

/** The keys of a hint: by their names, which are the same in all languages, or any. */
export function hintKeys(keys: string): string {
  return keys === 'any-other' ? words().anyKeys[keys] : keys;
}
