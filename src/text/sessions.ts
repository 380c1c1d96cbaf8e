/** What commands that work on an instance say, whichever of them it is. */
import {en} from './en/sessions.ts';
import {spoken} from './language.ts';

export const sessionWords = spoken(en, korean => korean.sessions);
