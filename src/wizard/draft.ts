/** What is kept of an unfinished run: the answers that the user gave, never a secret. */
import type {Answers, Draft} from '../rules/answers.ts';
import {answersOf} from './selectors.ts';
import {CONTROL_OF, type WizardState} from './state.ts';

/** Undefined while nothing was answered that is not the default anyway. */
export function draftOf(state: WizardState): Draft | undefined {
  const answers = Object.entries(answersOf(state)).filter(([key, value]) => {
    const control = CONTROL_OF[key as keyof Answers];
    return control !== undefined && state.touched.has(control) && !Number.isNaN(value);
  });
  return answers.length === 0 ? undefined : {answers: Object.fromEntries(answers)};
}
