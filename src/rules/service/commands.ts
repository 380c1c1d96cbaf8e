/** What a service manager is told to install a service, and to take that back: both sides of one manager together. */
import type {ServiceManager} from '../instance.ts';

/** Which part of the work a command does; texts and apply go by it. */
export type CommandId = 'validate' | 'reload' | 'enable' | 'start' | 'unload' | 'register';

export type Command = {
  readonly id: CommandId;
  readonly argv: readonly string[];
  /** A failure of these is no failure of the plan: there was nothing to unload, say. */
  readonly mayFail: boolean;
};

export type InstallOrder = {
  /** The name that the manager knows the service by. */
  readonly name: string;
  /** The file that the manager reads. */
  readonly definition: string;
  readonly userId: number;
  /** A file of the service is written or changed. */
  readonly isChanged: boolean;
  /** There was no such service before. */
  readonly isNew: boolean;
  readonly isEnabled: boolean;
  /** It is to run when the plan is through. */
  readonly isWanted: boolean;
};

export type UndoCommands = {
  /** Before the files are put back: a service that was not there must not run without its file. */
  readonly before: readonly Command[];
  /** After it: the manager reads the old file again. */
  readonly after: readonly Command[];
};

export type ManagerCommands = {
  readonly install: (order: InstallOrder) => Command[];
  readonly undo: (order: InstallOrder) => UndoCommands;
};

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
  },
};
