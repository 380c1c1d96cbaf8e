/** `shell-init` and `completion`: what a shell reads at its start. */
import {Stop} from '../exit-codes.ts';
import {GLOBAL_OPTIONS} from '../options.ts';
import {currentPlatform, ownArgv} from '../host/machine.ts';
import {PROGRAM, type Shell, SHELLS} from '../rules/shell.ts';
import {completionScript} from '../shells/completion/script.ts';
import {printable} from '../text/en.ts';
import {shellInit} from '../shells/init.ts';
import type {Call, Exit} from './call.ts';
import {TOPICS} from './help.ts';
import {COMMANDS, DEFAULT_SUBCOMMANDS} from './table.ts';

export function printShellInit({words, env, output}: Call): Exit {
  output.out(shellInit(shellNamed(words[0]), ownArgv(env, currentPlatform())));
  return 'done';
}

export function printCompletion({words, output}: Call): Exit {
  output.out(completionScript(shellNamed(words[0]), PROGRAM, GLOBAL_OPTIONS, [...COMMANDS, ...SHORT_FORMS, HELP]));
  return 'done';
}

/** `gateway` alone takes what `gateway run` takes. */
const SHORT_FORMS = Object.entries(DEFAULT_SUBCOMMANDS).flatMap(([name, child]) => COMMANDS.filter(spec => spec.name === `${name} ${child}`).map(spec => ({...spec, name})));
const HELP = {name: 'help', summary: 'help about a command or a topic', operands: [...new Set([...Object.keys(TOPICS), ...COMMANDS.map(({name}) => name.split(' ')[0] as string)])], options: []};

function shellNamed(name = ''): Shell {
  const shell = SHELLS.find(candidate => candidate === name);
  if (!shell) throw new Stop('usage', `${name === '' ? 'name a shell' : `"${printable(name)}" is no shell that this knows`}: ${SHELLS.join(', ')}.`);
  return shell;
}
