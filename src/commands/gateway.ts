/** `gateway run`: the real gateway in the foreground, after a look at its ports. `gateway start`, `stop`, `restart`: its service. */
import {Stop} from '../exit-codes.ts';
import {givenPort} from '../options.ts';
import {baseProblem} from '../rules/answers.ts';
import {isOwnHolder} from '../rules/plan-problems.ts';
import type {Problem} from '../rules/problems.ts';
import {instanceVariables} from '../rules/selector.ts';
import {controlWork} from '../rules/service-control.ts';
import type {ControlAction} from '../rules/service/commands.ts';
import {installedService} from '../rules/service/files.ts';
import {gatewayWords, withoutService} from '../text/gateway-text.ts';
import {holderText} from '../text/port-text.ts';
import {ownCommand, printable} from '../text/terms.ts';
import type {Call, Exit, Run} from './call.ts';
import {becomeOpenClaw, instanceSwitch} from './foreground.ts';
import {whileLocked} from './locking.ts';
import {assertOwnHome, existingInstance, openHost, probe, targetOf} from './host.ts';
import {refusal} from './refusal.ts';
import {runWork} from './work.ts';

export async function runGateway(call: Call): Promise<Exit> {
  const {selector, flags, words, env, output} = call;
  const host = {...(await openHost(call)), isAsFound: true};
  const instance = existingInstance(call, host);
  assertOwnHome(call, host);
  const {config} = instance;
  if (config.kind === 'missing') throw new Stop('failed', gatewayWords().noConfig(instance.label, ownCommand(host, selector)));
  if (config.kind === 'unreadable') throw new Stop('failed', gatewayWords().unreadable(printable(instance.configPath), config.reason));
  if (words.some(word => /^--port(=|$)/.test(word))) throw new Stop('usage', gatewayWords().portFirst);
  const switching = instanceSwitch(words) ?? words.find(word => word === '--force');
  if (switching !== undefined) throw new Stop('usage', gatewayWords().notHandedOn(switching));
  const given = givenPort(flags.port);
  const port = given ?? instance.bases[0].port;
  const target = await targetOf(call, selector, host);
  const forbidden: Problem | undefined = instance.running
    ? {id: 'already-running', port: instance.running.port}
    : baseProblem(port, flags.acceptOverlap ? port : target.acceptedBase, target, host);
  const problems: Problem[] = forbidden ? [forbidden] : [];
  if (problems.length === 0) {
    const {busy} = await probe(host, selector, port);
    const held = busy.find(one => one.port === port);
    if (held) problems.push(isOwnHolder(target, held) ? {id: 'already-running', port} : {id: 'port-in-use', ...held});
    // Without its other ports a gateway starts, but its browser will not.
    else for (const other of busy) output.err(`${gatewayWords().blockPort(other.port, holderText(other))}\n`);
  }
  const refused = refusal(problems, call);
  if (refused) return refused;
  if (given !== undefined && given !== instance.bases[0].port) {
    output.err(`${gatewayWords().thisRunAlone(given, instance.bases[0].port)}\n`);
  }
  const extra = instanceVariables(selector, target, port);
  return becomeOpenClaw({host, selector, args: ['gateway', '--port', String(port), ...words], env, extra});
}

/** A service is only told what its manager can be told: where there is none, the line says how to go on. */
export function controlService(action: ControlAction): Run {
  return call => whileLocked(call, async () => {
    const {selector} = call;
    const host = await openHost(call);
    const instance = existingInstance(call, host);
    assertOwnHome(call, host);
    const target = await targetOf(call, selector, host);
    const ours = ownCommand(host, selector);
    if (!installedService(target, host.machine)) {
      throw new Stop('failed', withoutService(instance, ours, selector));
    }
    if (host.manager.kind !== 'ready') throw new Stop('failed', gatewayWords().noManager(ours));
    const work = controlWork(action, target, host);
    return runWork(work, [], call, host, {done: gatewayWords().done[action](target.profile), nothing: gatewayWords().nothing[action](target.profile)});
  });
}
