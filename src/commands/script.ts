/** The run without questions: `--non-interactive`, `--dry-run`, `--json`. Progress goes to stderr, the result to stdout. */
import {type ExitName, Stop} from '../exit-codes.ts';
import {answersGivenBy, restoredBy} from '../options.ts';
import type {Change} from '../rules/change.ts';
import type {Setting} from '../rules/config/edit.ts';
import type {ApplyResult} from '../rules/apply-steps.ts';
import {buildPlan, type Plan} from '../rules/plan.ts';
import {isEmpty} from '../rules/work.ts';
import {reportOf} from '../rules/report.ts';
import type {Target} from '../rules/target.ts';
import {PORT_TEXTS} from '../text/port-text.ts';
import {ignoredText} from '../text/terms.ts';
import {consequenceText} from '../text/findings.ts';
import {problemText} from '../text/problems.ts';
import {outcomeText} from '../text/outcome.ts';
import {divergenceText} from '../text/written.ts';
import {planText} from '../text/plan-text.ts';
import {refusals} from '../text/refusals.ts';
import {answersOf, planInputOf, planOf} from '../wizard/selectors.ts';
import type {Call} from './call.ts';
import {lockForChoice, NoLock, type OurLock} from './locking.ts';
import {type AnswerGiver, openSession} from './session.ts';
import {refusal} from './refusal.ts';
import {applyAloud, resultRow} from './work.ts';

export type ScriptOptions = {
  /** Leaves the config and the workspace as they are; `engine` lets OpenClaw judge the config all the same. */
  readonly half?: 'service' | 'engine';
  /** The version that its own engine is to have. */
  readonly engineVersion?: string;
  /** The words that close it where it did not fail, in the place of the last page. */
  readonly closing?: (plan: Plan, result: ApplyResult) => Promise<string>;
  /** Takes it back where it failed and something stays. @returns one line on how that went */
  readonly goBack?: (plan: Plan) => Promise<string>;
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
export async function runScript(call: Call, fixed?: AnswerGiver, options?: ScriptOptions): Promise<ExitName> {
  if (call.flags.dryRun) return runLocked(call, undefined, fixed, options);
  const locks = await lockForChoice(call).catch(asNoLock);
  // The plan may know better why nothing can be written.
  if (locks instanceof NoLock) return runLocked(call, locks, fixed, options);
  const [instance, ports] = locks;
  try {
    return await runLocked(call, ports, fixed, options);
  } finally {
    ports.release();
    instance.release();
  }
}

function asNoLock(error: unknown): NoLock {
  if (error instanceof NoLock) return error;
  throw error;
}

async function runLocked(call: Call, locked: OurLock | NoLock | undefined, fixed: AnswerGiver = () => ({}), {half, engineVersion, repairs = [], closing, goBack, afterwards}: ScriptOptions = {}): Promise<ExitName> {
  const {flags, output} = call;
  const {initial, effects} = await openSession(call, {given: (target, found) => ({...answersGivenBy(flags), ...restoredBy(flags, target), ...fixed(target, found)}), repairs, isFresh: true});
  const {basePort, bind} = answersOf(initial);
  if (flags.gatewayBindHost !== undefined && bind !== 'custom') throw new Stop('usage', refusals().bindHostWithoutCustom(bind));
  const canProbe = basePort >= 1 && basePort <= 65_535;
  const occupancy = canProbe ? await effects.probe(initial.target, basePort, new AbortController().signal) : undefined;
  const state = {...initial, occupancy};
  const {host} = state;
  const whole = engineVersion === undefined ? planOf(state) : buildPlan({...planInputOf(state), engineVersion});
  const plan = half ? halfOf(half, whole, state.target) : whole;
  const document = (result: Parameters<typeof resultRow>[0], exit: ExitName, rows: object = {}) => output.document({...rows, ...reportOf(plan, host, {problem: problemText, ...PORT_TEXTS, finding: consequenceText}), result: resultRow(result, exit)});
  const refused = refusal(plan.problems, call);
  if (refused || flags.dryRun) {
    if (flags.json) document({kind: refused ? 'refused' : 'previewed'}, refused ?? 'done');
    else if (flags.dryRun) output.out(planText(plan, host));
    return refused ?? 'done';
  }
  if (locked instanceof NoLock && !isEmpty(plan)) throw locked;
  const ports = locked instanceof NoLock ? undefined : locked;
  for (const divergence of plan.divergences) output.err(`${divergenceText(divergence)}\n`);
  const {ignoredVariables} = host.machine;
  if (ignoredVariables.length > 0) output.err(`${ignoredText(ignoredVariables)}\n`);
  const {remembered} = effects.applyContext(plan);
  const {result, events, exit} = await applyAloud(plan, call, host, {remembered, ...(ports ? {onSettled: ports.release} : {})});
  if (result.kind === 'nothing') effects.remember(plan);
  const isStuck = result.kind === 'failed' && !result.isRolledBack && exit === 'failed';
  const back = isStuck && goBack ? await goBack(plan) : undefined;
  if (back !== undefined) output.problem(back);
  if (closing) {
    const words = result.kind === 'failed' ? undefined : await closing(plan, result);
    if (words !== undefined && !flags.json) output.out(`${words}\n`);
  } else if (!flags.json) output.out(outcomeText({...state, events, result}));
  const left = exit === 'done' ? await afterwards?.() : undefined;
  if (flags.json) document(result, left?.exit ?? exit, {...left?.rows, ...(back === undefined ? {} : {wentBack: back})});
  return left?.exit ?? exit;
}

/** What of a plan is about the service and its engine, which the notes of the kit name. */
function halfOf(half: 'service' | 'engine', plan: Plan, {stateDir}: Target): Plan {
  const isService = ({path, role}: Change) => role === 'service' || role === 'engine' || (half === 'engine' && role === 'kit') || (role === 'folder' && path !== stateDir && path !== plan.answers.workspace);
  return {...plan, changes: plan.changes.filter(isService), commands: plan.commands.filter(({id}) => half === 'engine' || id !== 'validate')};
}
