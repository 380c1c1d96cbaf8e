/** What `undo` says. */
import {en} from './en/undo.ts';
import {spoken} from './language.ts';

export const undoWords = spoken(en, korean => korean.undo);
