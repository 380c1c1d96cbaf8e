/** Questions of a line each. The only place that asks by inquirer, so that no name of somebody else reaches the terminal as more than text. */
import * as inquirer from '@inquirer/prompts';
import {printable} from '../rules/printable.ts';

/** @returns the default, as it is, where it was shown and let stand */
export async function input({message, default: present = ''}: {readonly message: string; readonly default?: string}): Promise<string> {
  const shown = printable(present);
  const answer = await inquirer.input({message: printable(message), default: shown, transformer: printable});
  return answer === shown ? present : answer;
}

export function confirm({message}: {readonly message: string}): Promise<boolean> {
  return inquirer.confirm({message: printable(message), default: false});
}

/** A secret: nothing of it is shown, not even how long it is. */
export function secret({message}: {readonly message: string}): Promise<string> {
  return inquirer.password({message: printable(message), mask: false, toggleMask: false});
}

export type Choice<T extends string> = {readonly value: T; readonly name: string};

/** A numbered choice. */
export function choose<T extends string>(message: string, choices: readonly Choice<T>[], present: T): Promise<T> {
  return inquirer.rawlist<T>({message: printable(message), choices: choices.map(({value, name}) => ({value, name: printable(name)})), default: present});
}
