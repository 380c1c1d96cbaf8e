/** Every command, once: the grammar, `--help`, the completions and the README are made from this table. Each loads only when it is called. */
import {OPTIONS, type OptionSpec} from '../options.ts';
import {SHELLS} from '../rules/shell.ts';
import type {CompletionCommand} from '../shells/completion/model.ts';
import {type CommandName, commandText} from '../text/commands.ts';
import {optionText} from '../text/options.ts';
import type {Run} from './call.ts';

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
  readonly load: () => Promise<Run>;
};

const RESCUE = '--profile rescue';

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'onboard',
    options: OPTIONS.onboard,
    example: `${RESCUE} onboard --dry-run`,
    load: async () => (await import('./onboard.ts')).onboard,
  },
  {
    name: 'setup',
    options: OPTIONS.setup,
    example: `${RESCUE} setup`,
    load: async () => (await import('./setup.ts')).setup,
  },
  {
    name: 'gateway run',
    operand: '[args...]',
    options: OPTIONS.run,
    example: `${RESCUE} gateway --port 19789`,
    load: async () => (await import('./gateway.ts')).runGateway,
  },
  {
    name: 'gateway install',
    options: OPTIONS.install,
    example: `${RESCUE} gateway install`,
    load: async () => (await import('./setup.ts')).installService,
  },
  {
    name: 'gateway uninstall',
    options: OPTIONS.work,
    example: `${RESCUE} gateway uninstall`,
    load: async () => (await import('./remove.ts')).uninstallService,
  },
  {
    name: 'gateway start',
    options: OPTIONS.work,
    example: `${RESCUE} gateway start`,
    load: async () => (await import('./gateway.ts')).controlService('start'),
  },
  {
    name: 'gateway stop',
    options: OPTIONS.work,
    example: `${RESCUE} gateway stop`,
    load: async () => (await import('./gateway.ts')).controlService('stop'),
  },
  {
    name: 'gateway restart',
    options: OPTIONS.work,
    example: `${RESCUE} gateway restart`,
    load: async () => (await import('./gateway.ts')).controlService('restart'),
  },
  {
    name: 'gateway status',
    options: OPTIONS.status,
    example: `${RESCUE} gateway status --json`,
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'status',
    options: OPTIONS.status,
    example: 'status --all',
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'list',
    options: OPTIONS.report,
    example: 'list --json',
    load: async () => (await import('./status.ts')).list,
  },
  {
    name: 'ports',
    options: OPTIONS.ports,
    example: 'ports --gateway-port 19789',
    load: async () => (await import('./ports.ts')).ports,
  },
  {
    name: 'browser status',
    options: OPTIONS.report,
    example: `${RESCUE} browser status`,
    load: async () => (await import('./browser-status.ts')).browserStatus,
  },
  {
    name: 'engine show',
    options: OPTIONS.engine,
    example: `${RESCUE} engine`,
    load: async () => (await import('./engine.ts')).showEngine,
  },
  {
    name: 'engine upgrade',
    operand: '[version]',
    options: OPTIONS.work,
    example: `${RESCUE} engine upgrade 2026.9.6`,
    load: async () => (await import('./engine.ts')).upgradeEngine,
  },
  {
    name: 'engine unpin',
    options: OPTIONS.unpin,
    example: `${RESCUE} engine unpin`,
    load: async () => (await import('./engine.ts')).unpinEngine,
  },
  {
    name: 'doctor',
    options: OPTIONS.doctor,
    example: 'doctor',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'drill',
    options: OPTIONS.drill,
    example: `${RESCUE} drill --dry-run`,
    load: async () => (await import('./drill.ts')).drill,
  },
  {
    name: 'env',
    options: OPTIONS.env,
    example: `${RESCUE} env --shell fish`,
    load: async () => (await import('./env.ts')).env,
  },
  {
    name: 'exec',
    operand: '[args...]',
    options: OPTIONS.none,
    example: `${RESCUE} exec -- config get gateway.port`,
    load: async () => (await import('./exec.ts')).exec,
  },
  {
    name: 'logs',
    options: OPTIONS.logs,
    example: `${RESCUE} logs --follow`,
    load: async () => (await import('./logs.ts')).logs,
  },
  {
    name: 'remove',
    options: OPTIONS.remove,
    example: `${RESCUE} remove --dry-run`,
    load: async () => (await import('./remove.ts')).removeProfile,
  },
  {
    name: 'undo',
    options: OPTIONS.undo,
    example: `${RESCUE} undo`,
    load: async () => (await import('./undo.ts')).runUndo,
  },
  {
    name: 'shell-init',
    operand: '[shell]',
    operands: SHELLS,
    options: OPTIONS.none,
    example: 'shell-init bash',
    load: async () => (await import('./shell.ts')).printShellInit,
  },
  {
    name: 'completion',
    operand: '[shell]',
    operands: SHELLS,
    options: OPTIONS.none,
    example: 'completion zsh',
    load: async () => (await import('./shell.ts')).completionOf([...COMMANDS.map(withWords), ...shortForms()]),
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
