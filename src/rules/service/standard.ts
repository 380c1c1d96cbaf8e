/** What OpenClaw's own audit of services says of a file: `gateway status` calls such a one out of date (2026.9.6, service-audit). */
import type {ServiceFile} from '../instance.ts';
import {isBefore} from '../version.ts';
import {directives} from './systemd.ts';

type UnitRule = {
  /** The months of OpenClaw from which, and before which, its audit looks at it. */
  readonly from?: readonly [number, number];
  readonly before?: readonly [number, number];
  readonly key: string;
  /** @param values of all lines with that key, the last of which counts where there can be one */
  readonly isFine: (values: readonly string[]) => boolean;
  readonly wanted: string;
};

const isOnline = (values: readonly string[]) => values.some(value => value.split(/\s+/).includes('network-online.target'));
const KILLS_ONE = /^(process|none)$/;

/** What a unit must say, in the words of systemd. */
const UNIT_RULES: readonly UnitRule[] = [
  {key: 'After', wanted: 'After=network-online.target', isFine: isOnline},
  {key: 'Wants', wanted: 'Wants=network-online.target', isFine: isOnline},
  {key: 'RestartSec', wanted: 'RestartSec=5', isFine: values => secondsOf(values.at(-1) ?? '') === 5},
  {key: 'KillMode', wanted: 'KillMode=control-group', from: [2026, 5], before: [2026, 8], isFine: values => !KILLS_ONE.test(values.at(-1) ?? '')},
  {key: 'KillMode', wanted: 'KillMode=mixed', from: [2026, 8], isFine: values => values.at(-1) === 'mixed'},
  {key: 'TimeoutStopSec', wanted: 'TimeoutStopSec=330', from: [2026, 8], isFine: values => secondsOf(values.at(-1) ?? '90') >= 330},
];

const UNITS = {ms: 0.001, s: 1, sec: 1, m: 60, min: 60, h: 3600} as const;

/** A time span of systemd, such as `5min 30s`; a bare number is seconds, and no limit is endless. */
function secondsOf(text: string): number {
  const parts = [...text.matchAll(/(\d+)\s*(ms|h|min|m|s|sec)?(?=\s|\d|$)/g)];
  const seconds = parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * UNITS[unit as keyof typeof UNITS], 0);
  return text === 'infinity' || text === '0' ? Number.POSITIVE_INFINITY : seconds;
}

/**
 * @param text of the service file
 * @param version of the OpenClaw that it starts, which is the one that judges it
 */
export function serviceIssues({manager, environment, inline = []}: ServiceFile, text: string, version: string): string[] {
  switch (manager) {
    case 'systemd': {
      const found = directives(text);
      const valuesOf = (key: string) => found.filter(directive => directive.key === key).map(({value}) => value);
      const rules = UNIT_RULES.filter(({from, before}) => !(from && isBefore(version, ...from)) && !(before && !isBefore(version, ...before)));
      const missing = rules.filter(({key, isFine}) => !isFine(valuesOf(key))).map(({wanted}) => wanted);
      return [...missing, ...pathIssues(environment['PATH']), ...proxyIssues(inline, version)];
    }
    case 'launchd':
      return ['RunAtLoad', 'KeepAlive'].filter(key => !new RegExp(`<key>${key}</key>\\s*<true\\s*/>`).test(text)).map(key => `${key} true`);
    case 'schtasks':
      return [];
  }
}

/** A folder of one version of Node; OpenClaw itself adds those that lead to whatever is current, as of Volta. */
const VERSION_FOLDER = /[/\\]\.?(nvm|nvs|fnm|nodenv|asdf)[/\\].*\d+\.\d+/;

function pathIssues(path: string | undefined): string[] {
  const folders = path?.split(':') ?? [];
  const isWhole = ['/usr/local/bin', '/usr/bin', '/bin'].every(folder => folders.includes(folder));
  return [...(isWhole ? [] : ['PATH with /usr/local/bin, /usr/bin and /bin']), ...(folders.some(folder => VERSION_FOLDER.test(folder)) ? ['PATH without a version manager'] : [])];
}

function proxyIssues(inline: readonly string[], version: string): string[] {
  return !isBefore(version, 2026, 5) && inline.some(name => /^(https?|all|no)_proxy$/i.test(name)) ? ['no proxy in the unit'] : [];
}
