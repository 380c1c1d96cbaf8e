/** Exit codes, once: main maps to them, the README lists them. */
export const EXIT_CODES = {
  done: {code: 0, meaning: 'done, or nothing to do'},
  failed: {code: 1, meaning: 'failed; what was written has been put back, or the message says what stays'},
  usage: {code: 2, meaning: 'wrong words on the command line, or nobody there to ask'},
  unsafe: {code: 3, meaning: 'refused as unsafe, or found so by doctor: a clash of ports, folders, names or tokens'},
  hungUp: {code: 129, meaning: 'ended by SIGHUP, or the terminal was gone'},
  interrupted: {code: 130, meaning: 'left before the end, by Ctrl-C or a no'},
  quit: {code: 131, meaning: 'ended by SIGQUIT'},
  terminated: {code: 143, meaning: 'ended by SIGTERM'},
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
