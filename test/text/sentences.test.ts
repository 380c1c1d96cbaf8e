/** No sentence stands outside the catalogue: what a person reads is asked of src/text, in the language that is spoken. */
import {globSync, readFileSync} from 'node:fs';
import {type Node, parse} from 'acorn';
import {transformSync} from 'esbuild';
import {expect, it} from 'vitest';
import {speak} from '../../src/text/language.ts';
import {phrase} from '../../src/text/phrases.ts';

/** Files whose English is not read from the screen, and why. */
const ON_PURPOSE: readonly (readonly [files: RegExp, why: string])[] = [
  [/^src\/bundle\//, 'it works when the program is built'],
  [/^src\/(commands\/(table|help)|wizard\/keymap)\./, 'it is words of the command line, variables and keys'],
  [/^src\/tui\/steps\/service-step\./, 'it is a command'],
  [/^src\/apply\/databases\./, 'it is SQL'],
  [/^src\/crash\./, 'it is a report for whoever mends the program'],
  [/^src\/(apply\/store|rules\/config\/(edit|json5|resolve))\./, 'it is an error that another part of the program catches'],
  [/^src\/shells\//, 'it is written into files of shells'],
  [/^src\/rules\/(service\/|kit\/(commands|kit|section|watch)|profile\.)/, 'it is written into files'],
  [/^src\/(host\/auth-store|rules\/diagnosis)\./, 'it is what other programs say, or understand'],
  [/^src\/cli\./, 'it runs on a Node that can’t load the catalogue'],
];

const files = globSync('src/**/*.{ts,tsx}')
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => !path.startsWith('src/text/') && !ON_PURPOSE.some(([pattern]) => pattern.test(path)))
  .sort();

/** Two words in a row, of letters alone. */
const SENTENCE = /(?<![\w./\\$<-])[A-Za-z’]{2,}[,;:]? +[A-Za-z’]{2,}(?![\w(=/<-])/;

/** The strings of a file, in the order of the source; what a template puts in stands as `…`. */
function stringsOf(path: string): string[] {
  const {code} = transformSync(readFileSync(path, 'utf8'), {loader: path.endsWith('x') ? 'tsx' : 'ts', format: 'esm', jsx: 'transform'});
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== 'object' || value === null || !('type' in value)) return;
    const node = value as Node & {readonly value?: unknown; readonly quasis?: readonly {readonly value: {readonly cooked: string}}[]};
    if (node.type === 'Literal' && typeof node.value === 'string') found.push(node.value);
    if (node.type === 'TemplateLiteral') found.push(node.quasis!.map(({value: {cooked}}) => cooked).join('…'));
    Object.values(node).forEach(visit);
  };
  visit(parse(code, {ecmaVersion: 'latest', sourceType: 'module'}));
  return found;
}

/** Names that rules give to what is no key, path or value: `phrase` has words for them. */
const isPhrase = (text: string) => {
  speak('ko');
  const isSaid = ['user', 'OpenClaw'].map(name => text.replace('…', name)).some(named => phrase(named) !== named);
  speak('en');
  return isSaid;
};

const sentencesIn = (path: string) => stringsOf(path).filter(text => SENTENCE.test(text) && !isPhrase(text));

it('there are files', () => expect(files.length).toBeGreaterThan(100));

it.each(files)('%s holds no sentence', path => expect(sentencesIn(path)).toEqual([]));
