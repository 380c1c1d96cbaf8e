/** What `engine` says of the OpenClaw that a profile runs on. */
import type {MigratedDatabase} from '../rules/engine.ts';
import type {Machine, OpenClaw} from '../rules/machine.ts';
import type {Runtime} from '../rules/service/spec.ts';
import {en} from './en/engine-text.ts';
import {spoken} from './language.ts';
import {table} from './table.ts';
import {printable, shownPath, sizeText} from './terms.ts';

const words = spoken(en, korean => korean.engineText);

export type EngineFacts = {
  readonly label: string;
  /** The version of its own that it runs on; undefined where it shares one. */
  readonly pinned: string | undefined;
  /** Undefined also where it is pinned to one that is not there. */
  readonly own: (Runtime & {readonly version: string; readonly bytes: number}) | undefined;
  readonly shared: OpenClaw | undefined;
  /** Other versions of its own that are still there. */
  readonly kept: readonly {readonly version: string; readonly bytes: number}[];
  readonly main: {readonly label: string; readonly version: string; readonly entry: string} | undefined;
  /** The newest that npm knows; undefined where it was not asked. */
  readonly latest: string | undefined;
};

export function engineText({label, pinned, own, shared, kept, main, latest}: EngineFacts, machine: Machine, ours: string): string {
  const tilde = (path: string) => shownPath(path, machine);
  const say = words();
  const engine = pinned === undefined ? (shared ? say.shared(shared.version) : say.sharedNone) : (own ? say.own : say.ownGone)(pinned);
  const hint = pinned === undefined ? say.pin(ours) : own ? undefined : say.bringBack(ours);
  const used = own ?? shared;
  const present = pinned ?? shared?.version;
  const rows = [
    [printable(label), engine],
    ...(used ? [[say.entry, tilde(used.entry)]] : []),
    ...(own ? [[say.onDisk, sizeText(own.bytes)]] : []),
    ...kept.map(({version, bytes}) => [say.kept, `${version}, ${sizeText(bytes)}`]),
    ...(main ? [[printable(main.label) === printable(label) ? say.itself : say.runs(printable(main.label)), `OpenClaw ${main.version}, ${tilde(main.entry)}`]] : []),
    ...(latest === undefined ? [] : [[say.newest, latest === present ? say.newestHere(latest) : latest]]),
  ];
  return `${table(rows)}${hint === undefined ? '' : `${hint}\n`}`;
}

/** Databases that a newer OpenClaw has migrated: their schema now, and before. @param tilde writes a path for people */
export function migratedText(databases: readonly MigratedDatabase[], tilde: (path: string) => string): string {
  return databases.map(({path, schema, before}) => words().migrated(printable(tilde(path)), schema, before)).join(', ');
}
