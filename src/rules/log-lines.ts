/** Lines of a gateway's log as they can be judged and shown: bare, without secrets and control characters. Pure. */
import {MASK} from './diff.ts';
import {printable} from './printable.ts';

/** A line of the log file is JSON; one of the terminal or the journal bears a time (OpenClaw 2026.5 to 2026.9.6). */
export function bareLines(line: string): string[] {
  return messageOf(line)
    .split(/\r?\n/)
    .map(part => part.replace(ANSI, '').replace(/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d) /, '').replace(FRAME, ''));
}

/** When a line was written; undefined where it does not say. */
export function timeOf(line: string): Date | undefined {
  const {time} = recordOf(line);
  const text = typeof time === 'string' ? time : /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/.exec(line.replace(ANSI, ''))?.[0];
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** In the words of the terminal: `[gateway] ready`. */
function messageOf(line: string): string {
  const {message, 0: first} = recordOf(line);
  if (typeof message !== 'string') return line;
  const {subsystem} = recordOf(typeof first === 'string' ? first : '');
  return typeof subsystem === 'string' ? `[${subsystem.replace(/^channels\//, '')}] ${message}` : message;
}

/** What a line of the log file, or the first part of its message, says by names; nothing where it is no JSON. */
export function recordOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = text.startsWith('{') ? JSON.parse(text) : {};
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Warnings come in boxes before 2026.9. */
const FRAME = /^[│├◇╮╯─ ]*[│├◇╮╯─] *| *[│├╮╯─][│├╮╯─ ]*$/g;
const ANSI = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** What is a secret by its form, whoever wrote it. */
const SECRET_FORMS: readonly RegExp[] = [
  // Telegram's, which its addresses have behind the word bot.
  /(?<=api\.telegram\.org\/(?:file\/)?bot)[^/\s"']+|(?<=\/bot)\d+:[^/\s"']+|\d{6,12}:[A-Za-z0-9_-]{20,}/g,
  /\b(?:sk|pk|rk|xox[a-z]|xapp|gh[a-z]|github_pat|glpat|AIza|hf|gsk|npm)[-_][A-Za-z0-9_-]{8,}|\bAIza[A-Za-z0-9_-]{20,}/g,
  // JSON web tokens and Discord's, which have dots in them.
  /\b[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{15,}/g,
];

/** What a name before it calls a secret. The value of a `:` must look like one, since messages follow such names too. */
const NAMED = /((?:token|password|passphrase|secret|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|authorization|signature)["']?\s*=\s*["']?)(?:(?:bearer|basic)\s+)?[^\s"'&;,)]+/gi;
const TOLD = /((?:token|password|passphrase|secret|api[-_]?key|authorization)["']?\s*:\s*["']?)(?:(?:bearer|basic)\s+)?(?=[^\s"'&;,)]*\d)[^\s"'&;,)]{8,}/gi;
const BEARER = /\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{8,}/gi;
const USERINFO = /(\/\/)[^\s/@]+@/g;
const WORD = /[A-Za-z0-9_+=-]{20,}/g;

/** One line to be shown: no secret, no control character, no more than `width` characters. */
export function shownLine(line: string, width: number): string {
  const text = printable(withoutSecrets(line)).trimEnd();
  return text.length > width ? `${text.slice(0, width - 1).toWellFormed()}…` : text;
}

/** What a program said, without secrets and of a length that somebody may read: a line that is cut ends with a whole word, for half a secret has no form to be known by. */
export function readableLine(line: string): string {
  const end = line.length > LONGEST_LINE ? Math.max(0, line.lastIndexOf(' ', LONGEST_LINE)) : line.length;
  return withoutSecrets(line.slice(0, end)) + (end < line.length ? '…' : '');
}

/** In characters. */
const LONGEST_LINE = 8192;

/** OpenClaw masks what it knows to be secret; this is for what it does not know, as a plugin's own error. */
export function withoutSecrets(line: string): string {
  const formed = SECRET_FORMS.reduce((text, form) => text.replace(form, MASK), line);
  return formed
    .replace(NAMED, `$1${MASK}`)
    .replace(TOLD, `$1${MASK}`)
    .replace(BEARER, `$1 ${MASK}`)
    .replace(USERINFO, `$1${MASK}@`)
    .replace(WORD, word => (isRandom(word) ? MASK : word));
}

/** A long run of letters and digits in one is a key or a hash; names and dates have their parts set off. */
function isRandom(word: string): boolean {
  return word.split(/[-_=+]/).some(part => part.length >= 20 && /\d/.test(part) && /[A-Za-z]/.test(part)) || (word.length >= 32 && /\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word) && !/\d{4}-\d\d-\d\d/.test(word));
}
