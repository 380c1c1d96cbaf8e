/** `gateway run`: the real gateway in the foreground, after a look at its ports. `gateway start`, `stop`, `restart`: its service. */
import {Stop} from '../exit-codes.ts';
import {givenPort} from '../options.ts';
import {baseProblem} from '../rules/answers.ts';
import {isOwnHolder} from '../rules/plan-problems.ts';
import type {Problem} from '../rules/problems.ts';
import type {Instance} from '../rules/instance.ts';
import {DEFAULT_PROFILE} from '../rules/profile.ts';
import {instanceVariables, type Selector} from '../rules/selector.ts';
import {controlWork} from '../rules/service-control.ts';
import type {ControlAction} from '../rules/service/commands.ts';
import {installedService} from '../rules/service/files.ts';
import {holderText} from '../text/port-text.ts';
import {ownCommand, printable} from '../text/terms.ts';
import {problemText} from '../text/problems.ts';
import type {Call, Exit, Run} from './call.ts';
import {becomeOpenClaw, instanceSwitch} from './foreground.ts';
import {whileLocked} from './locking.ts';
import {assertOwnHome, existingInstance, openHost, probe, targetOf} from './session.ts';
import {refusal, runWork} from './work.ts';

export async function runGateway(call: Call): Promise<Exit> {
  const {selector, flags, words, env, output} = call;
  const host = {...(await openHost(call)), isAsFound: true};
  const instance = existingInstance(call, host);
  assertOwnHome(call, host);
  const {config} = instance;
  if (config.kind === 'missing') throw new Stop('failed', `${instance.label} has no config, and a gateway without one does not start; ${ownCommand(host, selector)} setup makes it.`);
  if (config.kind === 'unreadable') throw new Stop('failed', `${printable(instance.configPath)} can’t be read: ${config.reason}; a gateway would not start with it.`);
  if (words.some(word => /^--port(=|$)/.test(word))) throw new Stop('usage', '--port stands before the --, so that its ports are looked at first.');
  const switching = instanceSwitch(words) ?? words.find(word => word === '--force');
  if (switching !== undefined) throw new Stop('usage', `${switching} would let OpenClaw get at another instance, so it is not handed on.`);
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
    else for (const other of busy) output.err(`Port ${other.port} of its block is ${holderText(other)}.\n`);
  }
  const refused = refusal(problems, call);
  if (refused) return refused;
  if (given !== undefined && given !== instance.bases[0].port) {
    output.err(`Port ${given} is for this run alone: other commands look for this gateway on ${instance.bases[0].port}.\n`);
  }
  const extra = instanceVariables(selector, target, port);
  return becomeOpenClaw({host, selector, args: ['gateway', '--port', String(port), ...words], env, extra});
}

/** Why there is nothing to start or stop, and what there is instead. @param ours how we are called for it */
export function withoutService({label, running, services: [other]}: Instance, ours: string, selector: Selector): string {
  if (other) return problemText({id: 'service-elsewhere', path: other.path});
  const here = running ? `it runs as pid ${running.pid}, in a terminal where Ctrl-C ends it.` : `${ours} gateway runs it in a terminal.`;
  if (selector.kind === 'paths') return `${label} has no service, since OpenClaw manages those of profiles only; ${here}`;
  const install = selector.profile === DEFAULT_PROFILE ? 'openclaw gateway install' : `${ours} gateway install`;
  return `${label} has no service; ${running ? here : `${install} makes one, ${ours} gateway runs it in a terminal.`}`;
}

const DONE: Readonly<Record<ControlAction, string>> = {start: 'is running and healthy', stop: 'is stopped', restart: 'was restarted and is healthy'};
const NOTHING: Readonly<Record<ControlAction, string>> = {start: 'is running already', stop: 'is not running', restart: 'has nothing to restart'};

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
    if (host.manager.kind !== 'ready') throw new Stop('failed', `the service manager can’t be reached from here; in a terminal, ${ours} gateway runs it.`);
    const work = controlWork(action, target, host);
    return runWork(work, [], call, host, {done: `The ${target.profile} gateway ${DONE[action]}.`, nothing: `The ${target.profile} gateway ${NOTHING[action]}.`});
  });
}
