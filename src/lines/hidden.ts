/** One line of which nothing is shown. The terminal neither echoes nor edits it, so the keys that everybody expects are read here. */
import {StringDecoder} from 'node:string_decoder';
import type {Streams} from './typed-lines.ts';

export type HiddenEvents = {
  readonly onLine: (line: string) => void;
  readonly onInterrupt: () => void;
  readonly onEnd: () => void;
};

const ENTER = /[\r\n]/;
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CTRL_U = '\u0015';
const BACKSPACES = ['\u007f', '\b'];

/** What an arrow or a function key sends. */
const KEY_SEQUENCE = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|O.|.)?/g;

/** Reads till Enter. @returns gives the terminal its echo back */
export function typeHidden(input: Streams['input'], {onLine, onInterrupt, onEnd}: HiddenEvents): () => void {
  const decoder = new StringDecoder('utf8');
  let typed: string[] = [];
  const onData = (chunk: Buffer | string) => {
    const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
    for (const key of text.replace(KEY_SEQUENCE, '')) {
      // What was pasted behind the line is part of no answer.
      if (ENTER.test(key)) return onLine(typed.join(''));
      if (key === CTRL_C) {
        typed = [];
        onInterrupt();
      } else if (key === CTRL_D && typed.length === 0) onEnd();
      else if (key === CTRL_U) typed = [];
      else if (BACKSPACES.includes(key)) typed.pop();
      else if (key >= ' ') typed.push(key);
    }
  };
  input.setRawMode?.(true);
  input.on('data', onData);
  input.on('end', onEnd);
  input.resume();
  return () => {
    input.off('data', onData);
    input.off('end', onEnd);
    input.pause();
    input.setRawMode?.(false);
  };
}
