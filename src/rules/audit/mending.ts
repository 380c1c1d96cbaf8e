/** What the fixes of instances come to, as plans can carry them out. */
import type {Setting} from '../config/edit.ts';
import type {Finding, MendedAnswers} from './finding.ts';

export type Mending = {readonly answers: MendedAnswers; readonly repairs: readonly Setting[]};

/**
 * By label, for those that a plan could mend something of. Where two findings ask for other answers, the worse one is
 * heard. Notes are left: nothing is wrong there.
 * @param findings errors first
 */
export function mendingsOf(findings: readonly Finding[]): ReadonlyMap<string, Mending> {
  const mendings = new Map<string, {answers: MendedAnswers; repairs: Map<string, Setting>}>();
  for (const {severity, fixes} of findings) {
    for (const {instance, ours, remedy} of fixes) {
      if (severity === 'note' || !ours || remedy.kind === 'hand' || remedy.kind === 'command') continue;
      const mending = mendings.get(instance) ?? {answers: {}, repairs: new Map()};
      mendings.set(instance, mending);
      if (remedy.kind === 'answers') mending.answers = {...remedy.answers, ...mending.answers};
      if (remedy.kind === 'setting' && !mending.repairs.has(remedy.key.join('\n'))) mending.repairs.set(remedy.key.join('\n'), {path: remedy.key, value: remedy.value});
    }
  }
  return new Map([...mendings].map(([label, {answers, repairs}]) => [label, {answers, repairs: [...repairs.values()]}]));
}
