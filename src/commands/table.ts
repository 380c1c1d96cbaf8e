/** Every command, once: the grammar, `--help`, the completions and the README are made from this table. */
import {OPTIONS, type OptionSpec} from '../options.ts';
import {SHELLS} from '../rules/shell.ts';
import type {CompletionCommand} from '../shells/completion/model.ts';
import {type CommandName, commandText} from '../text/commands.ts';
import {optionText} from '../text/options.ts';
import type {Run} from './call.ts';
import {env} from './env.ts';
import {exec} from './exec.ts';
import {list} from './list.ts';
import * as others from './others.ts';
import {ports} from './ports.ts';
import {completionOf, printShellInit} from './shell.ts';

const reports = () => import('./reports.ts');

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
  readonly run: Run;
};

const RESCUE = '--profile rescue';

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'onboard',
    options: OPTIONS.onboard,
    example: `${RESCUE} onboard --dry-run`,
    run: call => others.onboard(call),
  },
  {
    name: 'setup',
    options: OPTIONS.setup,
    example: `${RESCUE} setup`,
    run: call => others.setup(call),
  },
  {
    name: 'gateway run',
    operand: '[args...]',
    options: OPTIONS.run,
    example: `${RESCUE} gateway --port 19789`,
    run: call => others.runGateway(call),
  },
  {
    name: 'gateway install',
    options: OPTIONS.install,
    example: `${RESCUE} gateway install`,
    run: call => others.installService(call),
  },
  {
    name: 'gateway uninstall',
    options: OPTIONS.work,
    example: `${RESCUE} gateway uninstall`,
    run: call => others.uninstallService(call),
  },
  {
    name: 'gateway start',
    options: OPTIONS.work,
    example: `${RESCUE} gateway start`,
    run: call => others.controlService('start')(call),
  },
  {
    name: 'gateway stop',
    options: OPTIONS.work,
    example: `${RESCUE} gateway stop`,
    run: call => others.controlService('stop')(call),
  },
  {
    name: 'gateway restart',
    options: OPTIONS.work,
    example: `${RESCUE} gateway restart`,
    run: call => others.controlService('restart')(call),
  },
  {
    name: 'gateway status',
    options: OPTIONS.status,
    example: `${RESCUE} gateway status --json`,
    run: async call => (await reports()).status(call),
  },
  {
    name: 'status',
    options: OPTIONS.status,
    example: 'status --all',
    run: async call => (await reports()).status(call),
  },
  {
    name: 'list',
    options: OPTIONS.report,
    example: 'list --json',
    run: list,
  },
  {
    name: 'ports',
    options: OPTIONS.ports,
    example: 'ports --gateway-port 19789',
    run: ports,
  },
  {
    name: 'browser status',
    options: OPTIONS.report,
    example: `${RESCUE} browser status`,
    run: async call => (await reports()).browserStatus(call),
  },
  {
    name: 'engine show',
    options: OPTIONS.engine,
    example: `${RESCUE} engine`,
    run: call => others.showEngine(call),
  },
  {
    name: 'engine upgrade',
    operand: '[version]',
    options: OPTIONS.work,
    example: `${RESCUE} engine upgrade 2026.9.6`,
    run: call => others.upgradeEngine(call),
  },
  {
    name: 'engine unpin',
    options: OPTIONS.unpin,
    example: `${RESCUE} engine unpin`,
    run: call => others.unpinEngine(call),
  },
  {
    name: 'doctor',
    options: OPTIONS.doctor,
    example: 'doctor',
    run: async call => (call.flags.fix ? others.mend(call) : (await reports()).doctor(call)),
  },
  {
    name: 'drill',
    options: OPTIONS.drill,
    example: `${RESCUE} drill --dry-run`,
    run: call => others.drill(call),
  },
  {
    name: 'env',
    options: OPTIONS.env,
    example: `${RESCUE} env --shell fish`,
    run: env,
  },
  {
    name: 'exec',
    operand: '[args...]',
    options: OPTIONS.none,
    example: `${RESCUE} exec -- config get gateway.port`,
    run: exec,
  },
  {
    name: 'logs',
    options: OPTIONS.logs,
    example: `${RESCUE} logs --follow`,
    run: call => others.logs(call),
  },
  {
    name: 'remove',
    options: OPTIONS.remove,
    example: `${RESCUE} remove --dry-run`,
    run: call => others.removeProfile(call),
  },
  {
    name: 'undo',
    options: OPTIONS.undo,
    example: `${RESCUE} undo`,
    run: call => others.runUndo(call),
  },
  {
    name: 'shell-init',
    operand: '[shell]',
    operands: SHELLS,
    options: OPTIONS.none,
    example: 'shell-init bash',
    run: printShellInit,
  },
  {
    name: 'completion',
    operand: '[shell]',
    operands: SHELLS,
    options: OPTIONS.none,
    example: 'completion zsh',
    run: call => completionOf([...COMMANDS.map(withWords), ...shortForms()])(call),
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
