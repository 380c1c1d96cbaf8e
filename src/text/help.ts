/** The words on a page of help. */
import {en} from './en/help.ts';
import {ko} from './ko/help.ts';
import {spoken} from './language.ts';

export const helpWords = spoken({en, ko});

/** Variables of the environment that have one meaning: `HOME, OPENCLAW_HOME`. */
export type Variables = keyof typeof en.variables;
