/** From what Ink reports to the names of the keymap and the edits of a text field. */
import type {Key} from 'ink';
import {EDITING_KEYS, type KeyEdit} from '../wizard/editing-keys.ts';
import type {TextEdit} from '../wizard/text-field.ts';

/** Control characters that a fast typist or a slow line delivers together with text, as the keys that they are. */
const CONTROL_KEYS: Readonly<Record<string, string>> = {'\r': 'enter', '\n': 'enter', '\t': 'tab', '\u007f': 'backspace', '\b': 'backspace'};

/**
 * One name for a key; several where text came in one piece with control characters in it, or looks like a name itself.
 * @param areKeys letters are no text
 */
export function keyNames(input: string, key: Key, areKeys = false): string[] {
  const names = namesIn(input, key, areKeys);
  return areKeys ? names.map(name => LATIN_OF_JAMO.get(name) ?? name) : names;
}

/** What the keys of Latin letters type while a Korean input method is on (two-set). */
const JAMO = 'ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ';
const LATIN = 'qwertyuiopasdfghjklzxcvbnm';
const LATIN_OF_JAMO: ReadonlyMap<string, string> = new Map(Array.from(JAMO, (jamo, index) => [jamo, LATIN[index] ?? jamo]));

function namesIn(input: string, key: Key, areKeys: boolean): string[] {
  if (key.ctrl || key.meta || input.length < 2) return [keyName(input, key) ?? ''];
  if (!/[\u0000-\u001f\u007f]/.test(input)) return areKeys || isName(input) ? Array.from(input) : [input];
  return Array.from(input, letter => {
    const code = letter.charCodeAt(0);
    return CONTROL_KEYS[letter] ?? (code < 32 ? `ctrl+${String.fromCharCode(code + 64).toLowerCase()}` : letter);
  });
}

/** The name of a key; undefined for one that has none. */
function keyName(input: string, key: Key): string | undefined {
  const modifier = key.ctrl ? 'ctrl+' : key.meta || key.super ? 'alt+' : '';
  // Old iTerm2 sends Meta with arrows (1;9D), which Ink takes for Super.
  if (key.leftArrow) return `${modifier}left`;
  if (key.rightArrow) return `${modifier}right`;
  if (key.backspace) return `${modifier}backspace`;
  if (key.delete) return `${modifier}delete`;
  if (key.ctrl) return input === '' ? undefined : `ctrl+${input.toLowerCase()}`;
  if (key.return) return 'enter';
  if (key.escape) return 'esc';
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.tab) return key.shift ? 'shift+tab' : 'tab';
  if (key.meta) return input === '' ? undefined : `alt+${input.toLowerCase()}`;
  return input === '' ? undefined : input;
}

/** No object, which would have an edit for the word `toString`, pasted in one piece. */
const EDITS: ReadonlyMap<string, KeyEdit> = new Map(EDITING_KEYS.flatMap(({edit, keys}) => keys.map(key => [key, {kind: edit}] as const)));

/** What a key that is no command does to the text field that has the focus. */
export function editOf(name: string): TextEdit | undefined {
  const edit = EDITS.get(name);
  if (edit) return edit;
  return isName(name) || name === '' || /^[\u0000-\u001f]/.test(name) ? undefined : {kind: 'insert', text: name};
}

/** Keys without a letter of their own that do nothing in a field. */
const NAMED = new Set(['enter', 'esc', 'up', 'down', 'pageup', 'pagedown', 'tab', 'shift+tab']);

function isName(name: string): boolean {
  return EDITS.has(name) || NAMED.has(name) || /^(ctrl|alt)\+.$/u.test(name);
}
