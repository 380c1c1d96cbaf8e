/** The completion script of each shell, from the tables that the grammar is made of. */
import type {Shell} from '../../rules/shell.ts';
import {bash} from './bash.ts';
import {fish} from './fish.ts';
import {type CompletionCommand, type Model, modelOf} from './model.ts';
import {powershell} from './powershell.ts';
import {zsh} from './zsh.ts';

/** @param program the name it is called by */
export function completionScript(shell: Shell, program: string, globalOptions: CompletionCommand['options'], commands: readonly CompletionCommand[]): string {
  return RENDERERS[shell](modelOf(globalOptions, commands), program);
}

const RENDERERS: Readonly<Record<Shell, (model: Model, program: string) => string>> = {bash, zsh, fish, powershell};
