/** `shell-init` and `completion`: what a shell reads at its start. */
import {Stop} from '../exit-codes.ts';
import {ownArgv} from '../host/machine.ts';
import {currentPlatform} from '../host/platform.ts';
import {GLOBAL_OPTIONS} from '../options.ts';
import {PROGRAM, type Shell, SHELLS} from '../rules/shell.ts';
import type {CompletionCommand} from '../shells/completion/model.ts';
import {completionScript} from '../shells/completion/script.ts';
import {shellInit} from '../shells/init.ts';
import {commandText} from '../text/commands.ts';
import {optionText} from '../text/options.ts';
import {choiceText, commandWords} from '../text/command-words.ts';
import {short} from '../text/terms.ts';
import type {Call, Exit, Run} from './call.ts';
import {TOPICS} from './help.ts';

export function printShellInit({words, env, output}: Call): Exit {
  output.print(shellInit(shellNamed(words[0]), ownArgv(env, currentPlatform())));
  return 'done';
}

/** @param commands all of them, by the words that may be typed */
export function completionOf(commands: readonly CompletionCommand[]): Run {
  return ({words, output}) => {
    const topics = new Set([...Object.keys(TOPICS), ...commands.map(({name}) => name.split(' ')[0] as string)]);
    const help = {name: 'help', summary: commandText('help'), operands: [...topics], options: []};
    const globals = GLOBAL_OPTIONS.map(option => ({...option, description: optionText(option)}));
    output.print(completionScript(shellNamed(words[0]), PROGRAM, globals, [...commands, help]));
    return 'done';
  };
}

function shellNamed(name = ''): Shell {
  const shell = SHELLS.find(candidate => candidate === name);
  if (!shell) throw new Stop('usage', choiceText(name === '' ? commandWords().shell.nameOne : commandWords().shell.unknown(short(name)), SHELLS));
  return shell;
}
