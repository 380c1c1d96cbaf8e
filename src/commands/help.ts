/** Help about what is no command: exit codes, and what of the environment counts. */
import {EXIT_CODES, type ExitName} from '../exit-codes.ts';
import {helpWords, type Variables} from '../text/help.ts';
import {table} from '../text/table.ts';

/** The environment that is listened to, once: the help and the README list it. */
export const ENVIRONMENT: readonly Variables[] = ['HOME, OPENCLAW_HOME, XDG_*, TMPDIR', 'PATH', 'TERM, LANG, LC_*', 'NO_COLOR, FORCE_COLOR', 'COLORFGBG', 'NO_MOTION', 'ACCESSIBLE', 'CI'];

export const TOPICS: Readonly<Record<string, () => string>> = {
  'exit-codes'() {
    const {exitCodes, exitCodeOfChild} = helpWords();
    return `${table(Object.entries(EXIT_CODES).map(([name, {code}]) => [String(code), exitCodes[name as ExitName]]))}${exitCodeOfChild}\n`;
  },
  environment() {
    const {variables, whatCounts, whatNeverCounts} = helpWords();
    return `${whatCounts}\n${table(ENVIRONMENT.map(names => [`  ${names}`, variables[names]]))}${whatNeverCounts}\n`;
  },
};
