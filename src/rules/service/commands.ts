/** What a service manager is told to install a service, and to take that back: both sides of one manager together. */
import type {ServiceManager} from '../instance.ts';

/** Which part of the work a command does; texts and apply go by it. */
export type CommandId = 'engine' | 'validate' | 'reload' | 'enable' | 'start' | 'stop' | 'restart' | 'unload' | 'register' | 'linger' | 'access';

export type Command = {
  readonly id: CommandId;
  readonly argv: readonly string[];
  /** Variables that it needs beside a clean environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A failure of these is no failure of the plan: there was nothing to unload, say. */
  readonly mayFail: boolean;
  /** What `engine` installs, which is done beside its place first. */
  readonly engine?: EngineOrder;
};

/** An engine to be installed. */
export type EngineOrder = {
  readonly version: string;
  /** The prefix that npm is given. */
  readonly folder: string;
  /** The openclaw package in it. */
  readonly packageFolder: string;
  /** The Node that will run it. */
  readonly node: string;
};

/** A service as its manager knows it. */
export type ServiceOrder = {
  /** The name that the manager knows the service by. */
  readonly name: string;
  /** The file that the manager reads. */
  readonly definition: string;
  readonly userId: number;
  /** It starts at login; with launchd: it is loaded. */
  readonly isEnabled: boolean;
  readonly isActive: boolean;
};

export type InstallOrder = Omit<ServiceOrder, 'isActive'> & {
  /** A file of the service is written or changed. */
  readonly isChanged: boolean;
  /** There was no such service before. */
  readonly isNew: boolean;
  /** It is to run when the plan is through. */
  readonly isWanted: boolean;
};

export type ControlAction = 'start' | 'stop' | 'restart';

export type UndoCommands = {
  /** Before the files are put back: a service that was not there must not run without its file. */
  readonly before: readonly Command[];
  /** After it: the manager reads the old file again. */
  readonly after: readonly Command[];
};

/** @property migrated in the place of both where databases are put back, on which nothing may run then */
export type WorkUndo = UndoCommands & {readonly migrated?: UndoCommands};

export type ManagerCommands = {
  readonly install: (order: InstallOrder) => Command[];
  readonly undo: (order: InstallOrder) => UndoCommands;
  /** Before its files are deleted, and after it. */
  readonly uninstall: (order: ServiceOrder) => UndoCommands;
  /** Starts it again with the files that are back, after a start with others that failed, however often. */
  readonly recover: (order: ServiceOrder) => Command[];
  /** What takes an uninstall back, once the files are there again. */
  readonly reinstall: (order: ServiceOrder) => Command[];
} & Readonly<Record<ControlAction, (order: ServiceOrder) => Command[]>>;

const must = (id: CommandId, ...argv: string[]): Command => ({id, argv, mayFail: false});
const may = (id: CommandId, ...argv: string[]): Command => ({id, argv, mayFail: true});

