/**
 * What rules name that is no key, path or value, in the words of the reader. Documents for machines keep the names as
 * the rules give them.
 */
import {en} from './en/phrases.ts';
import {ko} from './ko/phrases.ts';
import {spoken} from './language.ts';

const words = spoken({en, ko});

/** Phrases with a name of somebody else in them. */
const WITH_A_NAME = [
  ['inDotenv', /^(\w+) in \.env$/],
  ['refusedBy', /^refused by (OpenClaw.*)$/],
  ['login', /^login (.+)$/],
  ['fromVariable', /^from (\w+)$/],
] as const;

/** A key, a path or a value stays as it is. */
export function phrase(text: string): string {
  const {named, ...withName} = words();
  if (Object.hasOwn(named, text)) return named[text as keyof typeof named];
  for (const [id, pattern] of WITH_A_NAME) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return withName[id](name);
  }
  return text;
}
