/** The terms of the field, and of this program, that many sentences share. Keys, flags, paths and ids stay literal. */
import type {ApplyEvent, ApplyStep} from '../rules/apply-steps.ts';
import type {Bind, Host, ServiceAnswer} from '../rules/answers.ts';
import type {CheckId} from '../rules/audit/rule.ts';
import type {BasePort} from '../rules/instance.ts';
import type {Machine, ManagerState} from '../rules/machine.ts';
import {type BusyPort, holderName} from '../rules/occupancy.ts';
import {openclawCall, type Selector, selectorText} from '../rules/selector.ts';
import {quote} from '../rules/shell.ts';
import type {Command, CommandId} from '../rules/service/commands.ts';
import type {PortState} from '../rules/port-states.ts';
import {cutTo, printable} from '../rules/printable.ts';
import {DEV_BASE, type PortId, type PortUse, type Range, sizeOf} from '../rules/ports.ts';
import {type Platform, tildePath} from '../rules/profile.ts';
import type {Kept} from '../rules/removal.ts';
import type {PlaceKind, Relation} from '../rules/workspace.ts';
import type {KeyCommand} from '../wizard/keymap.ts';
import type {StepId} from '../wizard/state.ts';

export const STEP_TITLES: Readonly<Record<StepId, string>> = {
  profile: 'Profile',
  ports: 'Ports',
  workspace: 'Workspace',
  gateway: 'Gateway',
  service: 'Service',
  channel: 'Channel',
  changed: 'Changed',
  review: 'Review',
  apply: 'Apply',
  done: 'Done',
};

export const PORT_LABELS: Readonly<Record<PortId, {readonly long: string; readonly short: string}>> = {
  gateway: {long: 'Gateway (ws, http)', short: 'Gateway'},
  canvas: {long: 'Canvas', short: 'Canvas'},
  'browser-control': {long: 'Browser control', short: 'Browser ctl'},
  'extension-relay': {long: 'Extension relay', short: 'Relay'},
  cdp: {long: 'Browser CDP', short: 'CDP'},
};

export function rangeText({from, to}: Range): string {
  return from === to ? String(from) : `${from}–${to}`;
}

export function ruleText({from, to}: Range): string {
  if (to === 0) return 'base';
  return from === to ? `base + ${from}` : `base + ${from}…${to}`;
}

/** The words of a port row in documents. */
export const PORT_TEXTS = {
  portLabel: ({id}: PortState) => PORT_LABELS[id].long,
  rule: ({offset}: PortState) => ruleText(offset),
};

