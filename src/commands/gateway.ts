/** `gateway run`: the real gateway in the foreground, after a look at its ports. `gateway start`, `stop`, `restart`: its service. */
import {Stop} from '../exit-codes.ts';
import {givenPort} from '../options.ts';
import {judgeBaseFor} from '../rules/answers.ts';
import {isOwnHolder} from '../rules/plan-problems.ts';
import {portText} from '../rules/ports.ts';
import type {Problem} from '../rules/problems.ts';
import {instanceVariables} from '../rules/selector.ts';
import {controlWork} from '../rules/service-control.ts';
import type {ControlAction} from '../rules/service/commands.ts';
import {hasService} from '../rules/answers.ts';
import {managerText, ownCommand} from '../text/en.ts';
import type {Call, Exit, Run} from './call.ts';
import {runOpenClaw} from './foreground.ts';
import {existingInstance, openHost, probe, targetOf} from './session.ts';
import {refusal, runWork} from './work.ts';

/** `--port` of OpenClaw itself, behind `--`, would slip past the look at the ports. */
export async function runGateway(call: Call): Promise<Exit> {
  const {selector, flags, words, env, output} = call;
  const host = await openHost(call);
  const instance = existingInstance(call, host);
  if (words.some(word => /^--port(=|$)/.test(word))) throw new Stop('usage', '--port stands before the --, so that its ports are looked at first.');
  const given = givenPort(flags.port);
  const port = given ?? instance.bases[0].port;
  const target = await targetOf(call, selector, host);
  const verdict = judgeBaseFor(portText(port), target, host);
  const problems: Problem[] = [];
  const isAccepted = flags.acceptOverlap === true || target.acceptedBase === port;
  if (instance.running) problems.push({id: 'already-running', port: instance.running.port});
  else if (verdict.kind === 'refused') problems.push(verdict.reason);
  else if (verdict.kind === 'overlap' && !isAccepted) problems.push({id: 'port-overlap', base: port, nearest: verdict.nearest, clashes: verdict.clashes});
  if (problems.length === 0) {
    const held = (await probe(host, selector, port)).busy.find(busy => busy.port === port);
    if (held) problems.push(isOwnHolder(target, held) ? {id: 'already-running', port} : {id: 'port-in-use', ...held});
  }
  const refused = refusal(problems, call);
  if (refused) return refused;
  if (given !== undefined && given !== instance.bases[0].port) {
    output.err(`Port ${given} is for this run alone: other commands look for this gateway on ${instance.bases[0].port}.\n`);
  }
  const extra = instanceVariables(selector, target, port);
  return runOpenClaw({host, selector, args: ['gateway', '--port', String(port), ...words], env, extra});
}

const DONE: Readonly<Record<ControlAction, string>> = {start: 'is running and healthy', stop: 'is stopped', restart: 'was restarted and is healthy'};
const NOTHING: Readonly<Record<ControlAction, string>> = {start: 'is running already', stop: 'is not running', restart: 'has nothing to restart'};

/** A service is only told what its manager can be told: where there is none, the line says how to go on. */
export function controlService(action: ControlAction): Run {
  return async call => {
    const {selector} = call;
    const host = await openHost(call);
    existingInstance(call, host);
    const target = await targetOf(call, selector, host);
    const ours = ownCommand(host, selector);
    if (!hasService(target)) throw new Stop('failed', `${target.profile} has no service; ${ours} gateway install makes one, ${ours} gateway runs it here.`);
    if (host.manager.kind !== 'ready') throw new Stop('failed', `${managerText(host.manager)} In a terminal: ${ours} gateway`);
    const work = controlWork(action, target, host);
    return runWork(work, [], call, host, {done: `The ${target.profile} gateway ${DONE[action]}.`, nothing: `The ${target.profile} gateway ${NOTHING[action]}.`});
  };
}
