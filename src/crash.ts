/** What an error leaves behind that nobody expected: one line, and a report for us without anybody's secrets. */
import {chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import type {Environment} from './host/environment.ts';
import {learnSecrets, withoutKnownSecrets} from './host/known-secrets.ts';
import {MASK} from './rules/diff.ts';
import {withoutSecrets} from './rules/log-lines.ts';
import {printable, printableText} from './rules/printable.ts';
import {sessionWords} from './text/sessions.ts';

export type CrashFacts = {readonly version: string; /** As given to the program. */ readonly argv: readonly string[]; readonly env: Environment};

/** What happened in one line, and the report of it; none where it could not be written. */
export type Crash = {readonly message: string; readonly report?: string};

const KEPT_REPORTS = 10;
/** In characters: what measures columns may be what has failed. */
const LONGEST_MESSAGE = 400;

let folder: string | undefined;

/** Where reports go from now on. */
export function reportTo(place: string): void {
  folder = place;
}

/** Writes the report (0600); never throws. */
export function reportCrash(error: unknown, facts: CrashFacts): Crash {
  let message = sessionWords().crashed;
  try {
    learnSecrets(facts.env);
    message = lineOf(error);
    const report = writeReport(textOf(error, facts));
    return report === undefined ? {message} : {message, report};
  } catch {
    return {message};
  }
}

function lineOf(error: unknown): string {
  const said = printable(withoutAnySecret(error instanceof Error ? error.message || error.name : String(error)));
  return said.length > LONGEST_MESSAGE ? `${said.slice(0, LONGEST_MESSAGE)}…` : said;
}

let restore: () => void = () => undefined;

/** What gives the terminal back, should the program crash while it has it. @returns takes that back */
export function atCrash(giveBack: () => void): () => void {
  restore = giveBack;
  return () => {
    restore = () => undefined;
  };
}

/** The terminal as it was before us: keys echoed, the cursor shown, the screen of the wizard left. Never throws. */
export function restoreTerminal(): void {
  try {
    restore();
  } catch {
    // What follows does the most of it.
  }
  try {
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
    if (process.stdout.isTTY) process.stdout.write(SHOW_CURSOR);
  } catch {
    // There is no terminal any more.
  }
}

const SHOW_CURSOR = '\u001b[?25h';

/** For us, so in English whatever is spoken. */
function textOf(error: unknown, {version, argv}: CrashFacts): string {
  const facts = [`openclaw-rescue ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`, `command: ${commandOf(argv)}`, `at ${new Date().toISOString()}`];
  return `${printableText([...facts, '', stackOf(error)].join('\n'))}\n`;
}

/** The words of the command; without what goes to OpenClaw, and without the values of options that are called after a secret. */
function commandOf(argv: readonly string[]): string {
  const end = argv.findIndex(word => word === '--' || word === 'exec');
  const ours = end < 0 ? argv : [...argv.slice(0, end + 1), ...(end + 1 < argv.length ? ['…'] : [])];
  const isSecret = (option = '') => /^--?[\w-]*(token|password|secret|key)/i.test(option);
  return ours.map((word, index) => (isSecret(ours[index - 1]) && !word.startsWith('-') ? MASK : isSecret(word) && word.includes('=') ? `${word.split('=')[0]}=${MASK}` : withoutAnySecret(word))).join(' ');
}

/** The stacks of an error and of what caused it. The places in them are our own code; what is said may be anything. */
function stackOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return withoutAnySecret(String(error));
  const isPlace = (line: string) => /^ {4}at /.test(line);
  const {stack = '', cause} = error;
  const lines = stack.startsWith(`${error.name}: ${error.message}`) ? stack.slice(`${error.name}: ${error.message}`.length).split('\n') : stack.split('\n');
  const places = lines.filter(isPlace).map(line => withoutHome(withoutKnownSecrets(withoutSecrets(line), MASK)));
  const said = withoutAnySecret(`${error.name}: ${error.message}`);
  return [said, ...places, ...(cause === undefined || depth > 4 ? [] : [`caused by ${stackOf(cause, depth + 1)}`])].join('\n');
}

/** Letters, digits and the signs of base64 in one run; a word of letters alone, or several with dashes between, is none. */
const RUN = /[A-Za-z0-9+/_=%-]{20,}/g;
const NAMED = /((?:token|password|passphrase|passwd|secret|key|authorization|credentials?)["'`]?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|`[^`]*`|[^\n,;}]+)/gi;

function withoutAnySecret(text: string): string {
  const formed = withoutSecrets(withoutHome(withoutKnownSecrets(text, MASK))).replace(NAMED, `$1${MASK}`);
  return formed.replace(/\d+:[A-Za-z0-9_-]{30,}/g, MASK).replace(RUN, run => run.replace(/[^/]+/g, part => (part.length >= 20 && !/^[A-Za-z]+([_-][A-Za-z]+)*$/.test(part) ? MASK : part)).replace(isDense, MASK));
}

/** A base64 text has its slashes anywhere, and capitals, small letters and digits between them; a path has words. */
const isDense = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[A-Za-z0-9+/=]{20,}$/;

function withoutHome(text: string): string {
  const homes = [...new Set([process.env['HOME'], homedir()])].filter(home => home !== undefined && home.length > 1);
  return homes.reduce<string>((rest, home) => rest.replaceAll(home as string, '~'), text);
}

/** @returns undefined before it is known where to, and where it would be root's file in somebody else's home, as with sudo */
function writeReport(text: string): string | undefined {
  if (folder === undefined || (process.getuid?.() === 0 && statSync(homedir()).uid !== 0)) return undefined;
  mkdirSync(folder, {recursive: true, mode: 0o700});
  chmodSync(folder, 0o700);
  const path = join(folder, `${new Date().toISOString().replaceAll(':', '-')}-${process.pid}.txt`);
  writeFileSync(path, text, {flag: 'wx', mode: 0o600});
  chmodSync(path, 0o600);
  for (const name of readdirSync(folder).filter(name => name.endsWith('.txt')).sort().slice(0, -KEPT_REPORTS)) rmSync(join(folder, name), {force: true});
  return path;
}
