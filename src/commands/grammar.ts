/** The command line: from the table of commands to commander, and from its errors to one line. */
import {resolve} from 'node:path';
import {Command, CommanderError} from 'commander';
import {Stop} from '../exit-codes.ts';
import {homesOf, type Environment} from '../host/environment.ts';
import {currentPlatform} from '../host/platform.ts';
import {type Flags, GLOBAL_OPTIONS} from '../options.ts';
import {cutTo} from '../rules/printable.ts';
import {expandTilde, isProfileName, RESCUE_PROFILE} from '../rules/profile.ts';
import {type Selector, selectorOf} from '../rules/selector.ts';
import {PROGRAM} from '../rules/shell.ts';
import {short} from '../text/terms.ts';
import {problemText} from '../text/problems.ts';
import {TOPICS} from './help.ts';
import {COMMANDS, type CommandSpec, DEFAULT_COMMAND, DEFAULT_SUBCOMMANDS} from './table.ts';

export type Parsed = {readonly spec: CommandSpec; readonly flags: Flags; readonly words: readonly string[]};

/**
 * @param out where `--help` and `--version` go
 * @returns undefined when that was all
 * @throws {Stop} for wrong words, with the nearest right one
 */
export async function parse(argv: readonly string[], version: string, out: (text: string) => void): Promise<Parsed | undefined> {
  let parsed: Parsed | undefined;
  const program = grammar(version, out, (spec, flags, words) => {
    parsed = {spec, flags, words};
  });
  const words = spelledOut(argv);
  try {
    await program.parseAsync(words, {from: 'user'});
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new Stop('usage', lineOf(error));
  }
  assertBehindDashes(parsed, words);
  return parsed;
}

/** Words for OpenClaw stand behind `--`, so that a mistyped command of ours is not taken for one. */
function assertBehindDashes(parsed: Parsed | undefined, argv: readonly string[]): void {
  if (!parsed?.spec.operand?.endsWith('...]')) return;
  const end = argv.indexOf('--');
  const behind = end < 0 ? 0 : argv.length - end - 1;
  const [first] = parsed.words;
  if (first === undefined || parsed.words.length === behind) return;
  const [group] = parsed.spec.name.split(' ');
  throw new Stop('usage', `unknown command '${group} ${short(first)}'; ${group} --help lists them, and what stands behind -- goes to OpenClaw.`);
}

function grammar(version: string, out: (text: string) => void, found: (spec: CommandSpec, flags: Flags, words: readonly string[]) => void): Command {
  const quiet = (command: Command) => command.exitOverride().configureOutput({writeOut: out, outputError: () => undefined, getOutHasColors: () => false});
  const program = quiet(new Command(PROGRAM))
    .description('Sets up a second, fully isolated OpenClaw Gateway: the rescue bot. Run again, it edits it.')
    .version(version, '-V, --version')
    .helpCommand(false)
    .usage('[options] [command]');
  for (const option of GLOBAL_OPTIONS) program.option(option.flags, option.description);
  const parents = new Map<string, Command>();
  for (const spec of COMMANDS) {
    const words = spec.name.split(' ');
    const [first = '', second] = words;
    const parent = second === undefined ? program : (parents.get(first) ?? quiet(program.command(first)).description(`${first} …`).helpCommand(false));
    if (second !== undefined) parents.set(first, parent);
    const isDefault = DEFAULT_SUBCOMMANDS[first] === second && second !== undefined;
    const command = quiet(parent.command(second ?? first, {isDefault})).description(spec.summary);
    for (const option of spec.options) command.option(option.flags, option.description);
    if (spec.operand !== undefined) command.argument(spec.operand, spec.operands?.join(', '));
    command.addHelpText('after', `\nOf every command: ${GLOBAL_OPTIONS.map(({flags}) => flags).join(', ')}\n\nExample:\n  ${PROGRAM} ${spec.example}`);
    command.action(() => found(spec, {...program.opts(), ...command.opts()}, command.args));
  }
  for (const [name, parent] of parents) {
    const child = DEFAULT_SUBCOMMANDS[name];
    if (child !== undefined) parent.addHelpText('after', `\n${name} alone is ${name} ${child}; ${PROGRAM} ${name} ${child} --help shows its options.`);
    parent.description(COMMANDS.filter(spec => spec.name.startsWith(`${name} `)).map(spec => spec.name.split(' ')[1]).join(', '));
  }
  quiet(program.command('help'))
    .argument('[topic...]', 'a command, or exit-codes or environment')
    .description(`help about a command, or about ${Object.keys(TOPICS).join(' or ')}`)
    .action((topic: readonly string[]) => help(program, topic, out));
  program.addHelpText('after', `\nWithout a command: ${DEFAULT_COMMAND}.\n\nExample:\n  ${PROGRAM} --profile ${RESCUE_PROFILE} ${DEFAULT_COMMAND}`);
  return program;
}

