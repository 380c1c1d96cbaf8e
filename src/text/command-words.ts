/** What commands say beside their own texts: how they are to be called, and why they do not go on. */
import {en} from './en/command-words.ts';
import {spoken} from './language.ts';

export const commandWords = spoken(en, korean => korean.commandWords);

/** What is wrong, and the names that could be there. */
export function choiceText(said: string, names: readonly string[]): string {
  return commandWords().listed(said, names.join(', '));
}
