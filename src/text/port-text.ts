/** Ports in words: what they are called, who has them, where they come from. */
import type {BasePort} from '../rules/instance.ts';
import {type BusyPort, holderName} from '../rules/occupancy.ts';
import type {PortState} from '../rules/port-states.ts';
import {DEV_BASE, type PortId, type PortUse, type Range, sizeOf} from '../rules/ports.ts';
import {printable} from '../rules/printable.ts';
import {en} from './en/port-text.ts';
import {spoken} from './language.ts';
import {phrase} from './phrases.ts';

const words = spoken(en, korean => korean.portText);

export function portLabel(port: PortId, length: 'long' | 'short' = 'long'): string {
  return words().labels[port][length];
}

export function rangeText({from, to}: Range): string {
  return from === to ? String(from) : `${from}–${to}`;
}

export function ruleText({from, to}: Range): string {
  const {base} = words();
  if (to === 0) return base;
  return from === to ? `${base} + ${from}` : `${base} + ${from}…${to}`;
}

/** The words of a port row in documents. */
export const PORT_TEXTS = {
  portLabel: ({id}: PortState) => portLabel(id),
  rule: ({offset}: PortState) => ruleText(offset),
};

export function portSource(source: BasePort['source']): string {
  return words().sources[source];
}

/** Who holds a port, as far as the system says. */
export function holderText({code, holder}: BusyPort): string {
  if (code === 'EACCES') return words().notAllowed;
  if (!holder) return words().inUse;
  const isOnlyUser = holder.pid === undefined && holder.command === '';
  return words()[isOnlyUser ? 'inUseBy' : 'inUseFor'](printable(holderName(holder)));
}

export function useText(owner: string, use: PortUse): string {
  const {uses} = words();
  switch (use.kind) {
    case 'cdp': {
      const {from, to} = use.browserProfile;
      return from === to ? uses.browserProfile(owner, from) : uses.shared(owner, sizeOf(use.browserProfile));
    }
    case 'explicit':
      return uses.explicit(owner, phrase(use.key));
    default:
      return uses[use.kind](owner);
  }
}

/** In the place of what the host has been asked and not said yet: short, since it is there for some milliseconds at each key. */
const ASKED = '…';

/** What one row of the port table says about this host. */
export function rowText({id, state, busy, clashes, from, to}: PortState): string {
  if (id === 'canvas') return words().servedByGateway;
  const [clash] = clashes;
  if (clash) return useText(clash.owner, clash.use);
  if (state === 'unknown') return ASKED;
  const [first] = busy;
  if (state === 'own') return words().own;
  const size = sizeOf({from, to});
  if (first) return size === 1 ? holderText(first) : words().someFree(size - busy.length, size, `${first.port}${busy.length > 1 ? ' …' : ''}`);
  if (size > 1) return words().allFree(size);
  return id === 'browser-control' ? words().freeOnLoopback : words().free;
}

/** The same where there is little room. */
export function shortRowText(row: PortState): string {
  const {short, inUse, free} = words();
  const [clash] = row.clashes;
  const [first] = row.busy;
  if (row.id === 'canvas') return short.servedByGateway;
  if (clash?.use.kind === 'cdp') {
    const {from, to} = clash.use.browserProfile;
    return from === to ? short.browserProfile(clash.owner, from) : short.shared(to - from + 1);
  }
  if (clash) return clash.use.kind === 'reserved' ? short.reserved : short.theirs(clash.owner);
  if (row.state === 'unknown') return ASKED;
  if (row.state === 'own') return short.own;
  const size = sizeOf(row);
  if (first) return size === 1 ? printable(first.holder?.command || first.holder?.user || inUse) : short.someFree(size - row.busy.length);
  return size > 1 ? short.someFree(size) : free;
}

/** Shown beside 19001, which the guide uses and OpenClaw has since given to `--dev`. */
export function devNote(base: number): string | undefined {
  return base === DEV_BASE ? words().dev(DEV_BASE) : undefined;
}
