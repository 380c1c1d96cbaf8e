/** What is refused of a command line. */
import {en} from './en/refusals.ts';
import {spoken} from './language.ts';

export const refusals = spoken(en, korean => korean.refusals);
