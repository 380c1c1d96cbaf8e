/** What is kept of an unfinished run: the answers, no secret, and where it stood. */
import type {Answers} from '../rules/answers.ts';
import type {StepId} from './steps.ts';

export type Draft = {readonly step: StepId; readonly answers: Answers};
