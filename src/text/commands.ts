/** The words about a command. */
import {en} from './en/commands.ts';
import {spoken} from './language.ts';

const words = spoken(en, korean => korean.commands);

export type CommandName = keyof typeof en;

/** What it is for, in a line. */
export function commandText(name: CommandName): string {
  return words()[name];
}
