/** `setup` and `gateway install`: the two halves of the wizard as commands without a question. */
import {Stop} from '../exit-codes.ts';
import {isEdit} from '../rules/target.ts';
import {ownCommand} from '../text/en.ts';
import type {Call, Exit} from './call.ts';
import {runScript} from './script.ts';
import {openHost, targetOf} from './session.ts';

/** Config and workspace. A service that is there is not touched, unless its port would no longer be right. */
export function setup(call: Call): Promise<Exit> {
  return runScript(call, {service: 'none'});
}

/** The service of a profile that is set up: no other answer changes. */
export async function installService(call: Call): Promise<Exit> {
  const {selector, flags} = call;
  const host = await openHost(call);
  const target = await targetOf(call, selector, host);
  if (!isEdit(target) || target.existing?.config.kind === 'missing') {
    throw new Stop('failed', `${target.profile} is not set up, and a gateway without a config does not start; first ${ownCommand(host, selector)} setup.`);
  }
  const canStart = flags.start !== false && host.manager.kind === 'ready';
  return runScript(call, {service: canStart ? 'start' : 'write'});
}
