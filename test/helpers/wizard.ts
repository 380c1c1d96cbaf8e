/** Wizards in memory: a state to start from, and keys that are pressed on it. */
import type {Host} from '../../src/rules/answers.ts';
import type {Target} from '../../src/rules/target.ts';
import {commandOf} from '../../src/wizard/keymap.ts';
import {focusedField, reduce} from '../../src/wizard/reducer.ts';
import {answersOf} from '../../src/wizard/selectors.ts';
import {type BotFile, initialState, type WizardState, type WorkspaceFacts} from '../../src/wizard/state.ts';
import {editOf} from '../../src/tui/keys.ts';
import {hostOn, NEW_TOKEN, targetOn} from '../rules/helpers.ts';

export function workspaceFacts(path: string): WorkspaceFacts {
  return {path, resolved: path, file: {kind: 'absent'}, files: new Map()};
}

/** No file holds a token here. */
export function botFile(path: string): BotFile {
  return {path, token: {kind: 'unreadable', reason: 'it is not there'}};
}

export function aWizard(host: Host = hostOn('linux'), target: Target = targetOn(host, 'rescue')): WizardState {
  return answered(initialState({host, target, token: () => NEW_TOKEN, workspace: workspaceFacts, botFile}));
}

/** Every answer that the host owes, at once: all ports are free, the profile is new, the workspace is not there. */
export function answered(state: WizardState): WizardState {
  const {fields, target, host} = state;
  const profile = fields.profile.text;
  let next = state;
  if (target.profile !== profile) next = reduce(next, {type: 'target-read', target: targetOn(host, profile)});
  const base = Number(next.fields.port.text);
  if (next.occupancy?.base !== base && base > 0 && base < 65_536) next = reduce(next, {type: 'ports-probed', occupancy: {base, busy: []}});
  const {workspace} = answersOf(next);
  if (next.workspace.path !== workspace) next = reduce(next, {type: 'workspace-read', workspace: workspaceFacts(workspace)});
  return next;
}

/** Keys by their names in the keymap, each with the answers that it brings. */
export function press(state: WizardState, ...keys: string[]): WizardState {
  return keys.reduce((present, key) => answered(pressed(present, key)), state);
}

/** One key, as src/tui/app.tsx treats it, and nothing else. */
export function pressed(state: WizardState, key: string): WizardState {
  const command = commandOf(key, state);
  const edit = editOf(key);
  if (command) return reduce(state, {type: 'command', command});
  return edit && focusedField(state) ? reduce(state, {type: 'edit', edit}) : state;
}

/** A word, letter by letter. */
export function type(state: WizardState, text: string): WizardState {
  return press(state, ...text);
}
