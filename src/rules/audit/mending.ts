/** What the fixes of one instance come to, as a plan can carry them out. */
import type {Setting} from '../config/edit.ts';
import {isForbidding} from './audit.ts';
import type {Finding, MendedAnswers} from './finding.ts';

export type Mending = {readonly answers: MendedAnswers; readonly repairs: readonly Setting[]};

/**
 * Where two findings ask for other answers, the worse one is heard. Notes are left: nothing is wrong there.
 * @param label of the instance
 * @param findings errors first
 * @returns undefined where there is nothing that a plan could mend
 */
export function mendingOf(label: string, findings: readonly Finding[]): Mending | undefined {
  const remedies = findings.filter(({severity}) => severity !== 'note').flatMap(({fixes}) => fixes.filter(({instance, ours}) => instance === label && ours).map(({remedy}) => remedy));
  const answers: MendedAnswers = Object.assign({}, ...remedies.flatMap(remedy => (remedy.kind === 'answers' ? remedy.answers : [])).reverse());
  const repairs = remedies.flatMap(remedy => (remedy.kind === 'setting' ? {path: remedy.key, value: remedy.value} : []));
  const byKey = new Map(repairs.toReversed().map(repair => [repair.path.join('.'), repair]));
  return Object.keys(answers).length + byKey.size === 0 ? undefined : {answers, repairs: [...byKey.values()]};
}

/** Whether something else has to be done first, by hand: a plan that left it would be refused. */
export function isHindered(label: string, findings: readonly Finding[]): boolean {
  return findings.some(finding => isForbidding(finding) && finding.instances.includes(label) && finding.fixes.every(({instance, remedy}) => instance !== label || remedy.kind === 'hand'));
}