export function ordinal(count: number): string {
  const suffix = /1[123]$/.test(String(count)) ? 'th' : ({1: 'st', 2: 'nd', 3: 'rd'}[count % 10] ?? 'th');
  return `${count}${suffix}`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A size on the disk. @param bytes */
export function sizeText(bytes: number): string {
  return bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${Math.round(bytes / (1 << 20))} MiB`;
}

/** Who holds a port, as far as the system says. */
export function holderText({code, holder}: BusyPort): string {
  if (code === 'EACCES') return 'not allowed (EACCES): reserved by the system';
  if (!holder) return 'in use';
  const isOnlyUser = holder.pid === undefined && holder.command === '';
  return `in use${isOnlyUser ? ' by' : ':'} ${printable(holderName(holder))}`;
}

export function useText(owner: string, use: PortUse): string {
  switch (use.kind) {
    case 'cdp':
      return use.browserProfile.from === use.browserProfile.to
        ? `${owner}’s ${ordinal(use.browserProfile.from)} browser profile`
        : `${sizeOf(use.browserProfile)} shared with ${owner}`;
    case 'explicit':
      return `${owner}’s ${use.key}`;
    case 'gateway':
      return `${owner}’s own gateway`;
    case 'browser-control':
      return `${owner}’s browser control`;
    case 'extension-relay':
      return `${owner}’s extension relay`;
    case 'reserved':
      return `reserved by ${owner}`;
  }
}

/** What one row of the port table says about this host. */
export function rowText({id, state, busy, clashes, from, to}: PortState): string {
  if (id === 'canvas') return 'served by the gateway';
  const [clash] = clashes;
  if (clash) return useText(clash.owner, clash.use);
  if (state === 'unknown') return 'asking the host …';
  const [first] = busy;
  if (state === 'own') return 'in use by this gateway itself';
  const size = sizeOf({from, to});
  if (first) return size === 1 ? holderText(first) : `${size - busy.length} of ${size} free, not ${first.port}${busy.length > 1 ? ' …' : ''}`;
  if (size > 1) return `all ${size} free`;
  return id === 'browser-control' ? 'free, loopback only' : 'free';
}

/** The same where there is little room. */
export function shortRowText(row: PortState): string {
  const [clash] = row.clashes;
  const [first] = row.busy;
  if (row.id === 'canvas') return 'by gateway';
  if (clash?.use.kind === 'cdp') {
    const {from, to} = clash.use.browserProfile;
    return from === to ? `${clash.owner}’s ${ordinal(from)}` : `${to - from + 1} shared`;
  }
  if (clash) return clash.use.kind === 'reserved' ? 'reserved' : `${clash.owner}’s own`;
  if (row.state === 'unknown') return '…';
  if (row.state === 'own') return 'this gateway';
  const size = sizeOf(row);
  if (first) return size === 1 ? printable(first.holder?.command || first.holder?.user || 'in use') : `${size - row.busy.length} free`;
  return size > 1 ? `${size} free` : 'free';
}

export const PLACES: Readonly<Record<PlaceKind, string>> = {workspace: 'workspace', 'agent-workspace': 'workspace of an agent', state: 'state folder', config: 'config', 'agent-state': 'state of an agent', 'browser-data': 'browser data', log: 'log file'};
export const RELATIONS: Readonly<Record<Relation, string>> = {equal: 'is', inside: 'lies inside', around: 'contains'};

export const CHECK_LABELS: Readonly<Record<CheckId, string>> = {
  config: 'config',
  state: 'state',
  workspace: 'workspace',
  'base-port': 'base port',
  'derived-ports': 'ports',
  service: 'service',
  channels: 'channels',
};

export const BIND_TEXTS: Readonly<Record<Bind, string>> = {
  loopback: 'this machine only; the safe choice for a rescue bot',
  lan: 'every interface: all of your network can reach it with the token',
  tailnet: 'your Tailscale address only',
  auto: 'loopback, and where OpenClaw finds it fit (in a container: everywhere)',
  custom: 'one address that you give',
};

export const AUTH_TEXTS = {
  keep: 'kept as the config has it',
  generate: 'a new random token, in the config alone (0600)',
  env: 'a reference to an environment variable; the config holds no secret',
} as const;

export const SERVICE_TITLES: Readonly<Record<ServiceAnswer, string>> = {
  start: 'Install and start now',
  write: 'Install, do not start',
  none: 'No service',
};

export function serviceHelp(answer: ServiceAnswer, manager: ManagerState): string {
  switch (answer) {
    case 'start':
      return 'and at every login; the wizard waits until it answers';
    case 'write':
      return manager.kind === 'ready' ? 'it starts with the next login' : 'the files alone';
    case 'none':
      return 'start it by hand when you need it';
  }
}

/** What a service will not do: be started from here, or outlive the last logout. Without a name loginctl finds its user in a session only (systemd 252). */
export function managerText({manager, machine}: Pick<Host, 'manager' | 'machine'>): string | undefined {
  if (manager.kind === 'ready') {
    return manager.lingers === false ? `The service stops when you log out, until this is run:  loginctl enable-linger ${quote(machine.account, machine.platform)}` : undefined;
  }
  switch (manager.reason) {
    case 'openclaw-home':
      return 'OPENCLAW_HOME is set: OpenClaw refuses to manage services then.';
    case 'other-home':
      return 'HOME is not this user’s home: the file is written there, but the service manager does not look there.';
    case 'no-manager':
      return 'No service manager here (a container, WSL without systemd?): the file is written, nothing is started.';
    case 'no-session':
      return NO_SESSION[machine.platform];
  }
}

const NO_SESSION: Readonly<Record<Platform, string>> = {
  linux: 'The service manager can’t be reached from this shell (ssh without a session, su, cron?): the file is written, nothing is started.',
  darwin: 'This user is not logged in at the screen, and only there agents run: the file is written, and it starts with the next login there.',
  win32: 'The Task Scheduler does not answer: the files are written, nothing is registered or started.',
};

/** Inherited variables that would pull OpenClaw to another instance. */
export function ignoredText(names: readonly string[]): string {
  return `Set in this shell and ignored: ${names.join(', ')}.`;
}

export const PORT_SOURCES: Readonly<Record<BasePort['source'], string>> = {
  'service-argument': 'from the service',
  'service-environment': 'service environment',
  dotenv: '.env',
  config: 'config',
  running: 'of the gateway that runs now',
  'hashed-default': 'default of the name',
  default: 'default',
};

export const KEY_LABELS: Readonly<Record<KeyCommand, string>> = {
  next: 'continue',
  back: 'back',
  keys: 'all keys',
  leave: 'leave',
  close: 'back to the step',
  'profile-previous': 'profile above',
  'profile-next': 'profile below',
  'forget-draft': 'forget the answers of last time',
  'base-up': 'one up',
  'base-down': 'one down',
  'base-page-up': 'ten up',
  'base-page-down': 'ten down',
  'base-clean': 'next clean',
  'accept-overlap': 'accept the overlap, or withdraw that',
  explain: 'explain the next row',
  'row-up': 'line above',
  'row-down': 'line below',
  'choice-previous': 'choice before',
  'choice-next': 'next choice',
  'show-token': 'show or hide the token',
  'replace-service': 'overwrite the file that is in the way, or leave it',
  'scroll-up': 'scroll up',
  'scroll-down': 'scroll down',
  'page-up': 'page up',
  'page-down': 'page down',
  diff: 'show or hide the diffs',
  'copy-command': 'copy the command that does the same without questions',
  'read-plan': 'read the plan in $PAGER',
  'edit-plan': 'open the plan in $EDITOR',
  'go-profile': 'change the profile',
  'go-ports': 'change the ports',
  'go-workspace': 'change the workspace',
  'go-gateway': 'change the gateway',
  'go-service': 'change the service',
  'go-channel': 'change the channel',
  'go-changed': 'look at what others changed',
  'changed-up': 'line above',
  'changed-down': 'line below',
  restore: 'keep or restore',
  apply: 'apply',
  'take-back': 'take what was written back',
  finish: 'finish',
  onboard: 'go on to model and channels, with OpenClaw’s own onboarding',
};

const COMMAND_TEXTS: Readonly<Record<CommandId, string>> = {
  engine: 'install its own OpenClaw',
  validate: 'ask OpenClaw whether it is valid',
  reload: 'tell the service manager',
  enable: 'enable the service',
  start: 'start the service',
  stop: 'stop the service',
  restart: 'restart the service',
  unload: 'stop the old service',
  register: 'register the task',
  linger: 'let it go on after logout',
  access: 'ask it with its token',
};

const CHANGE_TEXTS = {
  write: {config: 'write the config', service: 'write the service', kit: 'write the rescue kit', folder: 'make the folder', engine: 'pin its own OpenClaw'},
  delete: {config: 'delete the config', service: 'delete the service', kit: 'delete the rescue kit', folder: 'delete the folder', engine: 'unpin its own OpenClaw'},
} as const;

/** A step of an apply, in words that fit whether it is to come, under way, done or failed. */
export function applyStepText(step: ApplyStep): string {
  switch (step.kind) {
    case 'check':
      return 'look whether anything moved';
    case 'databases':
      return 'copy its databases';
    case 'change':
      if (step.change.kind === 'tree' && step.change.role === 'engine') return 'delete its own OpenClaw';
      return CHANGE_TEXTS[step.change.action === 'delete' ? 'delete' : 'write'][step.change.role];
    case 'command':
      return COMMAND_TEXTS[step.command.id];
    case 'health':
      return 'wait until it is healthy';
    case 'left':
      return 'see the old port free';
  }
}

/** Shown at Review, where an apply found another host than the one that its plan was for. */
export const MOVED_TEXT = 'Something changed on this host while you answered. Nothing was written; this is the plan as it is now.';

export const EVENT_STATES: Readonly<Record<ApplyEvent['state'], string>> = {
  running: 'under way',
  done: 'done',
  skipped: 'skipped',
  failed: 'failed',
};

/** Shown beside 19001, which the guide uses and OpenClaw has since given to `--dev`. */
export function devNote(base: number): string | undefined {
  return base === DEV_BASE ? `${DEV_BASE} is what openclaw --dev takes.` : undefined;
}

/** The same, cut: a pasted novel must not push everything else off the screen. */
export function short(text: string): string {
  return cutTo(text, LONGEST_ECHO);
}

/** An error that nobody expected, and where to read about it. */
export function crashText(message: string, report: string): string {
  return `${message.replace(/\.$/, '')}; that should not happen, and a report without secrets is in ${report}`;
}

/** A path or a reason of somebody else in a line of ours: longer than any that is meant, it would push away the rest. */
export function pathText(text: string): string {
  return cutTo(text, LONGEST_PATH);
}

/** In columns. */
const LONGEST_ECHO = 60;
const LONGEST_PATH = 240;

export {printable};

/** How this program is called for one instance. */
export function ownCommand({machine}: Pick<Host, 'machine'>, selector: Selector): string {
  return `${machine.ownCommand} ${selectorText(selector, machine.platform)}`;
}

/** How OpenClaw is called for one instance: by its name where the PATH leads to it; through us where it knows no flag for it. */
export function openclawCommand(host: Pick<Host, 'openclaw' | 'machine'>, selector: Selector): string {
  if (selector.kind === 'paths') return `${ownCommand(host, selector)} exec`;
  const {openclaw, machine} = host;
  const isNamed = !openclaw || openclaw.binFolders.length > 0;
  const command = isNamed ? ['openclaw'] : [openclaw.node, openclaw.entry];
  return [...command, ...openclawCall(selector).args].map(word => quote(word, machine.platform)).join(' ');
}

/** What OpenClaw's own onboarding did to the settings that we made. */
export function handOverText(moved: readonly ('port' | 'bind' | 'token' | 'workspace')[], ours: string): string {
  if (moved.length === 0) return 'Port, bind, token and workspace are as they were.';
  return `OpenClaw’s onboarding changed ${moved.join(', ')}; to look at it and put it right:  ${ours} onboard`;
}

/** Why something of a removed profile stays. */
export function keptText({path, reason}: Kept, {homes, platform}: Machine): string {
  const name = printable(tildePath(path, homes.openclaw, platform));
  switch (reason.kind) {
    case 'not-made':
      return `${name} stays: it was there before us.`;
    case 'link':
      return `${name} stays: it is a link.`;
    case 'shared':
      return `${name} stays: ${printable(reason.owner)} uses it.`;
    case 'not-empty':
      return `${name} stays: something is in it.`;
    case 'unknown':
      return `${name} stays: the config of ${printable(reason.owner)} can’t be read, so it may use it.`;
  }
}

type Size = {readonly columns: number; readonly rows: number};

export function tooSmallText({columns, rows}: Size, smallest: Size): string {
  return `The window is ${columns}×${rows}, too small: ${smallest.columns}×${smallest.rows} are needed. Make it larger; no key works till then, but Ctrl-C pressed twice leaves. --plain needs no room.`;
}

/** How OpenClaw gets onto a machine. */
export const INSTALL_COMMAND = 'npm install -g openclaw';

/** A command of the plan as the user would type it; OpenClaw by its name, whatever file stands behind it. */
export function commandText({id, argv}: Command, selector: Selector, host: Pick<Host, 'openclaw' | 'machine'>): string {
  const isShared = argv[1] === host.openclaw?.entry;
  if (id === 'validate' && isShared) return `${openclawCommand(host, selector)} config validate`;
  return argv.map(word => quote(word, host.machine.platform)).join(' ');
}
