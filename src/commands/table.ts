/** Every command, once: the grammar, `--help`, the completions and the README are made from this table. Each loads only when it is called. */
import {OPTIONS, type OptionSpec} from '../options.ts';
import {SHELLS} from '../rules/shell.ts';
import type {Run} from './call.ts';

export type CommandSpec = {
  /** The words that call it, such as `gateway install`. */
  readonly name: string;
  readonly summary: string;
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
    summary: 'the wizard; with --non-interactive the same answers by flags',
    options: OPTIONS.onboard,
    example: `${RESCUE} onboard --dry-run`,
    load: async () => (await import('./onboard.ts')).onboard,
  },
  {
    name: 'setup',
    summary: 'config and workspace with the defaults, no service, no question; run again it changes nothing',
    options: OPTIONS.setup,
    example: `${RESCUE} setup`,
    load: async () => (await import('./setup.ts')).setup,
  },
  {
    name: 'gateway run',
    summary: 'the real gateway in the foreground, after a look at its ports; what follows -- goes to it',
    operand: '[args...]',
    options: OPTIONS.run,
    example: `${RESCUE} gateway --port 19789`,
    load: async () => (await import('./gateway.ts')).runGateway,
  },
  {
    name: 'gateway install',
    summary: 'the service: written, enabled and started where a service manager can be reached',
    options: OPTIONS.install,
    example: `${RESCUE} gateway install`,
    load: async () => (await import('./setup.ts')).installService,
  },
  {
    name: 'gateway uninstall',
    summary: 'stop the service and delete its files; config, state and workspace stay',
    options: OPTIONS.work,
    example: `${RESCUE} gateway uninstall`,
    load: async () => (await import('./remove.ts')).uninstallService,
  },
  {
    name: 'gateway start',
    summary: 'start the service and wait till it is healthy',
    options: OPTIONS.work,
    example: `${RESCUE} gateway start`,
    load: async () => (await import('./gateway.ts')).controlService('start'),
  },
  {
    name: 'gateway stop',
    summary: 'stop the service',
    options: OPTIONS.work,
    example: `${RESCUE} gateway stop`,
    load: async () => (await import('./gateway.ts')).controlService('stop'),
  },
  {
    name: 'gateway restart',
    summary: 'stop it, start it, and wait till it is healthy',
    options: OPTIONS.work,
    example: `${RESCUE} gateway restart`,
    load: async () => (await import('./gateway.ts')).controlService('restart'),
  },
  {
    name: 'gateway status',
    summary: 'the same as status',
    options: OPTIONS.status,
    example: `${RESCUE} gateway status --json`,
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'status',
    summary: 'config, state, workspace, ports, service, health, version and log of one instance, or of all',
    options: OPTIONS.status,
    example: 'status --all',
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'list',
    summary: 'all instances of this host, a line each',
    options: OPTIONS.report,
    example: 'list --json',
    load: async () => (await import('./status.ts')).list,
  },
  {
    name: 'ports',
    summary: 'the port table, with who holds what and what clashes',
    options: OPTIONS.ports,
    example: 'ports --gateway-port 19789',
    load: async () => (await import('./ports.ts')).ports,
  },
  {
    name: 'browser status',
    summary: 'control port, relay, CDP range and each browser profile; starts nothing',
    options: OPTIONS.report,
    example: `${RESCUE} browser status`,
    load: async () => (await import('./browser-status.ts')).browserStatus,
  },
  {
    name: 'engine show',
    summary: 'whose OpenClaw it runs on: version, entry, size on disk, and what main runs; onboard --own-engine gives it one of its own',
    options: OPTIONS.engine,
    example: `${RESCUE} engine`,
    load: async () => (await import('./engine.ts')).showEngine,
  },
  {
    name: 'engine upgrade',
    summary: 'its own OpenClaw in another version (default: latest), and back to the one before where it is not healthy then',
    operand: '[version]',
    options: OPTIONS.work,
    example: `${RESCUE} engine upgrade 2026.9.6`,
    load: async () => (await import('./engine.ts')).upgradeEngine,
  },
  {
    name: 'engine unpin',
    summary: 'back to the OpenClaw that all share; its own one stays for undo, unless --delete',
    options: OPTIONS.unpin,
    example: `${RESCUE} engine unpin`,
    load: async () => (await import('./engine.ts')).unpinEngine,
  },
  {
    name: 'doctor',
    summary: 'whether the instances of this host are isolated, with a fix beside each finding; --fix mends one of them',
    options: OPTIONS.doctor,
    example: 'doctor',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'drill',
    summary: 'whether the rescue is there when main is not, and what takes both down; --stop-main tries it for real',
    options: OPTIONS.drill,
    example: `${RESCUE} drill --dry-run`,
    load: async () => (await import('./drill.ts')).drill,
  },
  {
    name: 'env',
    summary: 'the variables that make a shell OpenClaw’s shell for this instance',
    options: OPTIONS.env,
    example: `${RESCUE} env --shell fish`,
    load: async () => (await import('./env.ts')).env,
  },
  {
    name: 'exec',
    summary: 'any command of the real OpenClaw as this instance, in a clean environment',
    operand: '[args...]',
    options: OPTIONS.none,
    example: `${RESCUE} exec -- config get gateway.port`,
    load: async () => (await import('./exec.ts')).exec,
  },
  {
    name: 'logs',
    summary: 'the last lines of its log, from where this platform and version keep it',
    options: OPTIONS.logs,
    example: `${RESCUE} logs --follow`,
    load: async () => (await import('./logs.ts')).logs,
  },
  {
    name: 'remove',
    summary: 'the service and the files that we made; state and workspace only by name',
    options: OPTIONS.remove,
    example: `${RESCUE} remove --dry-run`,
    load: async () => (await import('./remove.ts')).removeProfile,
  },
  {
    name: 'undo',
    summary: 'back to before the last apply or removal',
    options: OPTIONS.undo,
    example: `${RESCUE} undo`,
    load: async () => (await import('./undo.ts')).runUndo,
  },
  {
    name: 'shell-init',
    summary: 'a shell function by which openclaw --profile <p> onboard opens this wizard',
    operand: '[shell]',
    operands: SHELLS,
    options: OPTIONS.none,
    example: 'shell-init bash',
    load: async () => (await import('./shell.ts')).printShellInit,
  },
  {
    name: 'completion',
    summary: 'completions for a shell',
    operand: '[shell]',
    operands: SHELLS,
    options: OPTIONS.none,
    example: 'completion zsh',
    load: async () => (await import('./shell.ts')).completionOf([...COMMANDS, ...shortForms()]),
  },
];

/** The command of a bare call. */
export const DEFAULT_COMMAND = 'onboard';
/** What a first word alone stands for: `gateway --port 19001` of the guide, `engine`. */
export const DEFAULT_SUBCOMMANDS: Readonly<Record<string, string>> = {gateway: 'run', engine: 'show'};

/** Such a first word as a command of its own, which takes what the longer one takes. */
function shortForms(): CommandSpec[] {
  return COMMANDS.flatMap(spec => {
    const [name = '', child] = spec.name.split(' ');
    return child !== undefined && DEFAULT_SUBCOMMANDS[name] === child ? {...spec, name} : [];
  });
}
