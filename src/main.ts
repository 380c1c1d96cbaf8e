/** From the command line to a front end, and from its outcome to an exit code. The only place that sets one. */
import {Command, CommanderError} from 'commander';
import {openStore} from './apply/store.ts';
import {runUndo} from './undo.ts';
import {EXIT_CODES, type ExitName, Stop} from './exit-codes.ts';
import {handOver} from './handover.ts';
import {homesOf} from './host/environment.ts';
import {type Flags, givenAnswers, OPTIONS} from './options.ts';
import {RESCUE_PROFILE} from './rules/profile.ts';
import {runScript} from './script.ts';
import {assertProfile, openSession} from './session.ts';
import {PROGRAM} from './rules/shell.ts';
import {printable} from './text/en.ts';
import {outcomeText} from './text/outcome.ts';
import {Wizard, type WizardOutcome} from './wizard/controller.ts';

declare const PACKAGE_VERSION: string;

const out = (text: string) => void process.stdout.write(text);
const err = (text: string) => void process.stderr.write(text);

export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', () => undefined);
  let exit: ExitName = 'done';
  // Should the program ever end in the middle of something, it has failed.
  process.exitCode = EXIT_CODES.failed.code;
  const program = grammar({
    onboard: async (profile, flags) => {
      exit = await onboard(profile, flags);
    },
    undo: async (profile, flags) => {
      exit = await runUndo(profile, openStore(homesOf(process.env).openclaw), process.env, {out, isForced: flags.force === true});
    },
  });
  try {
    await program.parseAsync(argv, {from: 'user'});
  } catch (error) {
    exit = report(error);
  }
  process.exitCode = EXIT_CODES[exit].code;
}

type Actions = {
  readonly onboard: (profile: string, flags: Flags) => Promise<void>;
  readonly undo: (profile: string, flags: Flags) => Promise<void>;
};

/** `openclaw-rescue [--profile <name>] [onboard|undo]`; `--profile` may stand before or after the command. */
function grammar(actions: Actions): Command {
  const [profile, ...options] = OPTIONS;
  const program = new Command(PROGRAM)
    .description('Sets up a second, fully isolated OpenClaw Gateway: the rescue bot. Run again, it edits it.')
    .version(PACKAGE_VERSION, '-V, --version')
    .option(profile?.flags ?? '', profile?.description)
    .configureOutput({outputError: () => undefined})
    .exitOverride();
  const profileOf = () => String(program.opts()['profile'] ?? RESCUE_PROFILE);
  const onboardCommand = program
    .command('onboard', {isDefault: true})
    .description('the wizard; with --non-interactive the same answers by flags')
    .action(flags => actions.onboard(profileOf(), flags));
  for (const {flags, description} of options) onboardCommand.option(flags, description);
  // The wizard is what a bare call runs, so its options belong on the first page too.
  program.addHelpText('after', () => `\nThe wizard:\n${onboardCommand.helpInformation().replace(/^[^]*?\nOptions:\n/, '')}\nExample:\n  ${PROGRAM} --profile ${RESCUE_PROFILE} onboard --dry-run`);
  program
    .command('undo')
    .description('take the last apply of this profile back')
    .option('--force', 'also where a file was changed since')
    .action(flags => actions.undo(profileOf(), flags));
  for (const command of program.commands) command.configureOutput({outputError: () => undefined}).exitOverride();
  return program;
}

async function onboard(profile: string, flags: Flags): Promise<ExitName> {
  assertProfile(profile);
  const isScript = flags.nonInteractive === true || flags.dryRun === true;
  if (flags.json === true && !isScript) throw new Stop('usage', '--json can’t ask; add --non-interactive or --dry-run.');
  if (!isScript && !canAsk()) {
    const answers = OPTIONS.filter(({step}) => step !== undefined).map(({flags: words}) => words.split(' ')[0]);
    throw new Stop('usage', `nobody can be asked here, stdin or stdout is no terminal; add --non-interactive, and for other answers than the defaults ${answers.join(', ')}.`);
  }
  // Keys that are typed while the host is looked at wait in the terminal, unechoed, for the first frame.
  const isScreen = !isScript && !isPlain(flags);
  if (isScreen) process.stdin.setRawMode(true);
  const store = openStore(homesOf(process.env).openclaw);
  const session = await openSession(profile, givenAnswers(flags), process.env, store, isScript);
  if (isScript) return runScript(session, {isDryRun: flags.dryRun === true, isJson: flags.json === true}, {out, err});
  const wizard = new Wizard(session.initial, session.effects);
  const outcome = await (isScreen ? runScreen(wizard) : runLines(wizard));
  // The screen of the wizard is gone with it; lines are still there.
  if (isScreen && outcome.kind === 'finished') out(outcomeText(outcome.state));
  return conclude(outcome);
}

async function runScreen(wizard: Wizard): Promise<WizardOutcome> {
  const {runTui} = await import('./tui/run.tsx');
  return runTui(wizard, process.env);
}

async function runLines(wizard: Wizard): Promise<WizardOutcome> {
  const {runPlain} = await import('./lines/run.ts');
  return runPlain(wizard);
}

async function conclude(outcome: WizardOutcome): Promise<ExitName> {
  const {state} = outcome;
  const ours = `${state.host.machine.ownCommand} --profile ${state.target.profile}`;
  if (outcome.kind === 'cancelled') {
    const applied = state.steps.length > 0 ? `Left while applying; ${ours} undo takes back what was written.` : 'Nothing was written.';
    err(`${applied} To go on:  ${ours} onboard\n`);
    return 'interrupted';
  }
  if (state.result?.kind === 'failed') return 'failed';
  return outcome.handOver ? handOver(state, process.env) : 'done';
}

function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

function isPlain(flags: Flags): boolean {
  const accessible = process.env['ACCESSIBLE'] ?? '';
  return flags.plain === true || process.env['TERM'] === 'dumb' || !['', '0', 'false'].includes(accessible);
}

/** One line on stderr, whatever happened; never a stack. */
function report(error: unknown): ExitName {
  if (error instanceof Stop) {
    err(`${PROGRAM}: ${error.message}\n`);
    return error.exit;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 'done';
    const word = /but got \d+: (\S+?)[,.]?$/m.exec(error.message)?.[1];
    const isUnknown = error.code === 'commander.excessArguments' && word !== undefined;
    const line = isUnknown ? `unknown command '${printable(word)}'; --help lists them.` : error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    err(`${PROGRAM}: ${line}\n`);
    return 'usage';
  }
  err(`${PROGRAM}: ${printable(error instanceof Error ? error.message : String(error))}\n`);
  return 'failed';
}
