/** `browser status`: the ports of the browser side of an instance and who holds them. No gateway is asked, so none starts anything. */
import {readListeners} from '../host/listeners.ts';
import {type BrowserRow, browserPorts} from '../rules/browser.ts';
import type {Holder} from '../rules/occupancy.ts';
import {sizeOf} from '../rules/ports.ts';
import {holderText, rangeText} from '../text/port-text.ts';
import {printable} from '../text/terms.ts';
import {table} from '../text/table.ts';
import type {Call, Exit} from './call.ts';
import {existingInstance, openFiles} from './session.ts';

export async function browserStatus(call: Call): Promise<Exit> {
  const {flags, output} = call;
  const host = await openFiles(call);
  const instance = existingInstance(call, host);
  const {control, relay, cdp, isEnabled, rows} = browserPorts(instance);
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
  const say = (port: number) => (listeners === undefined ? 'unknown' : listeners.has(port) ? heldBy(port, listeners.get(port)) : 'nobody listens');
  const range = held.length === 0 ? 'nobody listens' : held.map(({port, holder}) => `${port} ${heldBy(port, holder ?? undefined)}`).join('; ');
  output.print(isEnabled ? '' : `The browser of ${printable(instance.label)} is off (browser.enabled).\n`);
  output.print(
    table([
      ['control', String(control), 'base + 2', say(control)],
      ['relay', String(relay), 'base + 10', say(relay)],
      ['CDP range', rangeText(cdp), `${sizeOf(cdp)} ports`, range],
      ...rows.map(row => [`profile ${printable(row.name)}`, row.port === undefined ? '–' : String(row.port), whence(row), row.port === undefined ? '' : say(row.port)]),
    ]),
  );
  return 'done';
}

function heldBy(port: number, holder: Holder | undefined): string {
  return holderText({port, code: 'EADDRINUSE', holder});
}

function whence({kind, source, address}: BrowserRow): string {
  if (source === 'remote') return `remote: ${printable(address ?? '')}`;
  if (source === 'config') return `config${address === undefined ? '' : `, ${printable(address)}`}`;
  if (source === 'later') return 'given at its first start';
  return kind === 'relay' ? 'by rule, the extension relay' : 'by rule, the managed browser';
}
