/** Keys that some versions of OpenClaw refuse, and a gateway with a refused key does not start (exit 78). */
import {isBefore} from '../version.ts';
import {asObject, type JsonValue} from './json5.ts';

type VersionedKey = {
  /** `*` stands for any name. */
  readonly key: string;
  /** The months, `[2026, 5]`, from which and before which it is valid; neither: never. */
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
  {key: 'meta.lastTouchedAt', before: [2026, 8]},
];

/** Those of the keys above that a config has, with the names that stand there. */
export function versionedKeysIn(config: JsonValue): string[] {
  return VERSIONED_KEYS.flatMap(({key}) => matches(config, key.split('.')));
}

/**
 * Whether a version of OpenClaw refuses a key that {@link versionedKeysIn} found.
 * @param version `2026.9.6`; undefined where it is not known, so that only what all refuse is refused
 */
export function isRefused(key: string, version: string | undefined): boolean {
  const spec = VERSIONED_KEYS.find(({key: pattern}) => isMatch(key, pattern));
  if (!spec) return false;
  const {from, before} = spec;
  if (!from && !before) return true;
  return version !== undefined && ((from !== undefined && isBefore(version, ...from)) || (before !== undefined && !isBefore(version, ...before)));
}

function matches(value: JsonValue, [name, ...rest]: readonly string[], path: readonly string[] = []): string[] {
  if (name === undefined) return [path.join('.')];
  const fields = asObject(value);
  const names = name === '*' ? Object.keys(fields) : name in fields ? [name] : [];
  return names.flatMap(found => matches(fields[found] as JsonValue, rest, [...path, found]));
}

function isMatch(key: string, pattern: string): boolean {
  return new RegExp(`^${pattern.replaceAll('.', '\\.').replace('*', '.+')}$`).test(key);
}
