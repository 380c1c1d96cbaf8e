/** The wizard line by line: the same steps, rules and plan as the screen, one question after another. */
import {outcomeOf} from '../text/outcome.ts';
import {aloud, outcomeSentences} from '../text/plain-plan.ts';
import {plainWords} from '../text/plain.ts';
import {problemText} from '../text/problems.ts';
import {againNotices, leftNotice} from '../text/resume.ts';
import {ownCommand, stepTitle} from '../text/terms.ts';
import type {Wizard, WizardOutcome} from '../wizard/controller.ts';
import type {FieldName, StepId, WizardState} from '../wizard/state.ts';
import {problemsOn, shownSteps} from '../wizard/steps.ts';
import {appendOnly} from './append-only.ts';
import {command, type Desk, endBy, settled} from './desk.ts';
import {Back, type Hooks, Left, type Prompter} from './prompter.ts';
import {QUESTIONS} from './steps.ts';

/** @param open another way to ask, for tests */
export async function runPlain(wizard: Wizard, open: (hooks: Hooks) => Prompter = appendOnly): Promise<WizardOutcome> {
  const prompter = open({onInterrupt: () => stays(wizard, prompter), onLine: () => wizard.dispatch({type: 'close-overlay'})});
  const desk = {wizard, prompter};
  try {
    // The wizard may be ended from outside as well, in the middle of a question.
    const outcome = await Promise.race([wizard.outcome, walk(desk)]);
    // Where there was nothing to do, Review was the last step.
    if (outcome.kind === 'finished' && outcome.state.step === 'review') for (const line of outcomeSentences(outcomeOf(outcome.state))) prompter.say(line);
    return outcome;
  } finally {
    prompter.close();
  }
}

/** Goes from step to step; it is the wizard that ends. */
async function walk(desk: Desk): Promise<never> {
  const {wizard, prompter} = desk;
  prompter.say(plainWords().welcome);
  if (wizard.getState().isResumed) await untilLeft(desk, () => offerResume(desk));
  let announced: StepId | undefined;
  for (;;) {
    const {step, fields} = wizard.getState();
    const isAgain = announced === step;
    if (!isAgain) announce(desk);
    announced = step;
    await untilLeft(desk, () => QUESTIONS[step](desk, isAgain));
    await settled(wizard);
    const state = wizard.getState();
    if (!state.isRefused || state.step !== step) continue;
    for (const problem of problemsOn(step, state)) prompter.say(aloud(problemText(problem)));
    restoreFields(wizard, fields);
  }
}

/** Back goes to the step before; where nobody answers any more, the wizard is left. */
async function untilLeft({wizard, prompter}: Desk, question: () => Promise<void>): Promise<void> {
  try {
    await question();
  } catch (error) {
    if (error instanceof Back) return command(wizard, 'back');
    if (!(error instanceof Left)) throw error;
    prompter.say('');
    // The first one asks, and nobody is there to answer.
    command(wizard, 'leave');
    await endBy(wizard, 'leave');
  }
}

/** What Ctrl-C does: the first one asks, the second one leaves. @returns whether the question that is open stays so */
function stays(wizard: Wizard, prompter: Prompter): boolean {
  const {overlay, step, host, target} = wizard.getState();
  command(wizard, 'leave');
  if (overlay === 'leave' || wizard.getState().overlay !== 'leave') return false;
  const {leaving, leavingApply} = plainWords();
  prompter.say(step === 'apply' ? leavingApply(ownCommand(host, target.selector)) : leaving);
  return true;
}

async function offerResume({wizard, prompter}: Desk): Promise<void> {
  const {resumed, goOn, startAnew, helpOf} = plainWords();
  const left = leftNotice(wizard.getState());
  if (left !== undefined) prompter.say(left);
  const choices = [
    {value: 'keep', name: goOn},
    {value: 'forget', name: startAnew},
  ] as const;
  const answer = await prompter.choose<'keep' | 'forget'>({label: resumed, help: [helpOf.resumed], choices, default: 'keep'});
  if (answer === 'forget') command(wizard, 'forget-draft');
}

function announce({wizard, prompter}: Desk): void {
  const state = wizard.getState();
  const steps = shownSteps(state);
  const index = steps.findIndex(({id}) => id === state.step);
  prompter.say('');
  if (index >= 0) prompter.say(plainWords().step(index + 1, steps.length, stepTitle(state.step)));
  for (const notice of againNotices(state)) prompter.say(notice);
}

/** A refused answer is not offered again: Enter would only repeat the mistake. */
function restoreFields(wizard: Wizard, before: WizardState['fields']): void {
  for (const [name, {text}] of Object.entries(before)) {
    if (wizard.getState().fields[name as FieldName].text !== text) wizard.dispatch({type: 'set-field', field: name as FieldName, text});
  }
}
