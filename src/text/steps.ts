/** The words of the wizard's own pages. */
import {en} from './en/steps.ts';
import {spoken} from './language.ts';

export const stepWords = spoken(en, korean => korean.steps);
