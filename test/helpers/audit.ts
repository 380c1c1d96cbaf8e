/** Runs the readers and the rules of the audit on a tree, in this process. */
import type {Environment} from '../../src/host/environment.ts';
import {discoverInstances, withListeners, withOldDefaults} from '../../src/host/discover.ts';
import {withEvidence} from '../../src/host/evidence.ts';
import type {Listeners} from '../../src/host/listeners.ts';
import {readMachine} from '../../src/host/machine.ts';
import {findNamesakes} from '../../src/host/service-files.ts';
import type {Host} from '../../src/rules/answers.ts';
import type {Machine, ManagerState} from '../../src/rules/machine.ts';

export type Given = {
  readonly env?: Environment;
  readonly listeners?: Listeners;
  readonly manager?: ManagerState;
  readonly machine?: Partial<Machine>;
  /** Of the OpenClaw on the PATH. */
  readonly version?: string;
};

/** The host below a temporary HOME, with system folders of its own. */
export async function hostAt(home: string, {env = {}, listeners = new Map(), manager = {kind: 'unreachable', reason: 'no-manager'}, machine: facts = {}, version = '2026.9.6'}: Given = {}): Promise<Host> {
  const variables = {...env, HOME: home};
  const machine = {...readMachine(variables, 'linux'), ownCommand: 'openclaw-rescue', closedPorts: [], ephemeral: {from: 32_768, to: 60_999}, ...facts};
  const openclaw = {version, node: process.execPath, entry: `${home}/lib/openclaw/dist/index.js`, nodeVersion: process.versions.node, isNodeSupported: true, binFolders: []};
  const folders = {home, user: [`${home}/.config/systemd/user`], system: [`${home}/etc/systemd/system`]};
  const instances = withOldDefaults(discoverInstances({home, platform: 'linux', env: variables, folders, known: []}), openclaw);
  return {
    machine,
    instances: await withEvidence(withListeners(instances, listeners), {machine, openclaw, listeners}),
    openclaw,
    manager,
    busyPorts: [...listeners.keys()],
    strangers: [],
    namesakes: findNamesakes(folders, 'linux'),
  };
}
