/** What became of an apply that was cut short: which state is there now. */
import type {Recovered} from '../apply/recovery.ts';
import type {Machine} from '../rules/machine.ts';
import {en} from './en/recovered.ts';
import {spoken} from './language.ts';
import {printable, shownPath} from './terms.ts';

const words = spoken(en, korean => korean.recovered);

/** One line. */
export function recoveredText({name, kind, startedAt, state, paths, failed}: Recovered, machine: Pick<Machine, 'homes' | 'platform'>): string {
  const list = paths.map(path => shownPath(path, machine)).join(', ');
  const commands = failed.map(argv => ` ${words().failed(printable(argv.join(' ')))}`).join('');
  return `${words().cutShort[kind](name, startedAt)}; ${endText(state, list)}${commands}`;
}

function endText(state: Recovered['state'], paths: string): string {
  const {takenBack, takenBackInPart, finished, mixed} = words();
  switch (state) {
    case 'old':
      return paths === '' ? takenBack : takenBackInPart(paths);
    case 'new':
      return finished;
    case 'mixed':
      return mixed(paths);
  }
}
