/** The words about a command. */
import {en} from './en/commands.ts';
import {ko} from './ko/commands.ts';
import {spoken} from './language.ts';

const words = spoken({en, ko});

export type CommandName = keyof typeof en;

/** What it is for, in a line. */
export function commandText(name: CommandName): string {
  return words()[name];
}
