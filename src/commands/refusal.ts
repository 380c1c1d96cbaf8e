/** How a command says no: one line for each problem, with the flag that would say yes. */
import type {ExitName} from '../exit-codes.ts';
import {isUsageProblem, type Problem} from '../rules/problems.ts';
import type {Flag} from '../text/options.ts';
import {problemText} from '../text/problems.ts';
import {refusals} from '../text/refusals.ts';
import type {Call} from './call.ts';

/** Flags that say yes to what is refused. */
const HINTS: Readonly<Partial<Record<Problem['id'], {readonly flag: Flag; readonly does: 'accepts' | 'overwrites'}>>> = {
  'port-overlap': {flag: '--accept-overlap', does: 'accepts'},
  'service-foreign': {flag: '--replace-service', does: 'overwrites'},
};

/** Tells what forbids it. @returns the exit code of the refusal; undefined when nothing does */
export function refusal(problems: readonly Problem[], {output, options}: Call): ExitName | undefined {
  for (const problem of problems) {
    const hint = HINTS[problem.id];
    const isKnown = hint !== undefined && options.some(({flags}) => flags === hint.flag);
    output.problem(`${problemText(problem)}${isKnown ? ` ${refusals()[hint.does](hint.flag)}` : ''}`);
  }
  if (problems.length === 0) return undefined;
  return problems.every(isUsageProblem) ? 'usage' : 'unsafe';
}
