/** The run without questions: `--non-interactive`, `--dry-run`, `--json`. Progress goes to stderr, the result to stdout. */
import {type ExitName, Stop} from '../exit-codes.ts';
import {answersGivenBy} from '../options.ts';
import type {Change} from '../rules/change.ts';
import type {Setting} from '../rules/config/edit.ts';
import type {Plan} from '../rules/plan.ts';
import {reportOf} from '../rules/report.ts';
import type {Target} from '../rules/target.ts';
import {ignoredText, PORT_TEXTS} from '../text/en.ts';
import {consequenceText} from '../text/findings.ts';
import {problemText} from '../text/problems.ts';
import {outcomeText} from '../text/outcome.ts';
import {planText} from '../text/plan-text.ts';
import {answersOf, planOf} from '../wizard/selectors.ts';
import type {Call} from './call.ts';
import {type AnswerGiver, openSession} from './session.ts';
import {applyAloud, refusal, resultRow} from './work.ts';

export type ScriptOptions = {
  /** Leaves the config and the workspace as they are. */
  readonly isServiceOnly?: boolean;
  /** Keys that no answer gives. */
  readonly repairs?: readonly Setting[];
  /** What is to be said of the host after a change, and how that ends. */
  readonly afterwards?: () => Promise<{readonly rows: object; readonly exit: ExitName}>;
};

/**
 * Makes the plan of what the profile has, the defaults and the flags, and applies it.
 * @param fixed answers that the command itself gives, over the flags
 * @throws {Stop} for main, and what `fixed` throws
 */
export async function runScript(call: Call, fixed: AnswerGiver = () => ({}), {isServiceOnly = false, repairs = [], afterwards}: ScriptOptions = {}): Promise<ExitName> {
  const {flags, output} = call;
  const {initial, effects} = await openSession(call, {given: (target, found) => ({...answersGivenBy(flags), ...fixed(target, found)}), repairs, isFresh: true});
  const {basePort, bind} = answersOf(initial);
  if (flags.gatewayBindHost !== undefined && bind !== 'custom') throw new Stop('usage', `--gateway-bind-host is the address for --gateway-bind custom, and the bind is ${bind}.`);
  const canProbe = basePort >= 1 && basePort <= 65_535;
  const occupancy = canProbe ? await effects.probe(initial.target, basePort, new AbortController().signal) : undefined;
  const state = {...initial, occupancy};
  const {host} = state;
  const plan = isServiceOnly ? serviceHalf(planOf(state), state.target) : planOf(state);
  const document = (result: Parameters<typeof resultRow>[0], exit: ExitName, rows: object = {}) => output.document({...rows, ...reportOf(plan, host, {problem: problemText, ...PORT_TEXTS, finding: consequenceText}), result: resultRow(result, exit)});
  const refused = refusal(plan.problems, call);
  if (refused || flags.dryRun) {
    if (flags.json) document({kind: refused ? 'refused' : 'previewed'}, refused ?? 'done');
    else if (flags.dryRun) output.out(planText(plan, host));
    return refused ?? 'done';
  }
  const {ignoredVariables} = host.machine;
  if (ignoredVariables.length > 0) output.err(`${ignoredText(ignoredVariables)}\n`);
  const {result, events, exit} = await applyAloud(plan, call, host);
  effects.remember(plan, result);
  if (!flags.json) output.out(outcomeText({...state, events, result}));
  const left = exit === 'done' ? await afterwards?.() : undefined;
  if (flags.json) document(result, left?.exit ?? exit, left?.rows);
  return left?.exit ?? exit;
}

/** What of a plan is about the service. */
function serviceHalf(plan: Plan, {stateDir}: Target): Plan {
  const isService = ({path, role}: Change) => role === 'service' || role === 'engine' || (role === 'folder' && path !== stateDir && path !== plan.answers.workspace);
  return {...plan, changes: plan.changes.filter(isService), commands: plan.commands.filter(({id}) => id !== 'validate')};
}
