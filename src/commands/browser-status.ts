/** `browser status`: the ports of the browser side of an instance and who holds them. No gateway is asked, so none starts anything. */
import {readListeners} from '../host/listeners.ts';
import {browserPorts} from '../rules/browser.ts';
import {browserText} from '../text/browser-text.ts';
import type {Call, Exit} from './call.ts';
import {existingInstance, openFiles} from './host.ts';

export async function browserStatus(call: Call): Promise<Exit> {
  const {flags, output} = call;
  const host = await openFiles(call);
  const instance = existingInstance(call, host);
  const ports = browserPorts(instance);
  const {control, relay, cdp, isEnabled, rows} = ports;
  const listeners = await readListeners(host.machine.platform);
  const held = [...(listeners ?? [])].filter(([port]) => port >= cdp.from && port <= cdp.to).map(([port, holder]) => ({port, holder: holder ?? null}));
  const at = (port: number) => ({port, listening: listeners ? listeners.has(port) : null, holder: listeners?.get(port) ?? null});
  if (flags.json) {
    output.document({
      profile: instance.profile ?? null,
      label: instance.label,
      enabled: isEnabled,
      control: at(control),
      relay: at(relay),
      cdp: {...cdp, held},
      profiles: rows.map(({port, ...row}) => ({...row, ...(port === undefined ? {} : at(port))})),
    });
    return 'done';
  }
  output.print(browserText(instance.label, ports, listeners));
  return 'done';
}
