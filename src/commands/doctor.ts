/** `doctor`: the guide's isolation checklist, for the instances of this host against each other. It only reads. */
import {readWorkspace} from '../host/target.ts';
import {defaultAnswers, type Host, othersThan} from '../rules/answers.ts';
import {type Check, isolationChecks} from '../rules/checks.ts';
import type {Instance} from '../rules/instance.ts';
import {selectorFor} from '../rules/selector.ts';
import {CHECK_LABELS, plural, printable, problemText} from '../text/en.ts';
import {table} from '../text/table.ts';
import type {Call, Exit} from './call.ts';
import {existingInstance, openHost, targetOf} from './session.ts';

type Examined = {readonly instance: Instance; readonly checks: readonly Check[]};

export async function doctor(call: Call): Promise<Exit> {
  const {flags, output} = call;
  const host = {...(await openHost(call)), isAudited: true};
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
  output.print(table(examined.map(({instance, checks}) => [printable(instance.label), ...checks.map(({id, result}) => `${CHECK_LABELS[id]} ${result === 'refused' ? 'SHARED' : MARKS[result]}`)])));
  const reasons = refused.flatMap(({instance, check}) => (check.problem ? `${printable(instance.label)}: ${problemText(check.problem)}\n` : []));
  for (const reason of new Set(reasons)) output.print(reason);
  for (const {label, config} of host.instances) if (config.kind === 'unreadable') output.print(`assumed: the config of ${printable(label)} can’t be read (${printable(config.reason)}), so its ports and workspace are not known.\n`);
  const {length} = host.instances;
  if (length === 0) output.print('No OpenClaw gateway on this host.\n');
  else if (refused.length === 0) output.print(`${plural(length, 'gateway')} on this host, ${length === 1 ? 'with nothing to share with' : isOne ? `${instances[0]?.label} isolated from the others` : 'isolated from each other'}.\n`);
  return exit;
}

const MARKS = {proved: 'ok', assumed: 'assumed', accepted: 'accepted'} as const;

async function examine(instance: Instance, call: Call, host: Host): Promise<Examined> {
  const target = await targetOf(call, selectorFor(instance), host);
  const answers = {...defaultAnswers(target, host), workspace: instance.workspace, basePort: instance.bases[0].port};
  const workspace = readWorkspace(instance.workspace);
  return {instance, checks: isolationChecks({answers, target, host, token: '', occupancy: undefined, workspace}, othersThan(target, host))};
}
