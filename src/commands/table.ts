/** Every command, once: the grammar, `--help`, the completions and the README are made from this table. */
import {OPTIONS, type OptionSpec} from '../options.ts';
import {SHELLS} from '../rules/shell.ts';
import type {CompletionCommand} from '../shells/completion/model.ts';
import {type CommandName, commandText} from '../text/commands.ts';
import {optionText} from '../text/options.ts';
import type {Run} from './call.ts';

/** A part of the program that is loaded when one of its commands is called. There are few, since each file costs a start half a millisecond. */
const part = <Part>(load: () => Promise<Part>) => (pick: (part: Part) => Run): Run => async call => pick(await load())(call);
const looking = part(() => import('./looking.ts'));
const judging = part(() => import('./judging.ts'));
const changing = part(() => import('./changing.ts'));

export type CommandSpec = {
  /** The words that call it, such as `gateway install`. */
  readonly name: CommandName;
  /** In commander's words: `<shell>`, `[args...]`. */
  readonly operand?: string;
  /** The values that the operand takes, where they are few. */
  readonly operands?: readonly string[];
  readonly options: readonly OptionSpec[];
  /** What stands after the program's name in an example that works. */
  readonly example: string;
  /** It says what it was asked, and ends: nobody reads keys, starts a child with our output, or looks at the window. */
  readonly isBrief?: true;
  readonly run: Run;
};

const RESCUE = '--profile rescue';

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'onboard',
    options: OPTIONS.onboard,
    example: `${RESCUE} onboard --dry-run`,
    run: changing(it => it.onboard),
  },
  {
    name: 'setup',
    options: OPTIONS.setup,
    example: `${RESCUE} setup`,
    run: changing(it => it.setup),
  },
  {
    name: 'gateway run',
    operand: '[args...]',
    options: OPTIONS.run,
    example: `${RESCUE} gateway --port 19789`,
    run: changing(it => it.runGateway),
  },
  {
    name: 'gateway install',
    options: OPTIONS.install,
    example: `${RESCUE} gateway install`,
    run: changing(it => it.installService),
  },
  {
    name: 'gateway uninstall',
    options: OPTIONS.work,
    example: `${RESCUE} gateway uninstall`,
    run: changing(it => it.uninstallService),
  },
  {
    name: 'gateway start',
    options: OPTIONS.work,
    example: `${RESCUE} gateway start`,
    run: changing(it => it.controlService('start')),
  },
  {
    name: 'gateway stop',
    options: OPTIONS.work,
    example: `${RESCUE} gateway stop`,
    run: changing(it => it.controlService('stop')),
  },
  {
    name: 'gateway restart',
    options: OPTIONS.work,
    example: `${RESCUE} gateway restart`,
    run: changing(it => it.controlService('restart')),
  },
  {
    name: 'gateway status',
    options: OPTIONS.status,
    example: `${RESCUE} gateway status --json`,
    run: judging(it => it.status),
  },
  {
    name: 'status',
    options: OPTIONS.status,
    example: 'status --all',
    run: judging(it => it.status),
  },
  {
    name: 'list',
    options: OPTIONS.report,
    example: 'list --json',
    isBrief: true,
    run: looking(it => it.list),
  },
  {
    name: 'ports',
    options: OPTIONS.ports,
    example: 'ports --gateway-port 19789',
    isBrief: true,
    run: looking(it => it.ports),
  },
  {
    name: 'browser status',
    options: OPTIONS.report,
    example: `${RESCUE} browser status`,
    run: judging(it => it.browserStatus),
  },
  {
    name: 'engine show',
    options: OPTIONS.engine,
    example: `${RESCUE} engine`,
    run: changing(it => it.showEngine),
  },
  {
    name: 'engine upgrade',
    operand: '[version]',
    options: OPTIONS.work,
    example: `${RESCUE} engine upgrade 2026.9.6`,
    run: changing(it => it.upgradeEngine),
  },
  {
    name: 'engine unpin',
    options: OPTIONS.unpin,
    example: `${RESCUE} engine unpin`,
    run: changing(it => it.unpinEngine),
  },
  {
    name: 'doctor',
    options: OPTIONS.doctor,
    example: 'doctor',
    run: judging(it => it.doctor),
  },
  {
    name: 'drill',
    options: OPTIONS.drill,
    example: `${RESCUE} drill --dry-run`,
    run: changing(it => it.drill),
  },
  {
    name: 'env',
    options: OPTIONS.env,
    example: `${RESCUE} env --shell fish`,
    isBrief: true,
    run: looking(it => it.env),
  },
  {
    name: 'exec',
    operand: '[args...]',
    options: OPTIONS.none,
    example: `${RESCUE} exec -- config get gateway.port`,
    run: looking(it => it.exec),
  },
  {
    name: 'logs',
    options: OPTIONS.logs,
    example: `${RESCUE} logs --follow`,
    run: changing(it => it.logs),
  },
  {
    name: 'remove',
    options: OPTIONS.remove,
    example: `${RESCUE} remove --dry-run`,
    run: changing(it => it.removeProfile),
  },
  {
    name: 'undo',
    options: OPTIONS.undo,
    example: `${RESCUE} undo`,
    run: changing(it => it.runUndo),
  },
  {
    name: 'shell-init',
    operand: '[shell]',
    operands: SHELLS,
    options: OPTIONS.none,
    example: 'shell-init bash',
    isBrief: true,
    run: looking(it => it.printShellInit),
  },
  {
    name: 'completion',
    operand: '[shell]',
    operands: SHELLS,
    options: OPTIONS.none,
    example: 'completion zsh',
    isBrief: true,
    run: looking(it => it.completionOf([...COMMANDS.map(withWords), ...shortForms()])),
  },
];

/** The command of a bare call. */
export const DEFAULT_COMMAND = 'onboard';
/** What a first word alone stands for: `gateway --port 19001` of the guide, `engine`. */
export const DEFAULT_SUBCOMMANDS: Readonly<Record<string, string>> = {gateway: 'run', engine: 'show'};

/** Such a first word as a command of its own, which takes what the longer one takes. */
function shortForms(): CompletionCommand[] {
  return COMMANDS.flatMap(spec => {
    const [name = '', child] = spec.name.split(' ');
    return child !== undefined && DEFAULT_SUBCOMMANDS[name] === child ? [{...withWords(spec), name}] : [];
  });
}

/** A command with what a shell says about it, in the language that is spoken now. */
function withWords(spec: CommandSpec): CompletionCommand {
  return {...spec, summary: commandText(spec.name), options: spec.options.map(option => ({...option, description: optionText(option, spec.name)}))};
}
