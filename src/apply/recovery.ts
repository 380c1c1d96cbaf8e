/** What the next start of any command does first: an apply that was cut short is brought to its end. */
import type {Command} from '../rules/service/commands.ts';
import type {CommandRunner} from './commands.ts';
import {migratedSince} from './databases.ts';
import {failuresOf} from './engine.ts';
import {type Journal, journalKey, journalsIn, type OpenJournal, readJournal} from './journal.ts';
import {tryLock} from './locks.ts';
import {backOut, complete, makeSure} from './settle.ts';
import type {Store} from './store.ts';

/**
 * How one ended.
 * @property state which of the two is there now; `mixed` where something could not be put back or deleted
 * @property paths what that is, or what somebody else changed meanwhile
 * @property failed commands of the service manager that failed
 */
export type Recovered = {
  readonly name: string;
  readonly kind: Journal['kind'];
  readonly startedAt: string;
  readonly state: 'old' | 'new' | 'mixed';
  readonly paths: readonly string[];
  readonly failed: readonly (readonly string[])[];
};

/**
 * Those of living processes are still at work, and are left alone.
 * @throws what the file system says of our own folder
 */
export async function recover(store: Store, run: CommandRunner): Promise<Recovered[]> {
  const recovered: Recovered[] = [];
  for (const path of journalsIn(store.journals)) {
    const lock = await tryLock(store.locks, journalKey(path));
    if (lock.kind === 'theirs') continue;
    try {
      // None that can be read: it was never whole, so nothing followed it; or somebody else has done it while we waited.
      const open = readJournal(path);
      if (open) recovered.push(await settle(open, store, run));
    } finally {
      lock.release();
    }
  }
  return recovered;
}

async function settle(open: OpenJournal, store: Store, run: CommandRunner): Promise<Recovered> {
  const {name, kind, startedAt, phase, databases} = open.journal;
  const told = (commands: readonly Command[]) => ({name, kind, startedAt, failed: commands.filter(({mayFail}) => !mayFail).map(({argv}) => argv)});
  if (phase === 'open' && migratedSince(databases).length === 0) {
    const {failed, kept, commands} = await backOut(open, store, run);
    return {...told(commands), state: failed.length > 0 ? 'mixed' : 'old', paths: [...failed, ...kept]};
  }
  const sure = phase === 'sure' ? open : makeSure(open);
  const commands = await failuresOf(sure.journal.commands, run);
  const {failed} = complete(sure, store);
  return {...told(commands), state: failed.length > 0 ? 'mixed' : 'new', paths: failed};
}
