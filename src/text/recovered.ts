/** What became of an apply that was cut short: which state is there now. */
import type {Recovered} from '../apply/recovery.ts';
import type {Machine} from '../rules/machine.ts';
import {tildePath} from '../rules/profile.ts';
import {printable} from './terms.ts';

/** One line. */
export function recoveredText({name, kind, startedAt, state, paths, failed}: Recovered, {homes, platform}: Pick<Machine, 'homes' | 'platform'>): string {
  const what = `${kind === 'apply' ? 'A change' : 'An undo'} of ${name} of ${startedAt} was cut short`;
  const list = paths.map(path => printable(tildePath(path, homes.openclaw, platform))).join(', ');
  const commands = failed.map(argv => ` This failed: ${printable(argv.join(' '))}.`).join('');
  return `${what}; ${ENDS[state](list)}${commands}`;
}

const ENDS: Readonly<Record<Recovered['state'], (list: string) => string>> = {
  old: list => (list === '' ? 'it is taken back, and all is as before it.' : `it is taken back, but for what somebody else changed meanwhile: ${list}.`),
  new: () => 'it is brought to its end, and all is as it was meant.',
  mixed: list => `some of it could not be put right, and the next command tries it again: ${list}.`,
};
