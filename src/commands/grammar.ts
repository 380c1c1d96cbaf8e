/** The command line: from the table of commands to commander, and from its errors to one line. */
import {fstatSync} from 'node:fs';
import {resolve} from 'node:path';
import {Command, CommanderError, type HelpConfiguration} from 'commander';
import {columnsOf} from '../rules/width.ts';
import {Stop} from '../exit-codes.ts';
import {homesOf, type Environment} from '../host/environment.ts';
import {currentPlatform} from '../host/platform.ts';
import {type Flags, GLOBAL_OPTIONS} from '../options.ts';
import {cutTo} from '../rules/printable.ts';
import {expandTilde, isProfileName, RESCUE_PROFILE} from '../rules/profile.ts';
import {type Selector, selectorOf} from '../rules/selector.ts';
import {PROGRAM} from '../rules/shell.ts';
import {commandText} from '../text/commands.ts';
import {helpWords} from '../text/help.ts';
import {optionText} from '../text/options.ts';
import {problemText} from '../text/problems.ts';
import {refusals} from '../text/refusals.ts';
import {short} from '../text/terms.ts';
import {TOPICS} from './help.ts';
import {spelledOut} from './spelled-out.ts';
import {COMMANDS, type CommandSpec, DEFAULT_COMMAND, DEFAULT_SUBCOMMANDS} from './table.ts';

export type Parsed = {readonly spec: CommandSpec; readonly flags: Flags; readonly words: readonly string[]};

/**
 * @param out where `--help` and `--version` go
 * @returns undefined when that was all
 * @throws {Stop} for wrong words, with the nearest right one
 */
export async function parse(argv: readonly string[], version: string, out: (text: string) => void): Promise<Parsed | undefined> {
  let parsed: Parsed | undefined;
  const words = spelledOut(argv);
  const guided = callOfGuide(words);
  if (guided) return guided;
  const found = (spec: CommandSpec, flags: Flags, operands: readonly string[]) => {
    parsed = {spec, flags, words: operands};
  };
  const isHelp = ['help', '-h', '--help'].some(word => words.includes(word));
  // Most calls are done with a part of it; only the whole can say what is wrong with one, and what was meant.
  const grammars = isHelp ? [COMMANDS] : [COMMANDS.filter(({name}) => words.includes(name.split(' ')[0] as string)), COMMANDS];
  let refusal: CommanderError | undefined;
  for (const commands of grammars) {
    refusal = await refused(grammar(version, out, commands, new Set(words), found), words);
    if (!refusal) break;
  }
  if (refusal) throw new Stop('usage', lineOf(refusal));
  assertBehindDashes(parsed, words);
  return parsed;
}

/** @returns what is wrong with them; undefined also where help was asked for, and given */
async function refused(program: Command, words: readonly string[]): Promise<CommanderError | undefined> {
  try {
    await program.parseAsync(words, {from: 'user'});
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? undefined : error;
  }
}

/** `--profile <name> onboard`, and `onboard` alone, which say all by themselves: whoever waits for a first page does not wait for a grammar. */
function callOfGuide(words: readonly string[]): Parsed | undefined {
  const [flag, name = ''] = words;
  const isNamed = words.length === 3 && flag === '--profile' && !name.startsWith('-');
  if (words.at(-1) !== DEFAULT_COMMAND || !(isNamed || words.length === 1)) return undefined;
  const spec = COMMANDS.find(command => command.name === DEFAULT_COMMAND) as CommandSpec;
  const options: readonly string[] = [...GLOBAL_OPTIONS, ...spec.options].map(({flags}) => flags);
  // What only can be switched off is on.
  const on = options.flatMap(option => /^--no-(\w+)$/.exec(option)?.[1] ?? []).filter(option => !options.includes(`--${option}`));
  return {spec, flags: {...Object.fromEntries(on.map(option => [option, true])), ...(isNamed ? {profile: name} : {})}, words: []};
}

/** Words for OpenClaw stand behind `--`, so that a mistyped command of ours is not taken for one. */
function assertBehindDashes(parsed: Parsed | undefined, argv: readonly string[]): void {
  if (!parsed?.spec.operand?.endsWith('...]')) return;
  const end = argv.indexOf('--');
  const behind = end < 0 ? 0 : argv.length - end - 1;
  const [first] = parsed.words;
  if (first === undefined || parsed.words.length === behind) return;
  const [group] = parsed.spec.name.split(' ');
  throw new Stop('usage', refusals().notBehindDashes(`${group} ${short(first)}`, String(group)));
}

