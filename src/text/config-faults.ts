/** What is wrong with a config, in one clause. Never quotes the file, which holds secrets. */
import type {Json5Fault, Json5Error} from '../rules/config/json5.ts';
import type {Unusable} from '../rules/problems.ts';
import {en} from './en/config-faults.ts';
import {spoken} from './language.ts';
import {reasons} from './reasons.ts';

const words = spoken(en, korean => korean.configFaults);

/** `line 3, column 7: Unexpected token` */
export function faultText({fault, line, column}: Pick<Json5Error, 'fault' | 'line' | 'column'>): string {
  return fault.id === 'too-deep' || fault.id === 'too-long' ? limitText(fault) : words().at(line, column, placedText(fault));
}

function limitText(fault: Extract<Json5Fault, {readonly most: number}>): string {
  return fault.id === 'too-deep' ? words()['too-deep'](fault.most) : words()['too-long'](fault.length, fault.most);
}

function placedText(fault: Exclude<Json5Fault, {readonly most: number}>): string {
  return fault.id === 'syntax' ? syntaxText(fault.said) : words()[fault.id];
}

/** What the parser says of texts that people write. */
const SYNTAX: Readonly<Record<string, keyof typeof en.syntax>> = {
  'Unexpected token': 'token',
  'Unterminated string constant': 'openString',
  'Unterminated comment': 'openComment',
  'Unterminated template': 'openTemplate',
  'Invalid number': 'number',
  'Identifier directly after number': 'afterNumber',
  'Invalid regular expression': 'regularExpression',
  'Unterminated regular expression': 'openRegularExpression',
};

/** The parser’s words; those that are not known here stay as they are. */
function syntaxText(said: string): string {
  const {syntax, unexpectedCharacter} = words();
  const [, character] = /^Unexpected character (.+)$/s.exec(said) ?? [];
  if (character !== undefined) return unexpectedCharacter(character);
  const id = SYNTAX[said];
  return id === undefined ? said : syntax[id];
}

/** Why a file can’t be worked with: in the words of who read it, or what a rule found. */
export function unusableText(reason: Unusable): string {
  if (typeof reason === 'string') return reason;
  switch (reason.id) {
    case 'not-a-file':
      return reasons().notAFile;
    case 'not-a-folder':
      return reasons().notAFolder;
    case 'no-json5':
      return faultText(reason);
  }
}
