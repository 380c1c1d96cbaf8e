/** Runs the readers and the rules of the audit on a tree, and a plan that mends what they find, in this process. */
import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import type {Environment} from '../../src/host/environment.ts';
import {discoverInstances, withListeners, withOldDefaults} from '../../src/host/discover.ts';
import {ROOT} from './home.ts';
import {withEvidence} from '../../src/host/evidence.ts';
import type {Listeners} from '../../src/host/listeners.ts';
import {readMachine} from '../../src/host/machine.ts';
import {findNamesakes} from '../../src/host/service-files.ts';
import {readTarget, readWorkspace} from '../../src/host/target.ts';
import {type Answers, defaultAnswers, type Host} from '../../src/rules/answers.ts';
import type {Mending} from '../../src/rules/audit/mending.ts';
import type {Instance} from '../../src/rules/instance.ts';
import type {Machine, ManagerState} from '../../src/rules/machine.ts';
import {buildPlan, type Plan} from '../../src/rules/plan.ts';
import {selectorFor} from '../../src/rules/selector.ts';
import {withFiles} from '../../src/rules/target.ts';

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
  const machine = {...readMachine(variables, 'linux'), ownCommand: 'openclaw-rescue', account: 'jane', closedPorts: [], ephemeral: {from: 32_768, to: 60_999}, ...facts};
  const openclaw = {version, node: process.execPath, entry: `${ROOT}test/fixtures/openclaw/dist/index.js`, nodeVersion: process.versions.node, isNodeSupported: true, binFolders: []};
  const folders = {home, user: [`${home}/.config/systemd/user`], system: [`${home}/etc/systemd/system`]};
  const instances = withOldDefaults(discoverInstances({home, platform: 'linux', env: variables, folders, known: []}), openclaw, 'linux');
  return {
    machine,
    instances: await withEvidence(withListeners(instances, listeners), {machine, openclaw, listeners, env: variables}),
    openclaw,
    manager,
    busyPorts: [...listeners.keys()],
    strangers: [],
    namesakes: findNamesakes(folders, 'linux'),
  };
}

/** The plan of `doctor --fix` for one instance. */
export async function planFor(host: Host, instance: Instance, {answers: given, repairs}: Mending): Promise<Plan> {
  const target = await readTarget(selectorFor(instance), host, {});
  const answers: Answers = {...defaultAnswers(target, host), ...given};
  // Its templates are no modules of Node’s own, and the benchmark runs this file without a bundler.
  const {KIT_TEXTS} = await import('../../src/text/kit.ts');
  const workspace = readWorkspace(answers.workspace, host.machine.platform);
  return buildPlan({answers, target: withFiles(target, workspace.files), host, kitTexts: KIT_TEXTS, token: 'f00d'.repeat(12), occupancy: undefined, workspace, repairs});
}

/** Writes what a plan would, without its backup and its commands. */
export function carryOut({changes}: Plan): void {
  for (const {path, kind, action, mode, after} of changes) {
    if (action === 'unchanged') continue;
    mkdirSync(kind === 'folder' ? path : dirname(path), {recursive: true});
    if (kind === 'file') writeFileSync(path, after ?? '');
    chmodSync(path, mode);
  }
}
