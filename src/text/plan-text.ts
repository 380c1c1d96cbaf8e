/** A plan as plain lines, for `--dry-run` and for the line-by-line front end. */
import {equivalentCommand, equivalentNotes} from '../options.ts';
import type {Host} from '../rules/answers.ts';
import {diffLines} from '../rules/diff.ts';
import type {Plan} from '../rules/plan.ts';
import type {PortState} from '../rules/port-states.ts';
import type {Command} from '../rules/service/commands.ts';
import {commandsOf, isEmpty, type Work} from '../rules/work.ts';
import {en} from './en/plan-text.ts';
import {exposureText, noticesOf, serviceTrouble, unreadableText} from './facts.ts';
import {consequenceText, severityText} from './findings.ts';
import {watchText} from './kit.ts';
import {spoken} from './language.ts';
import {portLabel, rangeText, rowText} from './port-text.ts';
import {problemText} from './problems.ts';
import {pad} from './table.ts';
import {checkLabel, commandText, printable, shownPath} from './terms.ts';
import {divergenceText} from './written.ts';

const words = spoken(en, korean => korean.planText);

/** A row of the port table as a sentence: `Gateway 19789: free.` */
export function portText(row: PortState): string {
  return words().port(portLabel(row.id), rangeText(row), rowText(row));
}

export function portLines({ports}: Plan): string[] {
  return ports.map(portText);
}

/** What work does, a line each, with the diffs of files. */
export function workLines(work: Work, host: Host): string[] {
  const {selector, changes} = work;
  const {before, after} = commandsOf(work);
  const {run: runs, actions, everythingInIt, whenEmpty} = words();
  const run = (command: Command) => `  ${pad(runs, 10)}${printable(commandText(command, selector, host))}`;
  return [
    ...before.map(run),
    ...changes.flatMap(change => {
      const mode = change.action === 'delete' ? '' : `${change.mode.toString(8).padStart(4, '0')}  `;
      const end = change.kind === 'tree' ? ` ${everythingInIt}` : change.kind === 'folder' && change.action === 'delete' ? ` ${whenEmpty}` : '';
      const path = shownPath(change.path, host.machine);
      return [`  ${pad(actions[change.action], 10)}${mode}${path}${end}`, ...diffLines(change).map(line => `      ${printable(line)}`)];
    }),
    ...after.map(run),
  ];
}

export function planText(plan: Plan, host: Host): string {
  const tilde = (path: string) => shownPath(path, host.machine);
  const {results, newProfile, oldProfile, refused, changedByOthers, ports, isolation, nothingToDo, atApply, withoutQuestions} = words();
  const trouble = serviceTrouble(plan, host);
  const checks = plan.checks.map(({id, result, ours, theirs}) => {
    const others = theirs.map(({owner, value}) => `${owner}: ${tilde(value)}`).join('; ');
    return `  ${pad(results[result], 9)}${pad(checkLabel(id), 11)}${tilde(ours)}${others === '' ? '' : `   (${others})`}`;
  });
  return [
    ...noticesOf(host),
    (plan.isEdit ? oldProfile : newProfile)(plan.profile, plan.answers.basePort),
    ...plan.problems.map(problem => refused(problemText(problem))),
    ...unreadableText(host, plan),
    exposureText(plan.answers),
    ...(plan.divergences.length === 0 ? [] : ['', changedByOthers, ...plan.divergences.map(divergence => `  ${divergenceText(divergence)}`)]),
    '',
    ports,
    ...portLines(plan).map(line => `  ${line}`),
    '',
    isolation,
    ...checks,
    ...watchText(plan).map(warning => `  ${warning}`),
    ...plan.findings.map(finding => `  ${pad(severityText(finding.severity), 9)}${consequenceText(finding)}`),
    '',
    ...(plan.problems.length > 0 && isEmpty(plan) ? [] : [isEmpty(plan) ? nothingToDo : atApply]),
    ...(isEmpty(plan) ? [] : workLines(plan, host)),
    ...(trouble === undefined ? [] : ['', trouble]),
    '',
    withoutQuestions,
    `  ${equivalentCommand(plan, host.machine)}`,
    ...equivalentNotes(plan).map(note => `  ${note}`),
    '',
  ].join('\n');
}

/** The whole plan with every diff, for a pager or an editor: lines that begin with + and -, so that both can colour them. */
export function planDocument(plan: Plan, host: Host): string {
  return planText(plan, host).replace(/^ {6}([+-])/gm, '$1');
}
