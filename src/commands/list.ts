/** `list`: what is on this host. */
import type {SeenHost} from '../rules/answers.ts';
import {instanceRow} from '../rules/report.ts';
import {listText} from '../text/status-text.ts';
import type {Call, Exit} from './call.ts';
import {openSeen} from './host.ts';

/** @returns `done`, also where nothing is there */
export async function list(call: Call): Promise<Exit> {
  const host = await openSeen(call);
  if (call.flags.json) call.output.document({instances: host.instances.map(instanceRow), ...othersOn(host)});
  else call.output.print(listText(host));
  return 'done';
}

/** What is no instance of this user. */
export function othersOn({strangers, namesakes}: SeenHost) {
  return {otherUsers: strangers, namesakes};
}
