/** What may end the wizard from outside while it has the terminal, caught in one place: signals, and a line that breaks. */
import type {ExitName} from '../exit-codes.ts';
import type {Interruption} from '../wizard/controller.ts';

export const EXIT_OF: Readonly<Record<Interruption, ExitName>> = {SIGINT: 'interrupted', SIGTERM: 'terminated', SIGHUP: 'hungUp', SIGQUIT: 'quit', gone: 'hungUp'};

/** A terminal that is gone says so by its end, or by an error of whoever touches it. */
const BROKEN = ['end', 'close', 'error'] as const;

export type Interruptions = {
  readonly first: Promise<Interruption>;
  /** From here on they do what they do by default. */
  readonly release: () => void;
};

/** @param isScreen otherwise Ctrl-C comes as SIGINT, which is for whoever asks line by line */
export function catchInterruptions(isScreen: boolean): Interruptions {
  let resolve!: (interruption: Interruption) => void;
  const first = new Promise<Interruption>(settle => {
    resolve = settle;
  });
  const names = Object.keys(EXIT_OF) as Interruption[];
  // Of another program that has the terminal, such as a pager; ours is in raw mode, in which Ctrl-C is a key.
  const isOfAnother = (name: Interruption) => name === 'SIGINT' && !process.stdin.isRaw;
  const heard = names.flatMap(name => (name === 'gone' || (name === 'SIGINT' && !isScreen) ? [] : [name]));
  const listeners = heard.map(name => [name, () => void (isOfAnother(name) || resolve(name))] as const);
  const gone = () => resolve('gone');
  for (const [signal, listener] of listeners) process.on(signal, listener);
  // Lines end by themselves where nothing more comes.
  const broken = isScreen ? BROKEN : [];
  for (const event of broken) process.stdin.on(event, gone);
  return {
    first,
    release() {
      for (const [signal, listener] of listeners) process.off(signal, listener);
      for (const event of broken) process.stdin.off(event, gone);
    },
  };
}
