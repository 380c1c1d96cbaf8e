/** `setup` and `gateway install`: the two halves of the wizard as commands without a question. */
import {Stop} from '../exit-codes.ts';
import {givenPort} from '../options.ts';
import {installedService} from '../rules/service/files.ts';
import {isEdit} from '../rules/target.ts';
import {sessionWords} from '../text/sessions.ts';
import {ownCommand} from '../text/terms.ts';
import type {Call, Exit} from './call.ts';
import {runScript} from './script.ts';

/** Config and workspace. A service is left alone, unless its port would no longer be right: then it moves along (openclaw/openclaw#7626). */
export function setup(call: Call): Promise<Exit> {
  const port = givenPort(call.flags.gatewayPort);
  return runScript(call, (target, host) => {
    const isMoved = port !== undefined && target.existing !== undefined && port !== target.existing.bases[0].port;
    return isMoved && installedService(target, host.machine) ? {} : {service: 'none'};
  });
}

/** The service of a profile that is set up: no other answer changes. */
export function installService(call: Call): Promise<Exit> {
  const {selector, flags} = call;
  return runScript(call, (target, host) => {
    if (!isEdit(target) || target.existing?.config.kind === 'missing') {
      throw new Stop('failed', sessionWords().notSetUp(target.profile, ownCommand(host, selector)));
    }
    const canStart = flags.start !== false && host.manager.kind === 'ready';
    return {service: canStart ? 'start' : 'write'};
  }, {half: 'service'});
}
