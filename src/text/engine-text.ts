/** What `engine` says of the OpenClaw that a profile runs on. */
import type {MigratedDatabase} from '../rules/engine.ts';
import type {Machine, OpenClaw} from '../rules/machine.ts';
import {tildePath} from '../rules/profile.ts';
import type {Runtime} from '../rules/service/spec.ts';
import {printable, sizeText} from './terms.ts';
import {table} from './table.ts';

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

export function engineText({label, pinned, own, shared, kept, main, latest}: EngineFacts, {homes, platform}: Machine, ours: string): string {
  const tilde = (path: string) => printable(tildePath(path, homes.openclaw, platform));
  const engine = pinned === undefined ? `shared: ${shared ? `OpenClaw ${shared.version}, which all of this host run on` : 'OpenClaw is not on this machine'}` : `its own: OpenClaw ${pinned}${own ? '' : ', which is NOT THERE'}`;
  const hint = pinned === undefined ? `${ours} onboard --own-engine gives it one of its own.` : own ? undefined : `${ours} onboard --non-interactive brings it back.`;
  const used = own ?? shared;
  const rows = [
    [printable(label), engine],
    ...(used ? [['entry', tilde(used.entry)]] : []),
    ...(own ? [['on disk', sizeText(own.bytes)]] : []),
    ...kept.map(({version, bytes}) => ['also kept', `${version}, ${sizeText(bytes)}`]),
    ...(main ? [[printable(main.label) === printable(label) ? 'this is' : `${printable(main.label)} runs`, `OpenClaw ${main.version}, ${tilde(main.entry)}`]] : []),
    ...(latest === undefined ? [] : [['newest', newestText(latest, pinned ?? shared?.version)]]),
  ];
  return `${table(rows)}${hint === undefined ? '' : `${hint}\n`}`;
}

function newestText(latest: string, present: string | undefined): string {
  return latest === present ? `${latest}, which it has` : latest;
}

/** Databases that a newer OpenClaw has migrated: their schema now, and before. @param tilde writes a path for people */
export function migratedText(databases: readonly MigratedDatabase[], tilde: (path: string) => string): string {
  return databases.map(({path, schema, before}) => `${printable(tilde(path))} (${schema === undefined ? 'not readable' : `schema ${schema}`}, before ${before})`).join(', ');
}
