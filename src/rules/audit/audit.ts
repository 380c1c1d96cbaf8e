/**
 * The audit: every rule asked once of a whole host. `doctor`, `status`, Review and `--non-interactive` read what it finds.
 * Its cost grows with the number of instances and their places and ports, not with the number of their pairs.
 */
import {NOTHING_INHERITED} from '../machine.ts';
import {BROWSER_RULES} from './browser.ts';
import {CHANNEL_RULES} from './channels.ts';
import {CONFIG_RULES} from './config.ts';
import {DRIFT_RULES} from './drift.ts';
import {ENVIRONMENT_RULES} from './environment.ts';
import {FATE_RULES} from './fate.ts';
import {type Finding, type RuleId, SEVERITIES, type Value} from './finding.ts';
import {PLACE_RULES} from './places.ts';
import {PORT_RULES} from './ports.ts';
import type {CheckId, Found, Rule} from './rule.ts';
import {SERVICE_FILE_RULES} from './service-files.ts';
import {SERVICE_RULES} from './services.ts';
import {type AuditedHost, type Subject, subjectOf} from './subject.ts';

/** Every rule, in the order in which findings of one severity are told. */
export const RULES: readonly Rule[] = [
  ...PLACE_RULES,
  ...PORT_RULES,
  ...BROWSER_RULES,
  ...CHANNEL_RULES,
  ...SERVICE_RULES,
  ...SERVICE_FILE_RULES,
  ...DRIFT_RULES,
  ...ENVIRONMENT_RULES,
  ...CONFIG_RULES,
  ...FATE_RULES,
];

const CHECKS: ReadonlyMap<RuleId, CheckId | undefined> = new Map(RULES.map(({id, check}) => [id, check]));

/** The line of the guide's checklist that a finding speaks for. */
export function checkOf({id}: Finding): CheckId | undefined {
  return CHECKS.get(id);
}

/** Whether a plan that led to it is refused: an error of the checklist, as against one of health. */
export function isForbidding(finding: Finding): boolean {
  return finding.severity === 'error' && checkOf(finding) !== undefined;
}

/** All findings, errors first; the same whatever the order of the instances. */
export function audit(host: AuditedHost): Finding[] {
  const subject = subjectOf(host);
  const all = RULES.flatMap(rule => [...findings(rule, subject)]);
  const shared = all.flatMap(finding => ((finding.id === 'config-shared' || finding.id === 'state-shared') && finding.detail.relation === 'equal' ? [finding] : []));
  const oneConfig = shared.filter(({instances}) => new Set(instances.map(label => configOf(subject, label))).size === 1).map(({instances}) => new Set(instances));
  // What is one config says everything twice; there is no second one in which to change it.
  const isEcho = ({id, instances}: Finding) => id !== 'config-shared' && id !== 'state-shared' && instances.length > 1 && oneConfig.some(sharers => instances.every(label => sharers.has(label)));
  const found = oneConfig.length === 0 ? all : all.filter(finding => !isEcho(finding));
  return SEVERITIES.flatMap(severity => found.filter(finding => finding.severity === severity));
}

const calm = new WeakMap<AuditedHost, Finding[]>();

/** The same without this shell, of which nothing gets through to a service or to what we start. Asked again and again of one host. */
export function auditWithoutShell(host: AuditedHost): Finding[] {
  const found = calm.get(host) ?? audit({...host, machine: {...host.machine, inherited: NOTHING_INHERITED}});
  calm.set(host, found);
  return found;
}

/** Where the config of an instance really is. */
function configOf({instances}: Subject, label: string): string | undefined {
  const place = instances.find(instance => instance.label === label)?.places.find(({kind}) => kind === 'config');
  return place?.trail?.[0] ?? place?.path;
}

function* findings({id, severity, find}: Rule, subject: Subject): Generator<Finding> {
  for (const found of find(subject) as Iterable<Found<RuleId>>) {
    const {detail, fixes = []} = found;
    const values = found.values.toSorted(byText);
    const instances = [...new Set(found.instances ?? values.map(({instance}) => instance))].sort();
    // The rules keep id and detail together; a union over all of them can't say so.
    yield {id, severity: found.severity ?? severity, instances, values, fixes, detail} as Finding;
  }
}

function byText(a: Value, b: Value): number {
  const text = ({instance, key, value}: Value) => `${instance}\n${key}\n${value}`;
  return text(a) < text(b) ? -1 : 1;
}
