/** The words on a page of help. */
import {en} from './en/help.ts';
import {spoken} from './language.ts';

export const helpWords = spoken(en, korean => korean.help);

/** Variables of the environment that have one meaning: `HOME, OPENCLAW_HOME`. */
export type Variables = keyof typeof en.variables;
