/** The ports, the plan and its progress as sentences, each for an ear that hears one line at a time. */
import {equivalentCommand, equivalentNotes} from '../options.ts';
import type {Host} from '../rules/answers.ts';
import type {ApplyEvent, ApplyStep} from '../rules/apply-steps.ts';
import type {Change} from '../rules/change.ts';
import type {Check} from '../rules/checks.ts';
import {diffLines, diffStat} from '../rules/diff.ts';
import type {Machine} from '../rules/machine.ts';
import type {Plan} from '../rules/plan.ts';
import type {PortState} from '../rules/port-states.ts';
import type {Told} from '../rules/telling.ts';
import {commandsOf, isEmpty} from '../rules/work.ts';
import {planOf} from '../wizard/selectors.ts';
import type {WizardState} from '../wizard/state.ts';
import {exposureText, noticesOf, serviceTrouble, unreadableText} from './facts.ts';
import {consequenceText} from './findings.ts';
import {watchText} from './kit.ts';
import {applySubject, eventText, type OutcomePage} from './outcome.ts';
import {plainWords} from './plain.ts';
import {problemText} from './problems.ts';
import {stepWords} from './steps.ts';
import {applyStepText, movedText} from './apply-text.ts';
import {checkLabel, commandText, printable, shownPath} from './terms.ts';
import {portLabel, rangeText, rowText} from './port-text.ts';
import {divergenceText} from './written.ts';

/** A dash between numbers and a dot between clauses are signs for the eye: `18789–18899` becomes `18789 to 18899`. */
export function aloud(text: string): string {
  return text.replace(/(\d+)–(\d+)/g, (_, from: string, to: string) => plainWords().range(from, to)).replaceAll(' · ', ', ');
}

/** `Browser CDP 19800 to 19899, all 100 free.` */
export function portSentences(rows: readonly PortState[]): string[] {
  return rows.map(row => aloud(plainWords().port(portLabel(row.id), rangeText(row), rowText(row))));
}

/** What each port is for: who uses it, since when, and who may reach it. */
export function portExplanations(rows: readonly PortState[]): string[] {
  const {explain} = stepWords().ports;
  return rows.map(({id}) => `${portLabel(id)}: ${explain[id]}`);
}

/** What stands on Review, but for the diffs. */
export function reviewSentences(state: WizardState): string[] {
  const words = plainWords();
  const plan = planOf(state);
  const {host, hasMoved} = state;
  const {before, after} = commandsOf(plan);
  const trouble = serviceTrouble(plan, host);
  return [
    ...(hasMoved ? [movedText()] : []),
    ...noticesOf(host),
    words.profileLine(plan.profile, plan.answers.basePort, plan.isEdit),
    ...plan.problems.map(problem => words.refused(problemText(problem))),
    exposureText(plan.answers),
    ...plan.divergences.map(divergenceText),
    ...plan.checks.map(check => checkSentence(check, host)),
    ...unreadableText(host, plan),
    ...plan.findings.map(finding => consequenceText(finding)),
    ...watchText(plan),
    ...(plan.problems.length > 0 && isEmpty(plan) ? [] : [isEmpty(plan) ? stepWords().review.nothing : words.atApply]),
    ...(isEmpty(plan) ? [] : [...before.map(run), ...plan.changes.map(change => changeSentence(change, host)), ...after.map(run)]),
    ...(trouble === undefined ? [] : [trouble]),
    `${stepWords().review.same}:`,
    equivalentCommand(plan, host.machine),
    ...equivalentNotes(plan),
  ].map(aloud);

  function run(command: Parameters<typeof commandText>[0]): string {
    return words.run(commandText(command, plan.selector, host));
  }
}

function checkSentence({id, result, ours, theirs}: Check, host: Host): string {
  const {check, checkResults, none, theirs: ofOthers} = plainWords();
  // A dash alone stands for nothing.
  const said = (value: string) => (value === '–' ? none : shownPath(value, host.machine));
  return [check(checkLabel(id), said(ours), checkResults[result]), ...theirs.map(({owner, value}) => ofOthers(printable(owner), said(value)))].join(' ');
}

function changeSentence(change: Change, host: Host): string {
  const {changes, lines, withAll, whenEmpty} = plainWords();
  const {added, removed} = diffStat(change);
  const more = [
    ...(added + removed > 0 ? [lines(added, removed)] : []),
    ...(change.kind === 'tree' ? [withAll] : change.kind === 'folder' && change.action === 'delete' ? [whenEmpty] : []),
  ];
  return `${[changes[change.action](shownPath(change.path, host.machine), change.mode.toString(8).padStart(4, '0')), ...more].join(', ')}.`;
}

/** The diffs of all files that change. */
export function diffSentences({changes}: Pick<Plan, 'changes'>, host: Host): string[] {
  const {diffOf, noDiffs} = plainWords();
  const lines = changes.flatMap(change => {
    const diff = diffLines(change);
    return diff.length === 0 ? [] : [diffOf(shownPath(change.path, host.machine)), ...diff];
  });
  return lines.length === 0 ? [noDiffs] : lines;
}

/** A line of progress. @param told what the event means to who listens */
export function progressSentence(told: Told, event: ApplyEvent, machine: Machine): string {
  const {begun, still, ended} = plainWords();
  const step = applyStepText(event.step);
  if (told === 'begun') return begun(step, applySubject(event.step, machine));
  const more = eventText(event, machine);
  if (told === 'still') return still(step, more);
  return `${ended[event.state as keyof typeof ended]}: ${step}${more === '' ? '' : `, ${more}`}.`;
}

export function applyingSentence(steps: readonly ApplyStep[]): string {
  return plainWords().applying(steps.length);
}

/** The last page, with a line for each command. */
export function outcomeSentences({headline, lines, commands}: OutcomePage): string[] {
  return [headline, ...lines, ...commands.map(({label, command}) => `${label}: ${command}`)];
}
