/** Work without questions: shown by `--dry-run`, refused, or applied with its progress on stderr and the result on stdout. */
import {type ApplyContext, applyWork} from '../apply/apply.ts';
import type {Remembered} from '../apply/store.ts';
import {EXIT_CODES, type ExitName} from '../exit-codes.ts';
import type {Host} from '../rules/answers.ts';
import type {ApplyEvent, ApplyResult} from '../rules/apply-steps.ts';
import type {Problem} from '../rules/problems.ts';
import {workRows} from '../rules/report.ts';
import {profileOf} from '../rules/selector.ts';
import {telling} from '../rules/telling.ts';
import type {Work} from '../rules/work.ts';
import {applyStepText, eventState} from '../text/apply-text.ts';
import {printable} from '../text/terms.ts';
import {problemText} from '../text/problems.ts';
import {eventText, failureLines} from '../text/outcome.ts';
import {workLines} from '../text/plan-text.ts';
import {sessionWords} from '../text/sessions.ts';
import {pad} from '../text/table.ts';
import type {Call} from './call.ts';
import {refusal} from './refusal.ts';
import {applyContext} from './session.ts';

export type Applied = {readonly result: ApplyResult; readonly events: readonly ApplyEvent[]; readonly exit: ExitName};

/** What ends a program from outside. Between two steps they end an apply, which then goes back or, where its files are in their places, stays for `undo`. */
const LEAVING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type AloudOptions = Pick<Partial<ApplyContext>, 'remembered' | 'onSettled'>;

/** Applies it, telling each step on stderr when it is through. */
export async function applyAloud(work: Work, call: Call, host: Host, {remembered = {}, onSettled}: AloudOptions = {}): Promise<Applied> {
  const {output} = call;
  const events: ApplyEvent[] = [];
  const toldOf = telling(Date.now);
  const leaving = new AbortController();
  const leave = () => leaving.abort(new Error(sessionWords().interrupted));
  for (const signal of LEAVING) process.once(signal, leave);
  const result = await applyWork(work, {
    ...applyContext(call, host, work.selector),
    remembered,
    ...(onSettled ? {onSettled} : {}),
    signal: leaving.signal,
    onEvent(event) {
      const told = toldOf(event);
      if (told === 'still') output.err(`${'…'.padEnd(8)} ${applyStepText(event.step)}  ${printable(event.detail ?? '')}\n`);
      if (told !== 'ended') return;
      events.push(event);
      output.err(`${pad(eventState(event.state), 8)} ${applyStepText(event.step)}  ${eventText(event, host.machine)}`.trimEnd().concat('\n'));
    },
  });
  for (const signal of LEAVING) process.off(signal, leave);
  if (result.kind === 'failed') output.problem(result.reason, ...failureLines(result, host, work.selector));
  const isLeft = result.kind === 'failed' && leaving.signal.aborted;
  return {result, events, exit: isLeft ? 'interrupted' : result.kind === 'failed' ? 'failed' : 'done'};
}

/** The part of a document that tells how it ended. */
export function resultRow(result: ApplyResult | {readonly kind: 'refused' | 'previewed'}, exit: ExitName) {
  const exitCode = EXIT_CODES[exit].code;
  if (result.kind !== 'failed') return {...result, exitCode};
  const {kind, reason, isRolledBack, diagnosis} = result;
  return {kind, reason, isRolledBack, ...(diagnosis ? {diagnosis} : {}), exitCode};
}

export type WorkTexts = {
  /** What was done, for people. */
  readonly done: string;
  readonly nothing: string;
  /** More lines, above the rest. */
  readonly remarks?: readonly string[];
  /** More for the document. */
  readonly rows?: object;
};

/** The whole run of work that has no answers: uninstall, remove, start, stop, restart. */
export async function runWork(work: Work, problems: readonly Problem[], call: Call, host: Host, texts: WorkTexts, remembered: Remembered = {}): Promise<ExitName> {
  const {flags, output} = call;
  const document = (result: Parameters<typeof resultRow>[0], exit: ExitName) =>
    output.document({
      profile: profileOf(work.selector),
      name: work.profile,
      ...workRows(work),
      ...texts.rows,
      problems: problems.map(problem => ({id: problem.id, text: problemText(problem)})),
      result: resultRow(result, exit),
    });
  const refused = refusal(problems, call);
  if (refused) {
    if (flags.json) document({kind: 'refused'}, refused);
    return refused;
  }
  for (const remark of texts.remarks ?? []) output.err(`${remark}\n`);
  if (flags.dryRun) {
    if (flags.json) document({kind: 'previewed'}, 'done');
    else output.out(`${workLines(work, host).join('\n')}\n`);
    return 'done';
  }
  const {result, events, exit} = await applyAloud(work, call, host, {remembered});
  if (flags.json) document(result, exit);
  // Folders that something else is in stay; where nothing but those was left, nothing was done.
  else if (result.kind !== 'failed') output.out(`${events.some(({step, state}) => step.kind !== 'check' && state === 'done') ? texts.done : texts.nothing}\n`);
  return exit;
}
