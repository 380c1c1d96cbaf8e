/** An unfinished run in words: what its next start says, and what it leaves behind as its last line. */
import type {WizardState} from '../wizard/state.ts';
import {lostOn} from '../wizard/steps.ts';
import {choiceText, rowLabel} from './choices.ts';
import {en} from './en/resume.ts';
import {spoken} from './language.ts';
import {ownCommand, printable, stepTitle} from './terms.ts';
import {clockText, dayText} from './time.ts';

const words = spoken(en, korean => korean.resume);

/** Why the step that is open is open, where it is not for the last key; none most of the time. */
export function resumeNotices(state: WizardState): string[] {
  const left = leftNotice(state);
  return [...(left === undefined ? [] : [`${left} ${words().anew}`]), ...againNotices(state)];
}

/** Where the last run was left, and where this one goes on; undefined once that was seen. */
export function leftNotice({isResumed, left, step}: WizardState): string | undefined {
  return isResumed && left?.opened === step ? leftText(left) : undefined;
}

/** Why something is asked again. */
export function againNotices(state: WizardState): string[] {
  const {step, draftTrouble, isAskedAgain} = state;
  const lost = lostOn(step, state).map(({choice, value}) => words().lost(rowLabel(choice), lostTitle(choice, value, state)));
  return [
    ...(draftTrouble === undefined || step !== 'profile' ? [] : [words()[draftTrouble]]),
    ...lost,
    ...(isAskedAgain && lost.length === 0 && leftNotice(state) === undefined ? [words().askedAgain] : []),
  ];
}

function leftText({step, at, opened}: NonNullable<WizardState['left']>): string {
  const left = new Date(at);
  const time = `${dayText(left)} ${clockText(left)}`;
  return step === opened ? words().leftAt(stepTitle(step), time) : words().leftBefore(stepTitle(step), time, stepTitle(opened));
}

/** A choice as it is called; as it was written where nothing is called so any more. */
function lostTitle(choice: WizardState['lost'][number]['choice'], value: string, state: WizardState): string {
  const title: unknown = choiceText(choice, value as never, state)?.title;
  return typeof title === 'string' ? title : printable(value);
}

/** How it was left, and the command that goes on with it, which is always the last that is said. */
export function leavingText(state: WizardState, command: string): string {
  const {result, host, target} = state;
  const {goOn, change, nothingWritten, putBack, inPlace, applied, nothingToDo, takenBack} = words();
  switch (result?.kind) {
    case 'applied':
      return followed(applied, change, command);
    case 'nothing':
      return followed(nothingToDo, change, command);
    case 'taken-back':
      return followed(takenBack, goOn, command);
    case 'failed':
      return followed(result.isRolledBack ? putBack : inPlace(`${ownCommand(host, target.selector)} undo`), goOn, command);
    default:
      return followed(nothingWritten, goOn, command);
  }
}

/** The same where nothing was asked yet. */
export function leftAtOnceText(command: string): string {
  return followed(words().nothingWritten, words().goOn, command);
}

function followed(how: string, why: string, command: string): string {
  return `${how} ${why}\n  ${command}`;
}
