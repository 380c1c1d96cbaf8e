/** Exit codes, once: main maps to them, the README lists them with what the catalogue says of each. */
export const EXIT_CODES = {
  done: {code: 0},
  failed: {code: 1},
  usage: {code: 2},
  unsafe: {code: 3},
  interrupted: {code: 130},
} as const;

export type ExitName = keyof typeof EXIT_CODES;

/** Ends the program with one line for the user and no stack. */
export class Stop extends Error {
  readonly exit: ExitName;

  constructor(exit: ExitName, message: string) {
    super(message);
    this.name = 'Stop';
    this.exit = exit;
  }
}
