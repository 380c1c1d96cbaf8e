/** The one place where the wizard's state changes. Pure: reading the host and applying come in as actions. */
import {type ApplyEvent, type ApplyResult, stepKey, stepsOf} from '../rules/apply-steps.ts';
import {type Answers, type Host, defaultAnswers, profileNames} from '../rules/answers.ts';
import type {Occupancy} from '../rules/occupancy.ts';
import {HIGHEST_BASE, LOWEST_BASE, parsePort} from '../rules/ports.ts';
import {RESCUE_PROFILE} from '../rules/profile.ts';
import type {Problem} from '../rules/problems.ts';
import type {Target} from '../rules/target.ts';
import {divergencesOf, restoredAnswers} from '../rules/written.ts';
import type {Entry} from '../rules/completion.ts';
import type {KeyCommand} from './keymap.ts';
import {type ChoiceName, isChoice, optionsOf, type RowId, rowsOf} from './rows.ts';
import {nextCleanOf, planOf, portTableOf, verdictOf} from './selectors.ts';
import {type BotFile, type Choices, controlNames, controlsOf, type FieldName, type Note, type StepId, type WizardState, type WorkspaceFacts} from './state.ts';
import {lostOn, problemsOn, shownSteps, stepDue, stepOf} from './steps.ts';
import {completed} from './completing.ts';
import {edited, undone, withField} from './editing.ts';
import {fieldOf, type TextEdit} from './text-field.ts';
import {reopened} from './resume.ts';

export type Action =
  | {readonly type: 'command'; readonly command: KeyCommand}
  | {readonly type: 'edit'; readonly edit: TextEdit}
  /** What is in the folder of the path in the focused field. */
  | {readonly type: 'folder-read'; readonly folder: string; readonly entries: readonly Entry[]}
  | {readonly type: 'set-field'; readonly field: FieldName; readonly text: string}
  | {readonly type: 'choose'; readonly choices: Partial<Choices>}
  | {readonly type: 'close-overlay'}
  | {readonly type: 'target-read'; readonly target: Target}
  /** The whole host was looked at again. */
  | {readonly type: 'host-read'; readonly host: Host; readonly target: Target}
  /** What was found then makes another plan. */
  | {readonly type: 'moved'}
  | {readonly type: 'workspace-read'; readonly workspace: WorkspaceFacts}
  | {readonly type: 'bot-file-read'; readonly botFile: BotFile}
  | {readonly type: 'ports-probed'; readonly occupancy: Occupancy}
  | {readonly type: 'apply-event'; readonly event: ApplyEvent}
  | {readonly type: 'taking-back'}
  | {readonly type: 'applied'; readonly result: ApplyResult}
  /** The skin knows how far its body scrolls, and an overlay. */
  | {readonly type: 'scroll-to'; readonly line: number}
  | {readonly type: 'scroll-overlay-to'; readonly line: number}
  | {readonly type: 'noted'; readonly note: Note};

export function reduce(state: WizardState, action: Action): WizardState {
  return withPortsBefore(reduced(state, action), state, action);
}

/** Keeps what a change of the base port came from. What is typed in a row is one change. */
function withPortsBefore(next: WizardState, state: WizardState, {type}: Action): WizardState {
  const {run} = next.editing;
  const isJoined = type === 'edit' && run !== undefined && run.field === state.editing.run?.field && run.kind === state.editing.run.kind;
  if (next.fields.port.text === state.fields.port.text || isJoined) return next;
  const rows = portTableOf(state);
  // Half a number is nothing to compare with.
  return rows.length === 0 ? next : {...next, portsBefore: {base: state.fields.port.text, rows}};
}

