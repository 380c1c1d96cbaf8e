/** From what Ink reports to the names of the keymap and the edits of a text field. */
import type {Key} from 'ink';
import type {TextEdit} from '../wizard/text-field.ts';

/** Control characters that a fast typist or a slow line delivers together with text, as the keys that they are. */
const CONTROL_KEYS: Readonly<Record<string, string>> = {'\r': 'enter', '\n': 'enter', '\t': 'tab', '\u007f': 'backspace', '\b': 'backspace'};

/** One name for a key; several where text came in one piece with control characters in it. */
export function keyNames(input: string, key: Key): string[] {
  if (key.ctrl || key.meta || input.length < 2 || !/[\u0000-\u001f\u007f]/.test(input)) return [keyName(input, key) ?? ''];
  return Array.from(input, letter => {
    const code = letter.charCodeAt(0);
    return CONTROL_KEYS[letter] ?? (code < 27 ? `ctrl+${String.fromCharCode(code + 96)}` : letter);
  });
}

/** The name of a key; undefined for a piece of text that is longer than one key. */
function keyName(input: string, key: Key): string | undefined {
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

/** No object, which would have an edit for the word `toString`, pasted in one piece. */
const EDITS: ReadonlyMap<string, TextEdit> = new Map(Object.entries({
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
}));

/** What a key that is no command does to the text field that has the focus. */
export function editOf(name: string): TextEdit | undefined {
  const edit = EDITS.get(name);
  if (edit) return edit;
  return NAMED.has(name) || name === '' || /^(ctrl\+.|[\u0000-\u001f])/.test(name) ? undefined : {kind: 'insert', text: name};
}

/** Keys without a letter of their own that do nothing in a field. */
const NAMED = new Set(['enter', 'esc', 'up', 'down', 'pageup', 'pagedown', 'tab', 'shift+tab']);