export const MANAGER_COMMANDS: Readonly<Record<ServiceManager, ManagerCommands>> = {
  systemd: {
    install: ({name, isChanged, isEnabled, isWanted}) => [
      ...(isChanged ? [must('reload', 'systemctl', '--user', 'daemon-reload')] : []),
      ...(isEnabled ? [] : [must('enable', 'systemctl', '--user', 'enable', name)]),
      ...(isWanted ? [must('start', 'systemctl', '--user', 'restart', name)] : []),
    ],
    undo: ({name, isNew}) => ({
      before: isNew ? [may('unload', 'systemctl', '--user', 'disable', '--now', name)] : [],
      after: [
        may('reload', 'systemctl', '--user', 'daemon-reload'),
        ...(isNew ? [] : [may('start', 'systemctl', '--user', 'try-restart', name)]),
      ],
    }),
    recover: ({name}) => [
      must('reload', 'systemctl', '--user', 'daemon-reload'),
      // One that failed too often in a row is not started again before that is forgotten.
      may('reload', 'systemctl', '--user', 'reset-failed', name),
      must('start', 'systemctl', '--user', 'restart', name),
    ],
    uninstall: ({name}) => ({
      before: [must('stop', 'systemctl', '--user', 'disable', '--now', name)],
      after: [must('reload', 'systemctl', '--user', 'daemon-reload')],
    }),
    reinstall: ({name, isEnabled, isActive}) => [
      may('reload', 'systemctl', '--user', 'daemon-reload'),
      ...(isEnabled ? [may('enable', 'systemctl', '--user', 'enable', name)] : []),
      ...(isActive ? [may('start', 'systemctl', '--user', 'start', name)] : []),
    ],
    start: ({name}) => [must('start', 'systemctl', '--user', 'start', name)],
    stop: ({name}) => [must('stop', 'systemctl', '--user', 'stop', name)],
    restart: ({name}) => [must('restart', 'systemctl', '--user', 'restart', name)],
  },
  launchd: {
    install: ({name, definition, userId, isNew, isWanted}) => [
      ...(isNew ? [] : [may('unload', 'launchctl', 'bootout', `gui/${userId}/${name}`)]),
      may('enable', 'launchctl', 'enable', `gui/${userId}/${name}`),
      // RunAtLoad starts it as soon as it is loaded.
      ...(isWanted ? [must('start', 'launchctl', 'bootstrap', `gui/${userId}`, definition)] : []),
    ],
    undo: ({name, definition, userId, isNew, isWanted}) => ({
      before: [may('unload', 'launchctl', 'bootout', `gui/${userId}/${name}`)],
      after: isNew || !isWanted ? [] : [may('start', 'launchctl', 'bootstrap', `gui/${userId}`, definition)],
    }),
    recover: order => loadAgent(order, 'start'),
    uninstall: ({name, userId, isEnabled}) => ({before: isEnabled ? [must('stop', 'launchctl', 'bootout', `gui/${userId}/${name}`)] : [], after: []}),
    reinstall: order => (order.isEnabled ? loadAgent(order, 'start') : []),
    start: order => (order.isEnabled ? [must('start', 'launchctl', 'kickstart', agentOf(order))] : loadAgent(order, 'start')),
    // A KeepAlive agent that is only killed comes back.
    stop: order => [must('stop', 'launchctl', 'bootout', agentOf(order))],
    restart: order => (order.isEnabled ? [must('restart', 'launchctl', 'kickstart', '-k', agentOf(order))] : loadAgent(order, 'restart')),
  },
  schtasks: {
    install: ({name, definition, isNew, isWanted}) => [
      must('register', 'schtasks', '/Create', '/F', '/TN', name, '/XML', definition),
      // A running task ignores another start, and would go on with what it was started with.
      ...(isWanted && !isNew ? [may('unload', 'schtasks', '/End', '/TN', name)] : []),
      ...(isWanted ? [must('start', 'schtasks', '/Run', '/TN', name)] : []),
    ],
    undo: ({name, isNew, isWanted}) => ({
      before: [
        may('unload', 'schtasks', '/End', '/TN', name),
        ...(isNew ? [may('unload', 'schtasks', '/Delete', '/F', '/TN', name)] : []),
      ],
      after: isNew || !isWanted ? [] : [may('start', 'schtasks', '/Run', '/TN', name)],
    }),
    recover: ({name, definition}) => [
      must('register', 'schtasks', '/Create', '/F', '/TN', name, '/XML', definition),
      must('start', 'schtasks', '/Run', '/TN', name),
    ],
    uninstall: ({name}) => ({
      before: [may('stop', 'schtasks', '/End', '/TN', name), must('unload', 'schtasks', '/Delete', '/F', '/TN', name)],
      after: [],
    }),
    reinstall: ({name, definition, isActive}) => [
      may('register', 'schtasks', '/Create', '/F', '/TN', name, '/XML', definition),
      ...(isActive ? [may('start', 'schtasks', '/Run', '/TN', name)] : []),
    ],
    start: ({name}) => [must('start', 'schtasks', '/Run', '/TN', name)],
    stop: ({name}) => [must('stop', 'schtasks', '/End', '/TN', name)],
    // A running task ignores another start.
    restart: ({name}) => [may('stop', 'schtasks', '/End', '/TN', name), must('restart', 'schtasks', '/Run', '/TN', name)],
  },
};

/**
 * systemd alone ends the services of a user with its last logout. Where this user may not change that, the service is up all the same, and
 * the last page says what to do. Never undone: by then main may count on it. @param account login name
 */
export function enableLinger(account: string): Command {
  return may('linger', 'loginctl', 'enable-linger', account);
}

function agentOf({name, userId}: ServiceOrder): string {
  return `gui/${userId}/${name}`;
}

/** RunAtLoad starts an agent as soon as it is loaded; a disabled one refuses to be. */
function loadAgent(order: ServiceOrder, id: CommandId): Command[] {
  return [may('enable', 'launchctl', 'enable', agentOf(order)), must(id, 'launchctl', 'bootstrap', `gui/${order.userId}`, order.definition)];
}
