/** How a person is asked, a line at a time. What asks knows neither the terminal nor how its lines are read. */
import type {Environment} from '../host/environment.ts';

export type Question = {
  /** What is asked, a noun or a whole question, without what is put behind it. */
  readonly label: string;
  /** What `?` says of it, before how it is answered. */
  readonly help?: readonly string[];
  /** Whether `b` goes back from here. */
  readonly canGoBack?: boolean;
  /** No line that was sent before it was asked answers it. */
  readonly isWeighty?: boolean;
};

export type Choice<T extends string> = {readonly value: T; readonly name: string};

export type Prompter = {
  readonly say: (text: string) => void;
  /** @returns the default, as it is, where it was let stand */
  readonly input: (question: Question & {readonly default?: string}) => Promise<string>;
  /** Nothing of it is shown, not even how long it is. @returns an empty text where Enter alone was pressed */
  readonly secret: (question: Question & {/** Enter keeps what was typed before. */ readonly isKept?: boolean}) => Promise<string>;
  /** Enter alone is a no. */
  readonly confirm: (question: Question) => Promise<boolean>;
  readonly choose: <T extends string>(question: Question & {readonly choices: readonly Choice<T>[]; readonly default: T}) => Promise<T>;
  /** Gives the terminal back; a question that is open is given up. */
  readonly close: () => void;
};

/** Thrown by a question whose answer was to go back. */
export class Back extends Error {}

/** Thrown by a question that nobody answers any more: the input has ended, or Ctrl-C was pressed. */
export class Left extends Error {}

export type Hooks = {
  /** Ctrl-C was pressed. @returns whether the question that is open stays so; without this hook it is given up */
  readonly onInterrupt?: () => boolean;
  /** A line was typed, whatever it says. */
  readonly onLine?: () => void;
};

/** Whether nothing may be redrawn: a screen reader, a serial line, or somebody who likes it so. */
export function isPlain({flags, env}: {readonly flags: {readonly plain?: boolean}; readonly env: Environment}): boolean {
  return flags.plain === true || env['TERM'] === 'dumb' || !['', '0', 'false'].includes(env['ACCESSIBLE'] ?? '');
}
