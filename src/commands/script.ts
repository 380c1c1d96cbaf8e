/** The run without questions: `--non-interactive`, `--dry-run`, `--json`. Progress goes to stderr, the result to stdout. */
import {applyPlan} from './apply/apply.ts';
import type {ApplyEvent, ApplyResult} from './rules/apply-steps.ts';
import type {Host} from './rules/answers.ts';
import {EXIT_CODES, type ExitName} from './exit-codes.ts';
import {acceptedBaseOf, type Plan} from './rules/plan.ts';
import {isUsageProblem} from './rules/problems.ts';
import {reportOf} from './rules/report.ts';
import {PROGRAM} from './rules/shell.ts';
import type {Session} from './session.ts';
import {applyStepText, ignoredText, PORT_LABELS, printable, problemText, ruleText} from './text/en.ts';
import {eventText, outcomeText} from './text/outcome.ts';
import {planText} from './text/plan-text.ts';
import {answersOf, planOf} from './wizard/selectors.ts';

export type ScriptOptions = {readonly isDryRun: boolean; readonly isJson: boolean};

export type Output = {readonly out: (text: string) => void; readonly err: (text: string) => void};

/** @returns the name of the exit code */
export async function runScript({initial, effects}: Session, {isDryRun, isJson}: ScriptOptions, {out, err}: Output): Promise<ExitName> {
  const {basePort, profile} = answersOf(initial);
  const canProbe = basePort >= 1 && basePort <= 65_535;
  const occupancy = canProbe ? await effects.probe(profile, basePort, new AbortController().signal) : undefined;
  const state = {...initial, occupancy};
  const plan = planOf(state);
  const isRefused = plan.problems.length > 0;
  if (isRefused || isDryRun) {
    const exit: ExitName = !isRefused ? 'done' : plan.problems.every(isUsageProblem) ? 'usage' : 'unsafe';
    if (isJson) out(document(plan, state.host, {kind: isRefused ? 'refused' : 'previewed', exitCode: EXIT_CODES[exit].code}));
    else if (isDryRun) out(planText(plan, state.host));
    for (const problem of plan.problems) err(`${PROGRAM}: ${problemText(problem)}${problem.id === 'port-overlap' ? ' --accept-overlap accepts that.' : ''}\n`);
    return exit;
  }
  const {ignoredVariables} = state.host.machine;
  if (ignoredVariables.length > 0) err(`${ignoredText(ignoredVariables)}\n`);
  const events: ApplyEvent[] = [];
  const result = await applyPlan(plan, {
    ...effects.applyContext(profile),
    onEvent(event) {
      const {step, state: reached} = event;
      if (reached === 'running') return;
      events.push(event);
      err(`${reached.padEnd(8)} ${applyStepText(step)}  ${eventText(event, state.host.machine)}`.trimEnd().concat('\n'));
    },
  });
  const exit: ExitName = result.kind === 'failed' ? 'failed' : 'done';
  // An older, unfinished run of the wizard has been overtaken.
  if (exit === 'done') effects.saveDraft(undefined, profile);
  if (result.kind === 'applied') effects.rememberAccepted(acceptedBaseOf(plan), profile);
  if (isJson) out(document(plan, state.host, {...resultOf(result), exitCode: EXIT_CODES[exit].code}));
  else out(outcomeText({...state, events, result}));
  if (result.kind === 'failed') err(`${PROGRAM}: ${printable(result.reason)}\n`);
  return exit;
}

function resultOf(result: ApplyResult) {
  if (result.kind !== 'failed') return result;
  const {kind, reason, isRolledBack} = result;
  return {kind, reason, isRolledBack};
}

function document(plan: Plan, host: Host, result: object): string {
  const report = reportOf(plan, host, {
    problem: problemText,
    portLabel: ({id}) => PORT_LABELS[id].long,
    rule: ({offset}) => ruleText(offset),
  });
  return `${JSON.stringify({...report, result}, null, 2)}\n`;
}
