/** The first state of a run: the defaults, or where an unfinished run was left. */
import {divergencesOf} from '../rules/written.ts';
import {type Kept, readDraft} from './draft.ts';
import {optionsOf, rowsOf} from './rows.ts';
import {answersOf, botPathOf} from './selectors.ts';
import {type Choices, type FieldName, type InitialInput, initialState, type Lost, type StepId, type WizardState} from './state.ts';
import {shownSteps, stepDue} from './steps.ts';
import {editField, fieldOf} from './text-field.ts';

/** What says it once more where a flag has given the first: flags win over what was answered before them. */
const FOLLOWS: Readonly<Partial<Record<FieldName | keyof Choices, keyof Choices>>> = {envName: 'auth', botToken: 'telegram', botFile: 'telegram', ownerId: 'telegram', dmPolicy: 'telegram'};

/** @param input with what was kept of an unfinished run, whoever wrote it; null where that can't be read */
export function begin({draft, ...input}: InitialInput & {readonly draft?: unknown}): WizardState {
  const state = initialState(input);
  const kept = readDraft(draft);
  if (kept === undefined) return state;
  if (typeof kept === 'string') return {...state, draftTrouble: kept};
  const filled = fill(state, kept);
  const {telegram} = filled.choices;
  const read: WizardState = {
    ...filled,
    workspace: input.workspace(answersOf(filled).workspace),
    botFile: telegram === 'file' ? input.botFile(botPathOf(filled)) : undefined,
    isResumed: true,
    isOpening: true,
  };
  const step = shownSteps(read).some(({id}) => id === kept.step) ? kept.step : 'review';
  const due = stepDue(step, read);
  return openAt(due ?? step, {...read, left: {step: kept.step, at: kept.at, opened: step, profile: state.target.profile, anew: state}}, due !== undefined);
}

/** With the step open that must be asked again, once the host has said so; unless somebody is at work by then. */
export function reopened(state: WizardState): WizardState {
  const due = state.isOpening ? stepDue(state.step, state) : undefined;
  return due === undefined ? state : openAt(due, state, true);
}

function openAt(step: StepId, state: WizardState, isAskedAgain: boolean): WizardState {
  // From what must be asked again it goes back to the plan, where the plan was reached.
  const isReviewing = isAskedAgain && state.left?.step === 'review';
  const next = {...state, step, isAskedAgain, isReviewing, isRefused: isAskedAgain, isReplacing: step === 'ports', left: state.left && {...state.left, opened: step}};
  return {...next, row: rowsOf(next)[0] ?? 'profile'};
}

/** The fields and choices of a draft, as far as there are such; a choice that is no longer there is lost. */
function fill(state: WizardState, {fields, choices, acceptedBase, restore = []}: Kept): WizardState {
  const isFree = (name: FieldName | keyof Choices) => ![name, FOLLOWS[name]].some(control => control !== undefined && state.touched.has(control));
  const texts = Object.entries(fields).filter(([name]) => Object.hasOwn(state.fields, name) && name !== 'profile' && isFree(name as FieldName));
  const chosen = Object.entries(choices).flatMap(([choice, value]) => (Object.hasOwn(state.choices, choice) && isFree(choice as keyof Choices) ? [{choice: choice as keyof Choices, value}] : []));
  const [held, lost] = [chosen.filter(answer => isThere(answer, state)), chosen.filter(answer => !isThere(answer, state))];
  const divergences = divergencesOf(state.target).map(({id}) => id);
  return {
    ...state,
    fields: {...state.fields, ...Object.fromEntries(texts.map(([name, text]) => [name, editField(fieldOf(''), {kind: 'insert', text})]))},
    choices: {...state.choices, ...Object.fromEntries(held.map(({choice, value}) => [choice, value]))},
    touched: new Set([...state.touched, ...texts.map(([name]) => name as FieldName), ...held.map(({choice}) => choice)]),
    acceptedBase: state.touched.has('port') ? state.acceptedBase : (acceptedBase ?? state.acceptedBase),
    restore: [...new Set([...state.restore, ...restore.filter(id => divergences.includes(id))])],
    lost,
  };
}

function isThere({choice, value}: Lost, state: WizardState): boolean {
  return optionsOf(choice, state).some(option => option === value);
}
