/** Every command, once: the grammar, `--help`, the completions and the README are made from this table. Each loads only when it is called. */
import {OPTIONS, type OptionSpec} from '../options.ts';
import {SHELLS} from '../rules/shell.ts';
import type {CompletionCommand} from '../shells/completion/model.ts';
import {type CommandName, commandText} from '../text/commands.ts';
import {optionText} from '../text/options.ts';
import type {Run} from './call.ts';
import {browserStatus} from './browser-status.ts';
import {doctor} from './doctor.ts';
import {drill} from './drill.ts';
import {showEngine, unpinEngine, upgradeEngine} from './engine.ts';
import {env} from './env.ts';
import {exec} from './exec.ts';
import {controlService, runGateway} from './gateway.ts';
import {logs} from './logs.ts';
import {onboard} from './onboard.ts';
import {ports} from './ports.ts';
import {removeProfile, uninstallService} from './remove.ts';
import {installService, setup} from './setup.ts';
import {completionOf, printShellInit} from './shell.ts';
import {list, status} from './status.ts';
import {runUndo} from './undo.ts';

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
    run: onboard,
  },
  {
    name: 'setup',
    options: OPTIONS.setup,
    example: `${RESCUE} setup`,
    run: setup,
  },
  {
    name: 'gateway run',
    operand: '[args...]',
    options: OPTIONS.run,
    example: `${RESCUE} gateway --port 19789`,
    run: runGateway,
  },
  {
    name: 'gateway install',
    options: OPTIONS.install,
    example: `${RESCUE} gateway install`,
    run: installService,
  },
  {
    name: 'gateway uninstall',
    options: OPTIONS.work,
    example: `${RESCUE} gateway uninstall`,
    run: uninstallService,
  },
  {
    name: 'gateway start',
    options: OPTIONS.work,
    example: `${RESCUE} gateway start`,
    run: controlService('start'),
  },
  {
    name: 'gateway stop',
    options: OPTIONS.work,
    example: `${RESCUE} gateway stop`,
    run: controlService('stop'),
  },
  {
    name: 'gateway restart',
    options: OPTIONS.work,
    example: `${RESCUE} gateway restart`,
    run: controlService('restart'),
  },
  {
    name: 'gateway status',
    options: OPTIONS.status,
    example: `${RESCUE} gateway status --json`,
    run: status,
  },
  {
    name: 'status',
    options: OPTIONS.status,
    example: 'status --all',
    run: status,
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
    run: browserStatus,
  },
  {
    name: 'engine show',
    options: OPTIONS.engine,
    example: `${RESCUE} engine`,
    run: showEngine,
  },
  {
    name: 'engine upgrade',
    operand: '[version]',
    options: OPTIONS.work,
    example: `${RESCUE} engine upgrade 2026.9.6`,
    run: upgradeEngine,
  },
  {
    name: 'engine unpin',
    options: OPTIONS.unpin,
    example: `${RESCUE} engine unpin`,
    run: unpinEngine,
  },
  {
    name: 'doctor',
    options: OPTIONS.doctor,
    example: 'doctor',
    run: doctor,
  },
  {
    name: 'drill',
    options: OPTIONS.drill,
    example: `${RESCUE} drill --dry-run`,
    run: drill,
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
    run: logs,
  },
  {
    name: 'remove',
    options: OPTIONS.remove,
    example: `${RESCUE} remove --dry-run`,
    run: removeProfile,
  },
  {
    name: 'undo',
    options: OPTIONS.undo,
    example: `${RESCUE} undo`,
    run: runUndo,
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
