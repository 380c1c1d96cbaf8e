/** `doctor`: the guide's isolation checklist, for the instances of this host against each other. It only reads. */
import {readWorkspace} from '../host/target.ts';
import {defaultAnswers, type Host, othersThan} from '../rules/answers.ts';
import {type Check, isolationChecks} from '../rules/checks.ts';
import type {Instance} from '../rules/instance.ts';
import type {Selector} from '../rules/selector.ts';
import {CHECK_LABELS, plural, printable, problemText} from '../text/en.ts';
import {table} from '../text/table.ts';
import type {Call, Exit} from './call.ts';
import {existingInstance, openHost, targetOf} from './session.ts';

type Examined = {readonly instance: Instance; readonly checks: readonly Check[]};

export async function doctor(call: Call): Promise<Exit> {
  const {flags, output} = call;
  const host = await openHost(call);
  const isOne = flags.profile !== undefined || flags.stateDir !== undefined;
  const instances = isOne ? [existingInstance(call, host)] : host.instances;
  const examined = await Promise.all(instances.map(instance => examine(instance, call, host)));
  const refused = examined.flatMap(({instance, checks}) => checks.filter(({result}) => result === 'refused').map(check => ({instance, check})));
  const exit = refused.length > 0 ? 'unsafe' : 'done';
  if (refused.length > 0) output.problem(`${plural(refused.length, 'thing')} shared between gateways of this host.`);
  if (flags.json) {
    output.document({
      isolated: refused.length === 0,
      instances: examined.map(({instance, checks}) => ({
        profile: instance.profile ?? null,
        label: instance.label,
        checks: checks.map(({id, result, ours, theirs, problem}) => ({id, result, ours, theirs, ...(problem ? {reason: problemText(problem)} : {})})),
      })),
    });
    return exit;
  }
  output.out(table(examined.map(({instance, checks}) => [printable(instance.label), ...checks.map(({id, result}) => `${CHECK_LABELS[id]} ${result === 'refused' ? 'SHARED' : MARKS[result]}`)])));
  for (const {instance, check} of refused) if (check.problem) output.out(`${printable(instance.label)}: ${problemText(check.problem)}\n`);
  if (refused.length === 0) output.out(`${plural(instances.length, 'gateway')} on this host, isolated from each other.\n`);
  return exit;
}

const MARKS = {proved: 'ok', assumed: 'assumed', accepted: 'accepted'} as const;

async function examine(instance: Instance, call: Call, host: Host): Promise<Examined> {
  const {profile, stateDir, configPath} = instance;
  const selector: Selector = profile === undefined ? {kind: 'paths', stateDir, configPath} : {kind: 'profile', profile};
  const target = await targetOf(call, selector, host);
  const answers = {...defaultAnswers(target, host), workspace: instance.workspace, basePort: instance.bases[0].port};
  const workspace = readWorkspace(instance.workspace);
  return {instance, checks: isolationChecks({answers, target, host, token: '', occupancy: undefined, workspace}, othersThan(target, host))};
}
