/** What `browser status` says of the browser side of an instance, as a table. */
import type {BrowserPorts, BrowserRow} from '../rules/browser.ts';
import type {Holder} from '../rules/occupancy.ts';
import {sizeOf} from '../rules/ports.ts';
import {en} from './en/browser-text.ts';
import {spoken} from './language.ts';
import {holderText, rangeText, ruleText} from './port-text.ts';
import {table} from './table.ts';
import {printable} from './terms.ts';

const words = spoken(en, korean => korean.browserText);

/** @param listeners who holds which port, null where that is unknown; undefined where the system does not say who listens */
export function browserText(label: string, {control, relay, cdp, isEnabled, rows}: BrowserPorts, listeners: ReadonlyMap<number, Holder | null | undefined> | undefined): string {
  const {nobody, unknown, ...say} = words();
  const state = (port: number) => (listeners === undefined ? unknown : listeners.has(port) ? heldBy(port, listeners.get(port)) : nobody);
  const held = [...(listeners ?? [])].filter(([port]) => port >= cdp.from && port <= cdp.to).map(([port, holder]) => `${port} ${heldBy(port, holder)}`);
  const ports = table([
    [say.control, String(control), ruleText({from: 2, to: 2}), state(control)],
    [say.relay, String(relay), ruleText({from: 10, to: 10}), state(relay)],
    [say.range, rangeText(cdp), say.ports(sizeOf(cdp)), held.length === 0 ? nobody : held.join('; ')],
    ...rows.map(row => [say.profile(printable(row.name)), row.port === undefined ? '–' : String(row.port), whence(row), row.port === undefined ? '' : state(row.port)]),
  ]);
  return `${isEnabled ? '' : `${say.off(printable(label))}\n`}${ports}`;
}

function heldBy(port: number, holder: Holder | null | undefined): string {
  return holderText({port, code: 'EADDRINUSE', holder: holder ?? undefined});
}

function whence({kind, source, address}: BrowserRow): string {
  const {remote, config, later, relayByRule, managedByRule} = words();
  if (source === 'remote') return remote(printable(address ?? ''));
  if (source === 'config') return address === undefined ? config : `${config}, ${printable(address)}`;
  if (source === 'later') return later;
  return kind === 'relay' ? relayByRule : managedByRule;
}
