/** What is refused of a command line. */
import {en} from './en/refusals.ts';
import {ko} from './ko/refusals.ts';
import {spoken} from './language.ts';

export const refusals = spoken({en, ko});
