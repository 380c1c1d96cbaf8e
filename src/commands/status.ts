/** `status`, `gateway status`: how an instance is doing. They only look. */
import {readStatus} from '../host/status.ts';
import {auditWithoutShell} from '../rules/audit/audit.ts';
import type {Finding} from '../rules/audit/finding.ts';
import {statusRow} from '../rules/report.ts';
import {listText, othersText, statusText} from '../text/status-text.ts';
import type {Call, Exit} from './call.ts';
import {existingInstance, openHost} from './host.ts';
import {othersOn} from './list.ts';

export async function status(call: Call): Promise<Exit> {
  const {flags, env, output} = call;
  const host = await openHost(call, true);
  const instances = flags.all ? host.instances : [existingInstance(call, host)];
  const read = await readStatus(instances, host, env, {isValidating: flags.validate === true});
  const found = findingsByLabel(auditWithoutShell(host));
  const statuses = read.map(one => ({...one, findings: found.get(one.instance.label) ?? []}));
  if (flags.json) output.document({instances: statuses.map(one => statusRow(one, host)), ...(flags.all ? othersOn(host) : {})});
  else if (instances.length === 0) output.print(listText(host));
  else output.print(statusText(statuses, host, process.stdout.isTTY ? process.stdout.columns : undefined) + (flags.all ? othersText(host) : ''));
  return 'done';
}

function findingsByLabel(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const label of finding.instances) found.set(label, [...(found.get(label) ?? []), finding]);
  }
  return found;
}
