/** Questions on an ordinary terminal, whose line may be redrawn. The only place that asks by inquirer, so that no name of somebody else reaches the terminal as more than text. */
import * as inquirer from '@inquirer/prompts';
import {printable, printableText} from '../rules/printable.ts';
import {Left, type Prompter} from './prompter.ts';

export function ordinary(): Prompter {
  return {
    say: text => void process.stdout.write(`${printableText(text)}\n`),
    async input({label, default: present = ''}) {
      const shown = printable(present);
      const answer = await answered(inquirer.input({message: printable(label), default: shown, transformer: printable}));
      return answer === shown ? present : answer;
    },
    secret: ({label}) => answered(inquirer.password({message: printable(label), mask: false, toggleMask: false})),
    confirm: ({label}) => answered(inquirer.confirm({message: printable(label), default: false})),
    choose: ({label, choices, default: present}) => answered(inquirer.rawlist({message: printable(label), choices: choices.map(({value, name}) => ({value, name: printable(name)})), default: present})),
    close: () => undefined,
  };
}

/** Ctrl-C and the end of the input are one and the same to inquirer. */
async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw (error as Error).name === 'ExitPromptError' ? new Left() : error;
  }
}
