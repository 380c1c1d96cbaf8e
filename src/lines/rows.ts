/** The lines of a step, asked one after another; an answer may bring another line. */
import {exposureText} from '../text/facts.ts';
import {botCard, choiceText, ownerHint, rowLabel} from '../text/choices.ts';
import {aloud} from '../text/plain-plan.ts';
import {plainWords} from '../text/plain.ts';
import {problemText} from '../text/problems.ts';
import {stepWords} from '../text/steps.ts';
import {rowOf} from '../wizard/reducer.ts';
import {answersOf} from '../wizard/selectors.ts';
import {type ChoiceName, HIDDEN_FIELDS, isChoice, optionsOf, type RowId, rowsOf} from '../wizard/rows.ts';
import type {FieldName, WizardState} from '../wizard/state.ts';
import {problemsOn} from '../wizard/steps.ts';
import type {Desk} from './desk.ts';
import {Back, type Question} from './prompter.ts';

/** `b` goes to the line before, on the first one out of the step. It begins with the line that was refused, if one was. */
export async function askRows(desk: Desk): Promise<void> {
  const state = desk.wizard.getState();
  let index = Math.max(0, openRows(state).indexOf(state.row));
  for (;;) {
    const row = openRows(desk.wizard.getState())[index];
    if (row === undefined) return;
    try {
      await askRow(desk, row);
      index++;
    } catch (error) {
      if (!(error instanceof Back) || index === 0) throw error;
      index--;
    }
  }
}

/** Those that leave a choice. */
function openRows(state: WizardState): RowId[] {
  return rowsOf(state).filter(row => !isChoice(row) || optionsOf(row, state).length > 1);
}

async function askRow(desk: Desk, row: RowId): Promise<void> {
  const {wizard, prompter} = desk;
  for (const line of BEFORE[row]?.() ?? []) prompter.say(line);
  if (isChoice(row)) await askChoice(desk, row);
  else await askUntilFit(desk, row);
  const remark = AFTER[row]?.(wizard.getState());
  if (remark !== undefined) prompter.say(remark);
}

/** A refused answer is not offered again: Enter would only repeat the mistake. */
async function askUntilFit(desk: Desk, field: FieldName): Promise<void> {
  const {wizard, prompter} = desk;
  const before = wizard.getState().fields[field].text;
  for (;;) {
    await (HIDDEN_FIELDS.has(field) ? askSecret(desk, field) : askField(desk, field));
    const state = wizard.getState();
    const problem = problemsOn(state.step, state).find(candidate => (rowOf([candidate], state) ?? rowsOf(state)[0]) === field);
    if (!problem) return;
    prompter.say(aloud(problemText(problem)));
    if (state.fields[field].text !== before) wizard.dispatch({type: 'set-field', field, text: before});
  }
}

async function askSecret({wizard, prompter}: Desk, field: FieldName): Promise<void> {
  const isKept = wizard.getState().fields[field].text !== '';
  const text = await prompter.secret({...questionOf(field), isKept});
  if (text !== '' || !isKept) wizard.dispatch({type: 'set-field', field, text});
}

/** How a line is asked. */
export function questionOf(row: RowId, canGoBack = true): Question {
  return {label: rowLabel(row), help: [plainWords().helpOf[row]], canGoBack};
}

export async function askField(desk: Desk, field: FieldName, question = questionOf(field)): Promise<void> {
  answerField(desk, field, await askText(desk, field, question));
}

/** What is typed for a field; nothing is made of it. */
export function askText({wizard, prompter}: Desk, field: FieldName, question: Question): Promise<string> {
  return prompter.input({...question, default: wizard.getState().fields[field].text});
}

/** What stands follows the defaults of the profile, as long as nobody says otherwise. */
export function answerField({wizard}: Desk, field: FieldName, text: string): void {
  if (text !== wizard.getState().fields[field].text) wizard.dispatch({type: 'set-field', field, text});
}

async function askChoice<K extends ChoiceName>({wizard, prompter}: Desk, name: K): Promise<void> {
  const state = wizard.getState();
  const choices = optionsOf(name, state).map(value => {
    const {title, help} = choiceText(name, value, state);
    return {value: value as string, name: `${title}: ${help}`};
  });
  const answer = await prompter.choose({...questionOf(name), choices, default: state.choices[name] as string});
  if (answer !== state.choices[name]) wizard.dispatch({type: 'choose', choices: {[name]: answer}});
}

/** What must be known for an answer. */
const BEFORE: Readonly<Partial<Record<RowId, () => readonly string[]>>> = {botToken: botCard, botFile: botCard, ownerId: () => [ownerHint()]};

/** What an answer leads to. */
const AFTER: Readonly<Partial<Record<RowId, (state: WizardState) => string | undefined>>> = {
  bind: state => (state.choices.bind === 'loopback' ? undefined : exposureText(answersOf(state))),
  envName: ({fields, target}) => stepWords().gateway.env(fields.envName.text, `${target.stateDir}/.env`),
};
