/** Words in the language of each shell. */
import type {Shell} from '../rules/shell.ts';

/** A word as a line of that shell takes it, whatever is in it. */
export function shellWord(word: string, shell: Shell): string {
  return /^[\w./-]+$/.test(word) ? word : QUOTES[shell](word);
}

/** The same always quoted, for where a bare word means something else: an array, an expression. */
export function shellString(word: string, shell: Shell): string {
  return QUOTES[shell](word);
}

const posixQuotes = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

const QUOTES: Readonly<Record<Shell, (word: string) => string>> = {
  bash: posixQuotes,
  zsh: posixQuotes,
  // Within single quotes fish knows \\ and \' alone.
  fish: word => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
  // ASCII alone: what stands in a pipe is read in the code page of the console, where another character may turn into a quote.
  powershell(word) {
    const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
    const code = (character: string) => `[char]0x${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    if (/^[\x20-\x7e]*$/.test(word)) return quoted(word);
    return `(''+${word.match(/[\x20-\x7e]+|[^\x20-\x7e]/g)?.map(part => (/[\x20-\x7e]/.test(part) ? quoted(part) : code(part))).join('+')})`;
  },
};
