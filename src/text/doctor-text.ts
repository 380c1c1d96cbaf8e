/** What the audit found, for people: a verdict that is read in seconds, and everything that was compared where it is asked for. */
import type {Host} from '../rules/answers.ts';
import type {Finding} from '../rules/audit/finding.ts';
import type {Instance} from '../rules/instance.ts';
import {selectorFor} from '../rules/selector.ts';
import {en} from './en/doctor-text.ts';
import {consequenceText, countText, fixTexts, mendingCommand, severityText} from './findings.ts';
import {phrase} from './phrases.ts';
import {spoken} from './language.ts';
import {noGatewayText} from './status-text.ts';
import {pad, table, wrap} from './table.ts';
import {printable} from './terms.ts';

const words = spoken(en, korean => korean.doctorText);

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
    ...(notes > 0 ? [`${words().notes(notes)}\n`] : []),
  ].join('\n');
}

function verdict({findings, host, only}: Audited): string {
  const {instances} = host;
  const [first, second] = instances.map(({label}) => printable(label));
  if (first === undefined) return noGatewayText();
  const say = words();
  const named = only ? printable(only.label) : second !== undefined && instances.length === 2 ? say.both(first, second) : say.gateways(instances.length);
  const found = countText(findings, ['error', 'warning']);
  if (found !== '') return say.found(named, found);
  if (second === undefined) return say.alone(first);
  return only ? say.isolatedOne(named) : say.isolatedAll(named);
}

/** One command for each instance that a plan can mend. */
function mendable({host, only, mendable: labels}: Audited): string[] {
  const commands = (only ? [only] : host.instances).filter(({label}) => labels.has(label)).map(instance => `  ${mendingCommand(selectorFor(instance), host.machine)}`);
  if (commands.length === 0) return [];
  const more = commands.length - MOST_FIXES;
  return [`${words().toMend}\n${[...commands.slice(0, MOST_FIXES), ...(more > 0 ? [`  ${words().likewise(more)}`] : [])].join('\n')}\n`];
}

function findingText(finding: Finding, {host, isVerbose, columns}: Audited): string {
  const {severity, id, values} = finding;
  const shown = fixTexts(isVerbose ? finding : {...finding, fixes: finding.fixes.slice(0, MOST_FIXES)}, host);
  const more = isVerbose ? 0 : Math.max(0, finding.fixes.length - MOST_FIXES);
  const row = (label: string, text: string) => `${pad(label, LABEL_WIDTH)}${text}\n`;
  const sentence = (text: string) => (columns === undefined ? text : wrap(text, Math.max(NARROWEST, columns - LABEL_WIDTH - 1)).join(`\n${' '.repeat(LABEL_WIDTH)}`));
  return [
    row(severityText(severity), sentence(consequenceText(finding))),
    ...shown.map((fix, index) => row(index === 0 ? `  ${words().fix}` : '', fix)),
    ...(more > 0 ? [row('', words().moreFixes(more))] : []),
    ...(isVerbose ? [row(`  ${words().rule}`, id), ...indented(table(values.map(({instance, key, value}) => [instance, key, value].map(text => printable(phrase(text))))))] : []),
  ].join('');
}

function indented(text: string): string[] {
  return text.split('\n').filter(line => line !== '').map(line => `${' '.repeat(LABEL_WIDTH)}${line}\n`);
}
