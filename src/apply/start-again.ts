/** Starts a service until its manager says that it runs: of use to whoever stopped it, and to whoever comes after him. */
import {setTimeout as sleep} from 'node:timers/promises';
import {askHealth} from '../host/health.ts';
import {readServiceStates} from '../host/machine.ts';
import type {StopOrder} from '../rules/drill.ts';
import type {ServiceManager} from '../rules/instance.ts';
import type {Machine} from '../rules/machine.ts';
import type {ServiceState} from '../rules/target.ts';
import {applyReasons, endedText} from '../text/apply-reasons.ts';
import {commandRunner} from './commands.ts';

/** A service to be stopped and started, in a form that can be sent to another process. */
export type ServiceTask = StopOrder & {
  readonly manager: ServiceManager;
  readonly machine: Pick<Machine, 'userId' | 'platform'>;
  /** On which its gateway listens. */
  readonly port: number;
};

/** For how long a start is tried; each try may wait for the end of a stop, which takes OpenClaw up to 330 s. */
const START_LIMIT_MS = 600_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** What its manager says of the service now; undefined where it can't be asked. */
export async function stateOf({name, manager, machine, port}: ServiceTask, env: NodeJS.ProcessEnv): Promise<ServiceState | undefined> {
  const isListening = manager === 'schtasks' && (await askHealth(port)) !== 'closed';
  return (await readServiceStates(manager, 'user', [name], env, machine, () => isListening)).get(name);
}

/**
 * @param env in which the manager is reached
 * @returns undefined once it runs, else why it does not
 */
export async function startAgain(task: ServiceTask, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const run = commandRunner(env);
  const end = Date.now() + START_LIMIT_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    let failure = applyReasons().doesNotStayUp(task.name);
    for (const {argv, mayFail} of task.start) {
      const {code, stderr} = await run(argv);
      if (code !== 0 && !mayFail) failure = endedText(argv[0], code, stderr);
    }
    // What counts is the service, not the command: one that runs already, or is started by somebody else, is fine.
    if ((await stateOf(task, env))?.isActive) return undefined;
    if (Date.now() > end) return failure;
    await sleep(pause);
  }
}
