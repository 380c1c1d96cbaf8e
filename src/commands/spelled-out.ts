/** A command line as it was typed, before the grammar sees it. */
import {GLOBAL_OPTIONS, unknown} from '../options.ts';
import {type Language, LANGUAGES} from '../text/language.ts';
import {COMMANDS, DEFAULT_COMMAND} from './table.ts';

/** Options of any command that take no value; what follows another one, known or mistyped, is its value. */
const SWITCHES = new Set<string>([...GLOBAL_OPTIONS, ...COMMANDS.flatMap(({options}) => options)].flatMap(({flags}) => (flags.includes('<') ? [] : [flags])));

/** What is left out is put in: the command of a bare call, and the `--` before words that are OpenClaw's own. */
export function spelledOut(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const ours = end < 0 ? argv : argv.slice(0, end);
  const isValue = (before = '') => before.startsWith('-') && !before.includes('=') && !SWITCHES.has(before);
  const index = ours.findIndex((word, at) => !word.startsWith('-') && !isValue(ours[at - 1]));
  if (index < 0) return ours.some(word => /^(-h|--help|-V|--version)$/.test(word)) ? [...argv] : [DEFAULT_COMMAND, ...argv];
  if (argv[index] !== 'exec') return [...argv];
  let first = index + 1;
  while (GLOBALS.has((argv[first] ?? '').split('=')[0] as string)) first += isValue(argv[first]) ? 2 : 1;
  return /^(--|-h|--help)$/.test(argv[first] ?? '--') ? [...argv] : [...argv.slice(0, first), '--', ...argv.slice(first)];
}

/** Options of ours that may stand before OpenClaw's first word. */
const GLOBALS = new Set(GLOBAL_OPTIONS.map(({flags}) => flags.split(' ')[0] as string));

/**
 * The language that `--lang` asks for. It is looked for before anything else is read, since a refusal is told in it too.
 * @throws {Stop} for one that is not spoken
 */
export function chosenLanguage(argv: readonly string[]): Language | undefined {
  const words = spelledOut(argv);
  const end = words.indexOf('--');
  const ours = end < 0 ? words : words.slice(0, end);
  const index = ours.findLastIndex(word => word === '--lang' || word.startsWith('--lang='));
  const given = ours[index]?.includes('=') ? ours[index]?.slice('--lang='.length) : ours[index + 1];
  if (index < 0 || given === undefined) return undefined;
  return LANGUAGES.find(language => language === given) ?? unknown('--lang', given, LANGUAGES);
}
