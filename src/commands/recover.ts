/** Before any command: what an earlier one was in the middle of is brought to its end, and told. */
import {commandRunner} from '../apply/commands.ts';
import {failureText} from '../apply/failure-text.ts';
import {recover} from '../apply/recovery.ts';
import {managerEnvironment, readMachine} from '../host/machine.ts';
import {currentPlatform} from '../host/platform.ts';
import {isInForeignHome} from '../rules/foreign-root.ts';
import {recoveredText} from '../text/recovered.ts';
import {sessionWords} from '../text/sessions.ts';
import type {Call} from './call.ts';

/** What can't be brought to its end now is left to the next command. */
export async function recoverAll({env, store, output}: Call): Promise<void> {
  const machine = readMachine(env, currentPlatform());
  // Its files would be left to root.
  if (isInForeignHome(machine)) return;
  try {
    for (const recovered of await recover(store, commandRunner(managerEnvironment(env, machine)))) output.problem(recoveredText(recovered, machine));
  } catch (error) {
    output.problem(sessionWords().notRecovered(failureText(error)));
  }
}
