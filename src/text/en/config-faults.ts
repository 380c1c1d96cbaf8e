/** What is wrong with the text of a config. */
export const en = {
  at: (line: number, column: number, what: string) => `line ${line}, column ${column}: ${what}`,
  'too-deep': (most: number) => `it is nested more than ${most} levels deep`,
  'too-long': (length: number, most: number) => `it is ${length} MB long; more than ${most} MB is read as strict JSON alone, and not edited`,
  'more-follows': 'something follows the value',
  'no-element': 'an element is missing',
  'no-value': 'not a JSON5 value',
  'no-object': 'not an object',
  'no-property': 'not a JSON5 property',
  'no-key': 'not a JSON5 key',
  unexpectedCharacter: (character: string) => `Unexpected character ${character}`,
  /** The words of the parser. */
  syntax: {
    token: 'Unexpected token',
    openString: 'Unterminated string constant',
    openComment: 'Unterminated comment',
    openTemplate: 'Unterminated template',
    number: 'Invalid number',
    afterNumber: 'Identifier directly after number',
    regularExpression: 'Invalid regular expression',
    openRegularExpression: 'Unterminated regular expression',
  },
};