function reduced(state: WizardState, action: Action): WizardState {
  switch (action.type) {
    case 'command':
      return obey(quiet(state), action.command);
    case 'edit': {
      const field = focusedField(state);
      const next = field ? edited(state, field, action.edit) : state;
      return next === state ? state : {...quiet(next), editing: next.editing};
    }
    case 'folder-read': {
      const next = completed(state, action.folder, action.entries);
      return next ? {...quiet(next), editing: next.editing, completion: next.completion} : obey(quiet(state), 'row-down');
    }
    case 'set-field':
      return withField(quiet(state), action.field, fieldOf(action.text));
    case 'choose':
      return withChoices(quiet(state), action.choices);
    case 'close-overlay':
      return closed(state);
    case 'target-read':
      return advance(withTarget(isOfLastTime(state, action.target) ? forgotten(state) : state, action.target));
    case 'host-read':
      return withTarget({...state, host: action.host}, action.target);
    case 'moved':
      return {...state, step: 'review', scroll: 0, steps: [], events: [], hasMoved: true};
    case 'workspace-read':
      return advance({...state, workspace: action.workspace});
    case 'bot-file-read':
      return advance({...state, botFile: action.botFile});
    case 'ports-probed':
      // An answer for a number that is no longer in the field is dropped.
      return action.occupancy.base === parsePort(state.fields.port.text) ? reopened(advance({...state, occupancy: action.occupancy})) : state;
    case 'apply-event':
      return {...state, events: [...state.events.filter(({step}) => stepKey(step) !== stepKey(action.event.step)), action.event]};
    case 'taking-back':
      return {...state, isTakingBack: true};
    case 'applied':
      return {...state, isTakingBack: false, result: action.result, step: 'done', scroll: 0};
    case 'scroll-to':
      return {...state, scroll: action.line};
    case 'scroll-overlay-to':
      return {...state, overlayLine: action.line};
    case 'noted':
      return {...state, note: action.note};
  }
}

/** What a key clears: the reason of a refusal, a wish to go on that is older than the key, what was said of the last run. */
function quiet(state: WizardState): WizardState {
  return {
    ...state,
    isRefused: false,
    isAdvancing: false,
    isReplacing: false,
    note: undefined,
    isOpening: false,
    isResumed: state.isResumed && state.step === state.left?.opened,
    draftTrouble: state.step === 'profile' ? state.draftTrouble : undefined,
    completion: undefined,
    editing: {...state.editing, run: undefined},
  };
}

/** The text field that letters go to. */
export function focusedField(state: WizardState): FieldName | undefined {
  const {row} = state;
  return isChoice(row) || !rowsOf(state).includes(row) ? undefined : row;
}

function withChoices(state: WizardState, choices: Partial<Choices>): WizardState {
  const names = Object.keys(choices) as (keyof Choices)[];
  const next = {...state, choices: {...state.choices, ...choices}, touched: new Set([...state.touched, ...names])};
  return rowsOf(next).includes(next.row) ? next : {...next, row: firstRow(next)};
}

/** Without the answers of last time: as this run would have begun, with its flags, on what is known of the host by now. */
function forgotten(state: WizardState): WizardState {
  if (!state.left) return state;
  const {host, target, occupancy, workspace, step, row, left} = state;
  const {anew} = left;
  return {...anew, host, target, occupancy, workspace, step, row, fields: {...anew.fields, profile: state.fields.profile}};
}

/** The answers of last time belong to the profile that they were given for. */
function isOfLastTime({left, fields}: WizardState, {profile}: Target): boolean {
  return left !== undefined && profile === fields.profile.text && profile !== left.profile;
}

/** Another profile: what the user set stays where it still holds, the rest follows the new profile's defaults. */
function withTarget(state: WizardState, target: Target): WizardState {
  if (target.profile !== state.fields.profile.text) return state;
  const answers: Answers = defaultAnswers(target, state.host);
  const fresh = controlsOf(answers, target, state.host);
  // A yes was for the file of the other profile.
  const isSame = target.profile === state.target.profile;
  // What was to be mended was of another profile.
  const next = {...state, target, isReplaceAccepted: state.isReplaceAccepted && isSame, restore: isSame ? state.restore : [], changedLine: isSame ? state.changedLine : 0, repairs: isSame ? state.repairs : []};
  const keep = <T extends FieldName | keyof Choices>(name: T) => state.touched.has(name);
  const isThere = (name: ChoiceName) => optionsOf(name, next).some(option => option === state.choices[name]);
  // What the user chose and can't have here is not taken for his answer: its step asks again.
  const lost = (Object.keys(fresh.choices) as ChoiceName[]).filter(name => keep(name) && !isThere(name));
  const fields = Object.fromEntries(
    Object.entries(fresh.fields).map(([name, field]) => [name, name === 'profile' || keep(name as FieldName) ? state.fields[name as FieldName] : field]),
  ) as WizardState['fields'];
  const chosen = <K extends ChoiceName>(name: K) => (keep(name) && isThere(name) ? state.choices[name] : fresh.choices[name]);
  const choices = Object.fromEntries(Object.keys(fresh.choices).map(name => [name, chosen(name as ChoiceName)])) as Choices;
  const touched = new Set([...state.touched].filter(name => !lost.some(choice => choice === name)));
  // What a field held for another profile is nothing to go back to.
  const past = Object.fromEntries(Object.entries(state.editing.past).filter(([name]) => name === 'profile' || keep(name as FieldName)));
  return {...next, fields, choices, touched, editing: {...next.editing, past}, lost: [...(isSame ? state.lost : []), ...lost.map(choice => ({choice, value: state.choices[choice]}))]};
}

