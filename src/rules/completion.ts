/** How a path that is half typed goes on, by what its folder holds. Pure. */
import {isPrintable} from './printable.ts';
import type {Platform} from './profile.ts';

/** What stands in a folder. */
export type Entry = {readonly name: string; readonly isFolder: boolean};

/** A path as it was typed: the folder with its last separator, and how the name in it starts. */
export type TypedPath = {readonly head: string; readonly start: string};

/** Undefined for a path that does not say from where. */
export function typedPath(text: string, platform: Platform): TypedPath | undefined {
  if (text === '~') return {head: '~/', start: ''};
  const [head = ''] = (platform === 'win32' ? /^.*[/\\]/ : /^.*\//).exec(text) ?? [];
  return /^(~?[/\\]|[a-z]:[/\\])/i.test(head) ? {head, start: text.slice(head.length)} : undefined;
}

export type Completion = {
  /** Names that start so, in their order. */
  readonly names: readonly string[];
  /** Those that nobody could tell apart on a screen. They can be typed, but are never chosen. */
  readonly unclear: readonly string[];
  /** The path as far as all of them agree. */
  readonly text: string;
};

/**
 * Hidden names are for who types their dot.
 * @param split a text into what may not be torn apart
 */
export function completionOf({head, start}: TypedPath, entries: readonly Entry[], split: (text: string) => readonly string[]): Completion {
  const plain = (name: string) => name.normalize('NFC');
  const isMeant = ({name}: Entry) => plain(name).startsWith(plain(start)) && (start !== '' || !name.startsWith('.'));
  const all = entries.filter(isMeant).sort((a, b) => (a.name < b.name ? -1 : 1));
  const found = all.filter(({name}) => isPrintable(name));
  const unclear = all.map(({name}) => name).filter(name => !isPrintable(name));
  const names = found.map(({name}) => name);
  const [first] = found;
  if (!first) return {names, unclear, text: head + start};
  if (found.length === 1) return {names, unclear, text: head + first.name + (first.isFolder ? head.slice(-1) : '')};
  const common = names.map(split).reduce((shared, parts) => shared.slice(0, lengthShared(shared, parts)));
  const text = common.join('');
  return {names, unclear, text: head + (text.length < start.length ? start : text)};
}

function lengthShared(some: readonly string[], others: readonly string[]): number {
  const end = some.findIndex((part, index) => part !== others[index]);
  return end < 0 ? some.length : end;
}
