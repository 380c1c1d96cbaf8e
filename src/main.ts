/** From the command line to a command, and from its outcome to an exit code. The only place that sets one. */
import {BRIEF} from './commands/brief.ts';
import {type Exit, outputTo} from './commands/call.ts';
import {recoverAll} from './commands/others.ts';
import {parse, selectorIn} from './commands/grammar.ts';
import {chosenLanguage} from './commands/spelled-out.ts';
import {journalsIn} from './apply/journal.ts';
import {removeLeftovers} from './apply/leftovers.ts';
import {openStore} from './apply/store.ts';
import {type Crash, reportCrash, reportTo, restoreTerminal} from './crash.ts';
import {EXIT_CODES, type ExitName, Stop} from './exit-codes.ts';
import {farewell, greeted} from './greeting.ts';
import {homesOf} from './host/environment.ts';
import {isAllWritten, onWriteFailure, useStreams, write} from './streams.ts';
import {languageOf, speak} from './text/language.ts';
import {crashText, printable} from './text/terms.ts';
import {outputFailureText} from './text/write-failures.ts';
import {narrowUmask, widenUmask} from './umask.ts';

declare const PACKAGE_VERSION: string;
/** In the bundle of the brief commands the others are not there. */
declare const IS_BRIEF: boolean;

const out = (text: string) => write('stdout', farewell() + text);
const err = (text: string) => {
  write('stdout', farewell());
  write('stderr', text);
};

/** @param isGreeted whether cli.ts has shown its line */
export async function main(argv: readonly string[], isGreeted = false): Promise<void> {
  if (isGreeted) greeted();
  narrowUmask();
  let isCut = false;
  // A reader that has seen enough (`| head`) or has hung up is no error, and no reason to stop in the middle of a change; a full disk is one.
  onWriteFailure((channel, {code}) => {
    if (code === 'EPIPE' || (code === 'EIO' && process[channel].isTTY) || isCut) return;
    isCut = true;
    process.exitCode = EXIT_CODES.failed.code;
    if (channel === 'stdout') outputTo(out, err, true).problem(outputFailureText(code));
  });
  // Should the program ever end in the middle of something, it has failed.
  process.exitCode = EXIT_CODES.failed.code;
  const exit = await run(argv);
  // Who took over has said how it ended.
  if (exit === undefined) return;
  process.exitCode = typeof exit === 'number' ? exit : isCut && exit === 'done' ? EXIT_CODES.failed.code : EXIT_CODES[exit].code;
  // Nothing is left to do, and Node takes a tenth of a short run to find that out and to clean up.
  if (isAllWritten()) process.exit();
}

/** @returns undefined where the whole program took over */
async function run(argv: readonly string[]): Promise<Exit | undefined> {
  let output = outputTo(out, err, true);
  let isJson = false;
  // One line, whatever happened; never a stack.
  const fail = (error: unknown): ExitName => {
    if (!(error instanceof Stop)) restoreTerminal();
    const {message, report}: Crash = error instanceof Stop ? error : reportCrash(error, {version: PACKAGE_VERSION, argv, env: process.env});
    const exit = error instanceof Stop ? error.exit : 'failed';
    if (isJson) output.document({error: printable(message), ...(report === undefined ? {} : {report}), result: {kind: 'failed', exitCode: EXIT_CODES[exit].code}});
    output.problem(report === undefined ? message : crashText(message, report));
    return exit;
  };
  // What is thrown where nobody waits for it, a promise that nobody looks at among it.
  process.once('uncaughtException', error => process.exit(EXIT_CODES[fail(error)].code));
  try {
    await speak(languageOf(process.env));
    const chosen = chosenLanguage(argv);
    if (chosen) await speak(chosen);
    const parsed = await parse(argv, PACKAGE_VERSION, out);
    if (!parsed) return 'done';
    const {spec, flags, words} = parsed;
    const {env} = process;
    // First the flag, then NO_COLOR, then FORCE_COLOR: here, and in every child.
    if (flags.color === false) env['NO_COLOR'] = '1';
    if (env['NO_COLOR']) delete env['FORCE_COLOR'];
    const isBrief = BRIEF.includes(spec.name.split(' ').at(-1) as string) && !flags.fix;
    isJson = flags.json === true;
    output = outputTo(out, err, flags.quiet === true);
    const selector = selectorIn(flags, env);
    const homes = homesOf(env);
    // One that is empty or relative would be another folder for each library and child.
    if (env['HOME'] !== undefined) env['HOME'] = homes.user;
    const call = {selector, flags, options: spec.options, words, env, store: openStore(homes.openclaw), output};
    reportTo(call.store.crashes);
    removeLeftovers(call.store);
    const hasJournals = journalsIn(call.store.journals).length > 0;
    if (IS_BRIEF && (hasJournals || !isBrief)) return await wholeProgram(argv);
    if (!isBrief) useStreams();
    if (hasJournals) await recoverAll(call);
    return await spec.run(call);
  } catch (error) {
    return fail(error);
  }
}

/** Takes over, as if nothing had been called yet. */
async function wholeProgram(argv: readonly string[]): Promise<undefined> {
  process.removeAllListeners('uncaughtException');
  widenUmask();
  const {main} = (await import('./main.js' as string)) as {main: (argv: readonly string[]) => Promise<void>};
  await main(argv);
  return undefined;
}
