/** What a Korean sentence must keep of the English one: whatever somebody copies, types, looks up or compares. */
import {expect} from 'vitest';
import {speak} from '../../src/text/language.ts';

const COMMANDS = /openclaw(?:-rescue)?(?: --(?:profile|state-dir) \S+)*(?: (?:setup|onboard|status|logs|undo|doctor|drill|gateway|models|auth|login|install|start|restart|stop|exec)\b| --[a-z][\w-]*)+/g;
/** Flags, paths, keys of a config, variables, codes, numbers, addresses. */
const LITERAL = /^--?\w|[\d/\\_=<>*]|\w\.\w|^\.\w|^[A-Z]{2,}|^~/;
/** Words of English that are written large. */
const LOUD: ReadonlySet<string> = new Set(['NOT', 'FAILED', 'INVALID', 'ERROR', 'THERE']);

function literalsOf(english: string): string[] {
  const commands = [...english.matchAll(COMMANDS)].map(([command]) => command);
  const rest = english.replace(COMMANDS, ' ').split(/[\s,;()"“”]+|’s\b|: /).map(word => word.replace(/[.:,]+$/, '').replace(/^(\d+)(?:st|nd|rd|th)$/, '$1'));
  return [...commands, ...rest.filter(word => LITERAL.test(word) && !LOUD.has(word))];
}

/** Both sentences of the same facts. */
export function inBoth(tell: () => string): {readonly english: string; readonly korean: string} {
  const english = tell();
  speak('ko');
  try {
    return {english, korean: tell()};
  } finally {
    speak('en');
  }
}

/** The Korean says it in Hangul, with everything that is the same in all languages. */
export function expectSameFacts(tell: () => string): void {
  const {english, korean} = inBoth(tell);
  expect(korean).toMatch(/\p{Script=Hangul}/u);
  expect(korean).not.toMatch(/undefined|NaN|\[object|\.\.(?!\.)|[;,] *\.(?!\w)/);
  expect(literalsOf(english).filter(literal => !korean.includes(literal)), `${english}\n${korean}`).toEqual([]);
}