/** Goes on if Enter was waiting for this answer. */
function advance(state: WizardState): WizardState {
  return state.isAdvancing ? next({...state, isAdvancing: false}) : state;
}

function next(state: WizardState): WizardState {
  const step = stepOf(state.step);
  if (!step) return state;
  // A name that is no name is refused at once: no answer of the host will ever come for it.
  const problems = problemsOn(step.id, state);
  if (problems.length === 0 && step.isWaiting(state)) return {...state, isAdvancing: true};
  if (problems.length > 0) return {...state, isRefused: true, row: rowOf(problems, state) ?? state.row};
  const steps = shownSteps(state);
  const following = state.isReviewing ? 'review' : (steps[steps.indexOf(step) + 1]?.id ?? 'review');
  const answered = {...state, lost: state.lost.filter(lost => !lostOn(step.id, state).includes(lost))};
  const due = stepDue(following, answered);
  return due === undefined ? goTo(answered, following) : {...goTo(answered, due), isAskedAgain: true, isRefused: true};
}

const ROW_OF_PROBLEM: Readonly<Partial<Record<Problem['id'], RowId>>> = {'kit-unusable': 'kit', 'bind-host': 'bindHost', 'env-reference': 'envName', 'bot-token-file': 'botFile', 'bot-owner': 'ownerId'};

/** The line that the first problem is about, where it is not the only one. */
export function rowOf([first]: readonly Problem[], state: WizardState): RowId | undefined {
  const row = first?.id === 'bot-token' ? (first.path === undefined ? 'botToken' : 'botFile') : first && ROW_OF_PROBLEM[first.id];
  return row !== undefined && rowsOf(state).includes(row) ? row : undefined;
}

function firstRow(state: WizardState): RowId {
  return rowsOf(state)[0] ?? 'profile';
}

function back(state: WizardState): WizardState {
  if (state.isReviewing && state.step !== 'review') return goTo(state, 'review');
  const steps = shownSteps(state);
  const previous = steps[steps.findIndex(({id}) => id === state.step) - 1];
  return previous ? {...goTo(state, previous.id), isReviewing: false} : state;
}

function goTo(state: WizardState, step: StepId): WizardState {
  const next = {...state, step, scroll: 0, explained: undefined, portsBefore: undefined, isTokenShown: false, isAskedAgain: false, isReplacing: step === 'ports', isReviewing: step === 'review' ? false : state.isReviewing};
  return onRow(next, firstRow(next));
}

/** Another line has the focus. */
function onRow(state: WizardState, row: RowId): WizardState {
  return {...state, row, editing: {...state.editing, changed: undefined}};
}

function open(state: WizardState, step: StepId): WizardState {
  return {...goTo(state, step), isReviewing: true};
}

