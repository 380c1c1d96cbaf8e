/**
 * How much is read of what others write, in bytes, all in one place: a file of many gigabytes, or one without an end, must
 * cost neither the memory nor the time of who only wants to know how his gateways are doing. What is larger is reported as
 * unreadable, with its size, and never taken for missing. The limits of a config's text are in src/rules/config/json5.ts.
 */
export const LIMITS = {
  /** Any file but those below. A config has some KB, one with 2,000 agents 400 KB; 20 MB take 1 s and 300 MB of memory. */
  file: 32 << 20,
  /** A service file and its drop-ins. One of 10,000 lines has 300 KB; systemd itself ends a line at 1 MB. */
  serviceFile: 4 << 20,
  /** A file of variables. Linux gives a process no more than some MB of them. */
  variables: 4 << 20,
  /** The lock of a running gateway, which is one line, padded. */
  lock: 64 << 10,
  /** A package.json, or the first lines of a script that starts one. */
  manifest: 1 << 20,
  /** The token of a bot, which has some 46 characters. */
  token: 4096,
  /** The end of a log that is printed: more than anybody reads. A line is rarely longer than 1 KB. */
  logTail: 4 << 20,
  /** The end of a log that is searched for why a start failed, which writes some 20 KB. */
  startLog: 1 << 20,
  /** Entries, not bytes, of a folder that a path is completed from. */
  entries: 5000,
} as const;
