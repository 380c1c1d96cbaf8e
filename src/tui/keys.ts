/** From what Ink reports to the names of the keymap and the edits of a text field. */
import type {Key} from 'ink';
import type {TextEdit} from '../wizard/text-field.ts';

/** The name of a key; undefined for a piece of text that is longer than one key. */
export function keyName(input: string, key: Key): string | undefined {
  if (key.ctrl) return input === '' ? undefined : `ctrl+${input.toLowerCase()}`;
  if (key.return) return 'enter';
  if (key.escape) return 'esc';
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.tab) return key.shift ? 'shift+tab' : 'tab';
  if (key.backspace) return 'backspace';
  if (key.delete) return 'delete';
  return input === '' ? undefined : input;
}

const EDITS: Readonly<Record<string, TextEdit>> = {
  backspace: {kind: 'backspace'},
  delete: {kind: 'delete'},
  left: {kind: 'left'},
  right: {kind: 'right'},
  home: {kind: 'home'},
  end: {kind: 'end'},
  'ctrl+a': {kind: 'home'},
  'ctrl+e': {kind: 'end'},
  'ctrl+u': {kind: 'kill-left'},
  'ctrl+k': {kind: 'kill-right'},
  'ctrl+w': {kind: 'kill-word'},
  'ctrl+h': {kind: 'backspace'},
  'ctrl+d': {kind: 'delete'},
  'ctrl+b': {kind: 'left'},
  'ctrl+f': {kind: 'right'},
};

/** What a key that is no command does to the text field that has the focus. */
export function editOf(name: string, input: string, key: Key): TextEdit | undefined {
  const edit = EDITS[name];
  if (edit) return edit;
  const isText = !key.ctrl && !key.meta && input !== '' && name === input && !input.startsWith('\u001b');
  return isText ? {kind: 'insert', text: input} : undefined;
}
