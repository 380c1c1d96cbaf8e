/** What `undo` says. */
import {en} from './en/undo.ts';
import {ko} from './ko/undo.ts';
import {spoken} from './language.ts';

export const undoWords = spoken({en, ko});