function help(program: Command, topic: readonly string[], out: (text: string) => void): void {
  const [name = ''] = topic;
  const text = Object.hasOwn(TOPICS, name) ? TOPICS[name] : undefined;
  if (text) return out(text());
  let command = program;
  for (const word of topic) {
    const next = command.commands.find(candidate => candidate.name() === word);
    if (!next) throw new Stop('usage', `there is no help about "${short(topic.join(' '))}"; --help lists the commands, and there is ${Object.keys(TOPICS).join(' and ')}.`);
    command = next;
  }
  command.outputHelp();
}

/** Options of any command that take no value; what follows another one, known or mistyped, is its value. */
const SWITCHES = new Set([...GLOBAL_OPTIONS, ...COMMANDS.flatMap(({options}) => options)].flatMap(({flags}) => (flags.includes('<') ? [] : [flags])));

/** What is left out is put in: the command of a bare call, and the `--` before words that are OpenClaw's own. */
function spelledOut(argv: readonly string[]): string[] {
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

/** In columns: what was typed is told back in it. */
const LONGEST_LINE = 400;

/** `error: unknown option '--x'\n(Did you mean --y?)` as one line. */
function lineOf({code, message}: CommanderError): string {
  const line = cutTo(message.replace(/^error: /, '').replaceAll('\n', ' '), LONGEST_LINE);
  if (code === 'commander.help') return 'that needs a command behind it; --help lists them.';
  if (code === 'commander.unknownCommand') return `${line}; --help lists them.`;
  return line;
}

/**
 * The instance that the flags name.
 * @throws {Stop} for a name that is none, and for flags that contradict each other
 */
export function selectorIn({profile, stateDir, configPath}: Flags, env: Environment): Selector {
  if (stateDir === undefined && configPath === undefined) {
    const name = profile ?? RESCUE_PROFILE;
    if (!isProfileName(name)) throw new Stop('usage', problemText(name === '' ? {id: 'profile-empty'} : {id: 'profile-characters', name}));
    return {kind: 'profile', profile: name};
  }
  if (profile !== undefined) throw new Stop('usage', '--profile names its own state folder and config; give that, or --state-dir with --config-path.');
  if (stateDir === undefined) throw new Stop('usage', '--config-path needs --state-dir: the two make an instance.');
  // An unset variable in a script must not make the folder in which it runs an instance.
  if (stateDir.trim() === '' || configPath?.trim() === '') throw new Stop('usage', '--state-dir and --config-path need a path, not an empty text.');
  const platform = currentPlatform();
  const home = homesOf(env).openclaw;
  const absolute = (path: string) => resolve(expandTilde(path, home, platform));
  const folder = absolute(stateDir);
  return selectorOf({stateDir: folder, configPath: configPath === undefined ? resolve(folder, 'openclaw.json') : absolute(configPath)}, home, platform);
}
