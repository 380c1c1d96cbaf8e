/**
 * Text from outside in Markdown that an agent will read: paths and names of this host may hold anything, and none of it
 * may end a code span, begin a line of its own or hide from the eye.
 */
import {shellWord} from '../../shells/quote.ts';
import type {Platform} from '../profile.ts';

/** Control characters, line ends of any kind, and what is not seen or turns the reading order round. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const EACH_HIDDEN = new RegExp(HIDDEN, 'gu');

/** A text without what can't be seen, on one line. */
export function visible(text: string): string {
  return text.replace(EACH_HIDDEN, character => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
}

/** A code span, whatever is in it. */
export function code(text: string): string {
  const shown = visible(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  // One space on each side is no part of a span, where both are there.
  const pad = shown === '' || /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return fence + pad + shown + pad + fence;
}

/** A block of commands; a line that starts with `#` says what the next ones are for. */
export function block(lines: readonly string[], platform: Platform): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${platform === 'win32' ? 'powershell' : 'sh'}`, ...lines, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** A word as the shell takes it in which OpenClaw's `exec` runs commands: bash or zsh, and PowerShell on Windows. */
export function word(text: string, platform: Platform): string {
  if (platform === 'win32') return shellWord(text, 'powershell');
  if (!HIDDEN.test(text)) return shellWord(text, 'bash');
  const bytes = (characters: string) => [...new TextEncoder().encode(characters)].map(byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  return `$'${text.replace(/[\\']/g, '\\$&').replace(EACH_HIDDEN, bytes)}'`;
}
