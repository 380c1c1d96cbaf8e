/** What the audit found, for people: a verdict that is read in seconds, and everything that was compared where it is asked for. */
import type {Host} from '../rules/answers.ts';
import type {Finding} from '../rules/audit/finding.ts';
import type {Instance} from '../rules/instance.ts';
import {selectorFor} from '../rules/selector.ts';
import {plural} from './english.ts';
import {printable} from './terms.ts';
import {consequenceText, countText, fixTexts, mendingCommand, SEVERITY_TEXTS} from './findings.ts';
import {table, wrap} from './table.ts';

const LABEL_WIDTH = 9;
const NARROWEST = 20;
/** Of one finding; hundreds of instances can share one port. */
const MOST_FIXES = 3;

type Audited = {
  readonly findings: readonly Finding[];
  readonly host: Host;
  /** The one that was asked for; undefined: all. */
  readonly only: Instance | undefined;
  readonly isVerbose: boolean;
  /** Labels of those that `--fix` can do something for. */
  readonly mendable: ReadonlySet<string>;
  /** Width of the terminal; undefined where it is none, so that a sentence is a line. */
  readonly columns?: number | undefined;
};

export function doctorText(audited: Audited): string {
  const {findings, isVerbose} = audited;
  const isTold = ({severity}: Finding) => isVerbose || severity !== 'note';
  const told = findings.filter(isTold).map(finding => findingText(finding, audited));
  const notes = findings.filter(finding => !isTold(finding)).length;
  return [
    `${verdict(audited)}\n`,
    ...told,
    ...mendable(audited),
    ...(notes > 0 ? [`${plural(notes, 'note')}, shown by --verbose.\n`] : []),
  ].join('\n');
}

function verdict({findings, host, only}: Audited): string {
  const {instances} = host;
  if (instances.length === 0) return 'No OpenClaw gateway on this host.';
  const named = only ? printable(only.label) : instances.length === 2 ? instances.map(({label}) => printable(label)).join(' and ') : plural(instances.length, 'gateway');
  const found = countText(findings, ['error', 'warning']);
  if (found !== '') return `${named}: ${found}.`;
  if (instances.length === 1) return `1 gateway on this host, ${named === '1 gateway' ? printable(instances[0]?.label ?? '') : named}, with nothing to share with.`;
  return `${named} ${only ? 'is isolated from the others' : 'are isolated from each other'}.`;
}

/** One command for each instance that a plan can mend. */
function mendable({host, only, mendable: labels}: Audited): string[] {
  const commands = (only ? [only] : host.instances).filter(({label}) => labels.has(label)).map(instance => `  ${mendingCommand(selectorFor(instance), host.machine)}`);
  if (commands.length === 0) return [];
  const more = commands.length - MOST_FIXES;
  return [`To do that, after a look at the plan:\n${[...commands.slice(0, MOST_FIXES), ...(more > 0 ? [`  and ${more} more profiles likewise`] : [])].join('\n')}\n`];
}

function findingText(finding: Finding, {host, isVerbose, columns}: Audited): string {
  const {severity, id, values} = finding;
  const shown = fixTexts(isVerbose ? finding : {...finding, fixes: finding.fixes.slice(0, MOST_FIXES)}, host);
  const more = isVerbose ? 0 : Math.max(0, finding.fixes.length - MOST_FIXES);
  const row = (label: string, text: string) => `${label.padEnd(LABEL_WIDTH)}${text}\n`;
  const sentence = (text: string) => (columns === undefined ? text : wrap(text, Math.max(NARROWEST, columns - LABEL_WIDTH - 1)).join(`\n${' '.repeat(LABEL_WIDTH)}`));
  return [
    row(SEVERITY_TEXTS[severity], sentence(consequenceText(finding))),
    ...shown.map((fix, index) => row(index === 0 ? '  fix' : '', fix)),
    ...(more > 0 ? [row('', `and ${more} more, shown by --verbose`)] : []),
    ...(isVerbose ? [row('  rule', id), ...indented(table(values.map(({instance, key, value}) => [printable(instance), printable(key), printable(value)])))] : []),
  ].join('');
}

function indented(text: string): string[] {
  return text.split('\n').filter(line => line !== '').map(line => `${' '.repeat(LABEL_WIDTH)}${line}\n`);
}
