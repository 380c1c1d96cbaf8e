/** What stands around the tables on a page of help, and the pages about what is no command. */
export const en = {
  program: 'Sets up a second, fully isolated OpenClaw Gateway: the rescue bot. Run again, it edits it.',
  /** Commander’s own, by which it calls for them. */
  headings: {'Usage:': 'Usage:', 'Arguments:': 'Arguments:', 'Options:': 'Options:', 'Commands:': 'Commands:'},
  places: {'[options]': '[options]', '[command]': '[command]'},
  version: 'output the version number',
  help: 'display help for command',
  topic: (topics: readonly string[]) => `a command, or ${topics.join(' or ')}`,
  ofEveryCommand: (flags: string) => `Of every command: ${flags}`,
  example: 'Example:',
  withoutCommand: (name: string) => `Without a command: ${name}.`,
  alone: (name: string, whole: string, help: string) => `${name} alone is ${whole}; ${help} shows its options.`,
  exitCodes: {
    done: 'done, or nothing to do',
    failed: 'failed; what was written has been put back, or the message says what stays',
    usage: 'wrong words on the command line, or nobody there to ask',
    unsafe: 'refused as unsafe, or found so by doctor: a clash of ports, folders, names or tokens',
    interrupted: 'left before the end, by Ctrl-C or a no',
  },
  exitCodeOfChild: 'exec and gateway run become OpenClaw itself, and end with its exit code.',
  variables: {
    'HOME, OPENCLAW_HOME, XDG_*, TMPDIR': 'where files lie; OPENCLAW_HOME wins, as for OpenClaw itself',
    PATH: 'where openclaw, node and the service manager are found',
    'TERM, LANG, LC_*': 'what the terminal can show, and the language; TERM=dumb asks line by line',
    'NO_COLOR, FORCE_COLOR': 'no colour; or how many, 0 to 3',
    COLORFGBG: 'whether the background is dark or light',
    NO_MOTION: 'nothing moves by itself',
    ACCESSIBLE: 'ask line by line',
    CI: 'passed on to OpenClaw',
  },
  whatCounts: 'Defaults, then what the profile has, then flags. Of the environment only this counts:',
  whatNeverCounts: 'OPENCLAW_STATE_DIR, OPENCLAW_CONFIG_PATH, OPENCLAW_GATEWAY_PORT, OPENCLAW_PROFILE and channel tokens never count, and\nOpenClaw does not get them from us.',
};