function obey(state: WizardState, command: KeyCommand): WizardState {
  switch (command) {
    case 'next':
      return next(state);
    case 'back':
      return back(state);
    case 'forget-draft':
      return goTo(withTarget(forgotten(state), state.target), 'profile');
    case 'keys':
      return {...state, overlay: 'keys', overlayLine: 0};
    case 'leave':
      return {...state, overlay: 'leave', overlayLine: 0};
    case 'close':
      return closed(state);
    case 'profile-previous':
      return cycleProfile(state, -1);
    case 'profile-next':
      return cycleProfile(state, 1);
    case 'base-up':
      return nudge(state, 1);
    case 'base-down':
      return nudge(state, -1);
    case 'base-page-up':
      return nudge(state, 10);
    case 'base-page-down':
      return nudge(state, -10);
    case 'base-clean':
      return withField(state, 'port', fieldOf(String(nextCleanOf(state) ?? state.fields.port.text)));
    case 'undo':
      return undone(state, 'port');
    case 'accept-overlap':
      return verdictOf(state).kind === 'overlap' ? toggleAccepted(state) : state;
    case 'explain':
      return {...state, explained: nextRow(state)};
    case 'row-up':
      return onRow(state, cycle(rowsOf(state), state.row, -1));
    case 'row-down':
      return onRow(state, cycle(rowsOf(state), state.row, 1));
    case 'choice-previous':
      return changeChoice(state, -1);
    case 'choice-next':
      return changeChoice(state, 1);
    case 'show-token':
      return {...state, isTokenShown: !state.isTokenShown};
    case 'replace-service':
      return {...state, isReplaceAccepted: !state.isReplaceAccepted};
    case 'scroll-up':
      return scrolled(state, -1);
    case 'scroll-down':
      return scrolled(state, 1);
    case 'page-up':
      return scrolled(state, -10);
    case 'page-down':
      return scrolled(state, 10);
    case 'diff':
      return {...state, isDiffShown: !state.isDiffShown};
    case 'go-profile':
      return open(state, 'profile');
    case 'go-ports':
      return open(state, 'ports');
    case 'go-workspace':
      return open(state, 'workspace');
    case 'go-gateway':
      return open(state, 'gateway');
    case 'go-service':
      return open(state, 'service');
    case 'go-changed':
      return shownSteps(state).some(({id}) => id === 'changed') ? open(state, 'changed') : state;
    case 'changed-up':
      return {...state, changedLine: Math.max(0, state.changedLine - 1)};
    case 'changed-down':
      return {...state, changedLine: Math.min(divergencesOf(state.target).length - 1, state.changedLine + 1)};
    case 'restore':
      return toggleRestored(state);
    case 'go-channel':
      return open(state, 'channel');
    case 'apply': {
      const plan = planOf(state);
      const lost = shownSteps(state).find(({id}) => lostOn(id, state).length > 0);
      if (lost) return {...open(state, lost.id), isAskedAgain: true, isRefused: true};
      return plan.problems.length > 0 ? {...state, isRefused: true} : {...state, step: 'apply', scroll: 0, hasMoved: false, steps: stepsOf(plan), events: []};
    }
    // These are for the wizard's controller, and for the skin.
    case 'complete':
    case 'copy-command':
    case 'read-plan':
    case 'edit-plan':
    case 'take-back':
    case 'finish':
    case 'onboard':
      return state;
  }
}

function closed(state: WizardState): WizardState {
  return {...state, overlay: undefined};
}

/** What is in front moves. How far it can is for the skin to say. */
function scrolled(state: WizardState, by: number): WizardState {
  return state.overlay ? {...state, overlayLine: Math.max(0, state.overlayLine + by)} : {...state, scroll: Math.max(0, state.scroll + by)};
}

/** One row after another, then none. */
function nextRow(state: WizardState): WizardState['explained'] {
  const rows = portTableOf(state);
  return rows[rows.findIndex(({id}) => id === state.explained) + 1]?.id;
}

function toggleAccepted(state: WizardState): WizardState {
  const base = parsePort(state.fields.port.text);
  return {...state, acceptedBase: state.acceptedBase === base ? undefined : base};
}

/** A line of a service is restored by its id; a key of the config by its answer, which stands on its own step. */
function toggleRestored(state: WizardState): WizardState {
  const divergence = divergencesOf(state.target)[state.changedLine];
  if (!divergence?.canChoose) return state;
  const {id} = divergence;
  const isWanted = !state.restore.includes(id);
  const next = {...state, restore: isWanted ? [...state.restore, id] : state.restore.filter(other => other !== id)};
  const {host, target} = state;
  const present = defaultAnswers(target, host);
  const given = restoredAnswers([divergence], [id]);
  const changed = controlNames(given);
  if (changed.length === 0) return next;
  const {fields, choices} = controlsOf(isWanted ? {...present, ...given} : present, target, host);
  return changed.reduce((made: WizardState, control) => (isChoice(control) ? withChoices(made, {[control]: choices[control]}) : withField(made, control, fields[control])), next);
}

function nudge(state: WizardState, by: number): WizardState {
  const base = parsePort(state.fields.port.text);
  if (base === undefined) return state;
  const moved = Math.min(HIGHEST_BASE, Math.max(LOWEST_BASE, base + by));
  return withField(state, 'port', fieldOf(String(moved)));
}

/** Steps through the profiles of this host, and the one that the guide would make. */
function cycleProfile(state: WizardState, by: number): WizardState {
  const names = [...new Set([RESCUE_PROFILE, ...profileNames(state.host.instances)])];
  return withField(state, 'profile', fieldOf(cycle(names, state.fields.profile.text, by)));
}

function changeChoice(state: WizardState, by: number): WizardState {
  const {row} = state;
  return isChoice(row) ? withChoices(state, {[row]: cycle<string>(optionsOf(row, state), state.choices[row], by)}) : state;
}

/** The neighbour in a ring; the first where the present one is not in it. */
function cycle<T>(ring: readonly T[], present: T, by: number): T {
  const index = ring.indexOf(present);
  return ring[(index < 0 ? 0 : index + by + ring.length) % ring.length] as T;
}
