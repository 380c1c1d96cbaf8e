/** What `remove` and `gateway uninstall` say. */
import {en} from './en/removal.ts';
import {spoken} from './language.ts';

export const removalWords = spoken(en, korean => korean.removal);
