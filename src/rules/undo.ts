/** The commands that take a plan's service back, as data beside the plan's own. */
import type {Command, Plan} from './plan.ts';

export type UndoCommands = {
  /** Before the files are put back: a service that was not there must not run without its file. */
  readonly before: readonly Command[];
  /** After it: the manager reads the old file again. */
  readonly after: readonly Command[];
};

/** Empty when the plan runs no manager. */
export function undoCommands({changes, commands, serviceName}: Plan): UndoCommands {
  const first = commands.find(({id}) => id !== 'validate');
  if (!first) return {before: [], after: []};
  const isNew = changes.some(({role, action}) => role === 'service' && action === 'create');
  const command = (id: Command['id'], argv: readonly string[]): Command => ({id, argv, mayFail: true});
  switch (first.argv[0]) {
    case 'systemctl': {
      const systemctl = (...words: string[]) => ['systemctl', '--user', ...words];
      return {
        before: isNew ? [command('unload', systemctl('disable', '--now', serviceName))] : [],
        after: [
          command('reload', systemctl('daemon-reload')),
          ...(isNew ? [] : [command('start', systemctl('try-restart', serviceName))]),
        ],
      };
    }
    case 'launchctl': {
      const target = commands.find(({id}) => id === 'enable')?.argv[2] ?? '';
      const definition = commands.find(({id}) => id === 'start')?.argv[3];
      const domain = target.slice(0, target.lastIndexOf('/'));
      return {
        before: [command('unload', ['launchctl', 'bootout', target])],
        after: isNew || definition === undefined ? [] : [command('start', ['launchctl', 'bootstrap', domain, definition])],
      };
    }
    default: {
      const end = command('unload', ['schtasks', '/End', '/TN', serviceName]);
      return isNew
        ? {before: [end, command('unload', ['schtasks', '/Delete', '/F', '/TN', serviceName])], after: []}
        : {before: [end], after: [command('start', ['schtasks', '/Run', '/TN', serviceName])]};
    }
  }
}
