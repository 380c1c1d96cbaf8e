/** What every command gets, and what it gives back. */
import type {Store} from '../apply/store.ts';
import type {ExitName} from '../exit-codes.ts';
import type {Environment} from '../host/environment.ts';
import type {Flags, OptionSpec} from '../options.ts';
import type {Selector} from '../rules/selector.ts';
import {PROGRAM} from '../rules/shell.ts';
import {printable, printableJson, printableText} from '../rules/printable.ts';

export type Output = {
  /** What was asked for, on stdout. */
  readonly print: (text: string) => void;
  /** Closing words of a change, on stdout. */
  readonly out: (text: string) => void;
  /** Progress and remarks on stderr. */
  readonly err: (text: string) => void;
  /** The one document of `--json` on stdout; the version of its form comes first. */
  readonly document: (document: object) => void;
  /** On stderr: what is wrong, why, and what to do, in one line; and what else is known of it. */
  readonly problem: (line: string, ...more: readonly string[]) => void;
};

export type Call = {
  readonly selector: Selector;
  readonly flags: Flags;
  /** The options that the command takes. */
  readonly options: readonly OptionSpec[];
  /** Operands, and what stands after `--`. */
  readonly words: readonly string[];
  readonly env: Environment;
  readonly store: Store;
  readonly output: Output;
};

/** A number is the exit code of a child that stood in our place. */
export type Exit = ExitName | number;

export type Run = (call: Call) => Promise<Exit> | Exit;

const SCHEMA_VERSION = 1;

/**
 * All that a command writes goes through here, so that no name, value or message of somebody else reaches a terminal as more
 * than text, whoever forgot to make it printable before.
 * @param isQuiet leaves nothing but problems, documents and what was asked for
 */
export function outputTo(stdout: (text: string) => void, stderr: (text: string) => void, isQuiet: boolean): Output {
  const out = (text: string) => stdout(printableText(text));
  const err = (text: string) => stderr(printableText(text));
  const unlessQuiet = (write: (text: string) => void) => (isQuiet ? () => undefined : write);
  return {
    print: out,
    out: unlessQuiet(out),
    err: unlessQuiet(err),
    document: document => stdout(`${printableJson(JSON.stringify({schemaVersion: SCHEMA_VERSION, ...document}, null, 2))}\n`),
    problem: (line, ...more) => stderr([`${PROGRAM}: ${line}`, ...more].map(text => `${printable(text)}\n`).join('')),
  };
}