function grammar(version: string, out: (text: string) => void, commands: readonly CommandSpec[], called: ReadonlySet<string>, found: (spec: CommandSpec, flags: Flags, words: readonly string[]) => void): Command {
  const said = helpWords();
  const quiet = (command: Command) => command.exitOverride().configureOutput({writeOut: out, writeErr: () => undefined, outputError: () => undefined, getOutHasColors: () => false, getOutHelpWidth: outputColumns});
  // What follows inherits these.
  const program = quiet(new Command(PROGRAM))
    .description(said.program)
    .version(version, '-V, --version', said.version)
    .helpOption('-h, --help', said.help)
    .configureHelp(pageOfHelp(said))
    .helpCommand(false)
    .usage('[options] [command]');
  for (const option of GLOBAL_OPTIONS) program.option(option.flags, optionText(option));
  const parents = new Map<string, Command>();
  for (const spec of commands) {
    const words = spec.name.split(' ');
    const [first = '', second] = words;
    const parent = second === undefined ? program : (parents.get(first) ?? quiet(program.command(first)).helpCommand(false));
    if (second !== undefined) parents.set(first, parent);
    const isDefault = DEFAULT_SUBCOMMANDS[first] === second && second !== undefined;
    const command = quiet(parent.command(second ?? first, {isDefault})).description(commandText(spec.name));
    // Of a command that help only lists, one stands for all: that there are some is shown.
    for (const option of called.has(first) ? spec.options : spec.options.slice(0, 1)) command.option(option.flags, optionText(option, spec.name));
    if (spec.operand !== undefined) command.argument(spec.operand, spec.operands?.join(', '));
    command.addHelpText('after', `\n${said.ofEveryCommand(GLOBAL_OPTIONS.map(({flags}) => flags).join(', '))}\n\n${said.example}\n  ${PROGRAM} ${spec.example}`);
    command.action(() => found(spec, {...program.opts(), ...command.opts()}, command.args));
  }
  for (const [name, parent] of parents) {
    const child = DEFAULT_SUBCOMMANDS[name];
    if (child !== undefined) parent.addHelpText('after', `\n${said.alone(name, `${name} ${child}`, `${PROGRAM} ${name} ${child} --help`)}`);
    parent.description(commands.filter(spec => spec.name.startsWith(`${name} `)).map(spec => spec.name.split(' ')[1]).join(', '));
  }
  quiet(program.command('help'))
    .argument('[topic...]', said.topic(Object.keys(TOPICS)))
    .description(commandText('help'))
    .action((topic: readonly string[]) => help(program, topic, out));
  program.addHelpText('after', `\n${said.withoutCommand(DEFAULT_COMMAND)}\n\n${said.example}\n  ${PROGRAM} --profile ${RESCUE_PROFILE} ${DEFAULT_COMMAND}`);
  return program;
}

const WITHOUT_TERMINAL = 80;

/** The columns of the terminal. Node's stream, which knows, takes a short run 5 ms to be made. */
function outputColumns(): number {
  const isPerhapsTerminal = fstatSync(1).isCharacterDevice();
  return (isPerhapsTerminal && process.stdout.columns) || WITHOUT_TERMINAL;
}

/** Commander's own words in ours, and its columns measured as a terminal does. */
function pageOfHelp({headings, places}: ReturnType<typeof helpWords>): HelpConfiguration {
  const inOurs = (words: Readonly<Record<string, string>>) => (text: string) => text.replace(/\S+/g, word => words[word] ?? word);
  return {displayWidth: columnsOf, styleTitle: inOurs(headings), styleUsage: inOurs(places), styleSubcommandTerm: inOurs(places)};
}

function help(program: Command, topic: readonly string[], out: (text: string) => void): void {
  const [name = ''] = topic;
  const text = Object.hasOwn(TOPICS, name) ? TOPICS[name] : undefined;
  if (text) return out(text());
  let command = program;
  for (const word of topic) {
    const next = command.commands.find(candidate => candidate.name() === word);
    if (!next) throw new Stop('usage', refusals().noHelpAbout(short(topic.join(' ')), Object.keys(TOPICS)));
    command = next;
  }
  command.outputHelp();
}

/** In columns: what was typed is told back in it. */
const LONGEST_WORD = 400;

/** Commander's refusals in our words: `error: unknown option '--x'\n(Did you mean --y?)` as one line. */
function lineOf({code, message}: CommanderError): string {
  const told = (pattern: RegExp) => (pattern.exec(message)?.slice(1) ?? []).map(word => cutTo(word ?? '', LONGEST_WORD));
  const [quoted = ''] = told(/'(.*)'/s);
  const [names = ''] = told(/\n\(Did you mean (?:one of )?(.*)\?\)$/);
  const meant = names === '' ? '' : ` ${refusals().meant(names.split(', '))}`;
  switch (code) {
    case 'commander.help':
      return refusals().missingCommand;
    case 'commander.unknownCommand':
      return refusals().listed(`${refusals().unknownCommand(quoted)}${meant}`);
    case 'commander.unknownOption':
      return `${refusals().unknownOption(quoted)}${meant}`;
    case 'commander.optionMissingArgument':
      return refusals().missingValue(quoted);
    case 'commander.excessArguments': {
      const [command = PROGRAM, expected, count, words = ''] = told(/(?: for '(\S+)')?\. Expected (\d+) arguments? but got (\d+): (.*)\.$/s);
      return refusals().tooManyWords(command, Number(expected), Number(count), words);
    }
    default:
      // The table of commands has nothing that it refuses otherwise.
      return cutTo(message, LONGEST_WORD);
  }
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
  if (profile !== undefined) throw new Stop('usage', refusals().profileOrPaths);
  if (stateDir === undefined) throw new Stop('usage', refusals().configWithoutState);
  // An unset variable in a script must not make the folder in which it runs an instance.
  if (stateDir.trim() === '' || configPath?.trim() === '') throw new Stop('usage', refusals().emptyPath);
  const platform = currentPlatform();
  const home = homesOf(env).openclaw;
  const absolute = (path: string) => resolve(expandTilde(path, home, platform));
  const folder = absolute(stateDir);
  return selectorOf({stateDir: folder, configPath: configPath === undefined ? resolve(folder, 'openclaw.json') : absolute(configPath)}, home, platform);
}
