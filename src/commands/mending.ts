/** What `doctor --fix` would do to an instance: the real plan, so that nothing is offered that would be refused. */
import {readWorkspace} from '../host/target.ts';
import {defaultAnswers, type Host} from '../rules/answers.ts';
import {DEFAULT_PROFILE} from '../rules/profile.ts';
import type {Finding} from '../rules/audit/finding.ts';
import {type Mending, mendingsOf} from '../rules/audit/mending.ts';
import {hasKey} from '../rules/config/edit.ts';
import type {Instance} from '../rules/instance.ts';
import {buildPlan} from '../rules/plan.ts';
import {selectorFor} from '../rules/selector.ts';
import {fileAt, type Target, withFiles} from '../rules/target.ts';
import {KIT_TEXTS} from '../text/kit.ts';
import type {Call} from './call.ts';
import {targetOf} from './host.ts';

/** Of many only the first are tried: each plan is audited beside the whole host. */
const MOST_TRIED = 8;

/** The labels of those that `--fix` can do something for. */
export async function mendableIn(call: Call, host: Host, findings: readonly Finding[]): Promise<ReadonlySet<string>> {
  const mendings = mendingsOf(findings);
  const candidates = host.instances.filter(({label, profile}) => profile !== DEFAULT_PROFILE && mendings.has(label)).slice(0, MOST_TRIED);
  const tried = await Promise.all(candidates.map(async instance => ((await isMendable(call, host, instance, mendings.get(instance.label) as Mending)) ? [instance.label] : [])));
  return new Set(tried.flat());
}

async function isMendable(call: Call, host: Host, instance: Instance, mending: Mending): Promise<boolean> {
  const target = await targetOf(call, selectorFor(instance), host);
  const {answers: given, repairs} = reachable(mending, target);
  if (repairs.length < mending.repairs.length && repairs.length + Object.keys(given).length === 0) return false;
  const answers = {...defaultAnswers(target, host), ...given};
  const workspace = readWorkspace(answers.workspace, host.machine.platform);
  const {problems} = buildPlan({answers, target: withFiles(target, workspace.files), host, kitTexts: KIT_TEXTS, token: '', occupancy: undefined, workspace, repairs});
  return problems.length === 0;
}

/** Without the keys that stand in an included file, which is not edited: to take them out of the config itself does nothing. */
export function reachable({answers, repairs}: Mending, target: Target): Mending {
  const file = fileAt(target, target.configPath);
  return {answers, repairs: repairs.filter(({path, value}) => value !== undefined || (file.kind === 'text' && hasKey(file.text, path)))};
}
