/** Keys that some versions of OpenClaw refuse, and a gateway with a refused key does not start (exit 78). */
import {isBefore} from '../version.ts';
import {asObject, type JsonValue} from './json5.ts';

type VersionedKey = {
  /** `*` stands for any name. */
  readonly key: string;
  /** The months, `[2026, 5]`, from which and before which it is valid; with neither, no version takes it. */
  readonly from?: readonly [number, number];
  readonly before?: readonly [number, number];
};

/** As `config validate` of 2026.2, 2026.5, 2026.7, 2026.8 and 2026.9 has it. */
const VERSIONED_KEYS: readonly VersionedKey[] = [
  {key: 'agents.entries', from: [2026, 8]},
  {key: 'browser.controlUrl'},
  {key: 'browser.cdpPortRangeStart', from: [2026, 5], before: [2026, 8]},
  {key: 'browser.profiles.*.color', before: [2026, 8]},
  {key: 'canvasHost', before: [2026, 8]},
  {key: 'commands.ownerDisplay', before: [2026, 9]},
  {key: 'env.*', before: [2026, 8]},
  {key: 'gateway.tailscale.resetOnExit', before: [2026, 9]},
  {key: 'meta.lastTouchedAt', before: [2026, 8]},
];

/** Keys and values of a config that some versions refuse, with what stands in the place of `*`. */
export type RefusedKey = {readonly path: readonly string[]; readonly isRefused: (version: string | undefined) => boolean; /** Nothing is lost without it. */ readonly isObsolete: boolean; /** What every gateway can do with. */ readonly remedy?: 'port' | 'local' | 'loopback'};

export function refusedKeysIn(config: JsonValue): RefusedKey[] {
  return [
    ...VERSIONED_KEYS.flatMap(spec => matches(config, spec.key.split('.')).filter(path => !ENV_TABLES.has(path.join('.'))).map(path => ({path, isRefused: (version: string | undefined) => isOutside(spec, version), isObsolete: spec.from === undefined || spec.before !== undefined}))),
    ...VALUES.flatMap(({key, isFine, from, remedy}) =>
      matches(config, key.split('.')).flatMap(path =>
        isFine(valueAt(config, path)) ? [] : {path, isRefused: (version: string | undefined) => !from || (version !== undefined && !isBefore(version, ...from)), isObsolete: false, ...(remedy ? {remedy} : {})},
      ),
    ),
  ];
}

/** What `env` holds beside variables, in all versions. */
const ENV_TABLES: ReadonlySet<string> = new Set(['env.vars', 'env.shellEnv']);

const isPort = (value: JsonValue | undefined) => typeof value === 'number' && Number.isInteger(value) && value >= 1;
const isOneOf = (...words: readonly string[]) => (value: JsonValue | undefined) => typeof value === 'string' && words.includes(value);

type ValueRule = {readonly key: string; readonly isFine: (value: JsonValue | undefined) => boolean; /** The month from which it is looked at. */ readonly from?: readonly [number, number]; readonly remedy?: RefusedKey['remedy']};

const VALUES: readonly ValueRule[] = [
  {key: 'gateway.port', isFine: isPort, remedy: 'port'},
  {key: 'gateway.port', isFine: value => !isPort(value) || Number(value) <= 65_535, from: [2026, 8], remedy: 'port'},
  {key: 'gateway.mode', isFine: isOneOf('local', 'remote'), remedy: 'local'},
  {key: 'gateway.bind', isFine: isOneOf('auto', 'lan', 'loopback', 'custom', 'tailnet'), remedy: 'loopback'},
  {key: 'gateway.auth.mode', isFine: isOneOf('none', 'token', 'password', 'trusted-proxy')},
  {key: 'browser.profiles.*.cdpPort', isFine: value => isPort(value) && Number(value) <= 65_535},
];

function valueAt(config: JsonValue, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((value, key) => asObject(value)[key], config);
}

/** @param version `2026.9.6`; undefined where it is not known, so that only what all refuse is refused */
function isOutside({from, before}: VersionedKey, version: string | undefined): boolean {
  if (!from && !before) return true;
  return version !== undefined && ((from !== undefined && isBefore(version, ...from)) || (before !== undefined && !isBefore(version, ...before)));
}

function matches(value: JsonValue, [name, ...rest]: readonly string[], path: readonly string[] = []): (readonly string[])[] {
  if (name === undefined) return [path];
  const fields = asObject(value);
  const names = name === '*' ? Object.keys(fields) : name in fields ? [name] : [];
  return names.flatMap(found => matches(fields[found] as JsonValue, rest, [...path, found]));
}
