/** A plan as plain lines, for `--dry-run` and for the line-by-line front end. */
import {equivalentCommand, equivalentNotes} from '../options.ts';
import type {Host} from '../rules/answers.ts';
import {diffLines} from '../rules/diff.ts';
import type {Plan} from '../rules/plan.ts';
import type {PortState} from '../rules/port-states.ts';
import type {Command} from '../rules/service/commands.ts';
import {commandsOf, isEmpty, type Work} from '../rules/work.ts';
import {tildePath} from '../rules/profile.ts';
import {exposureText, noticesOf, serviceTrouble, unreadableText} from './facts.ts';
import {consequenceText, severityText} from './findings.ts';
import {CHECK_LABELS, commandText, PORT_LABELS, printable, rangeText, rowText} from './terms.ts';
import {watchText} from './kit.ts';
import {pad} from './table.ts';
import {divergenceText} from './written.ts';
import {problemText} from './problems.ts';

const RESULTS = {proved: 'proved', assumed: 'ASSUMED', accepted: 'accepted', refused: 'REFUSED'} as const;

/** A row of the port table as a sentence: `Gateway 19789: free.` */
export function portText(row: PortState): string {
  return `${PORT_LABELS[row.id].long} ${rangeText(row)}: ${rowText(row)}.`;
}

export function portLines({ports}: Plan): string[] {
  return ports.map(portText);
}

/** What work does, a line each, with the diffs of files. */
export function workLines(work: Work, host: Host): string[] {
  const {selector, changes} = work;
  const {before, after} = commandsOf(work);
  const {platform, homes} = host.machine;
  const run = (command: Command) => `  run       ${printable(commandText(command, selector, host))}`;
  return [
    ...before.map(run),
    ...changes.flatMap(change => {
      const mode = change.action === 'delete' ? '' : `${change.mode.toString(8).padStart(4, '0')}  `;
      const end = change.kind === 'tree' ? ' and everything in it' : change.kind === 'folder' && change.action === 'delete' ? ' when it is empty' : '';
      const path = printable(tildePath(change.path, homes.openclaw, platform));
      return [`  ${change.action.padEnd(10)}${mode}${path}${end}`, ...diffLines(change).map(line => `      ${printable(line)}`)];
    }),
    ...after.map(run),
  ];
}

export function planText(plan: Plan, host: Host): string {
  const {platform, homes} = host.machine;
  const tilde = (path: string) => printable(tildePath(path, homes.openclaw, platform));
  const trouble = serviceTrouble(plan, host);
  const checks = plan.checks.map(({id, result, ours, theirs}) => {
    const others = theirs.map(({owner, value}) => `${owner}: ${tilde(value)}`).join('; ');
    return `  ${RESULTS[result].padEnd(9)}${CHECK_LABELS[id].padEnd(11)}${tilde(ours)}${others === '' ? '' : `   (${others})`}`;
  });
  return [
    ...noticesOf(host),
    `Profile ${plan.profile}, base port ${plan.answers.basePort}${plan.isEdit ? ', there already' : ', new'}.`,
    ...plan.problems.map(problem => `REFUSED: ${problemText(problem)}`),
    ...unreadableText(host, plan),
    exposureText(plan.answers),
    ...(plan.divergences.length === 0 ? [] : ['', 'Changed by others since it was written', ...plan.divergences.map(divergence => `  ${divergenceText(divergence)}`)]),
    '',
    'Ports',
    ...portLines(plan).map(line => `  ${line}`),
    '',
    'Isolation',
    ...checks,
    ...watchText(plan).map(warning => `  ${warning}`),
    ...plan.findings.map(finding => `  ${pad(severityText(finding.severity), 9)}${consequenceText(finding)}`),
    '',
    ...(plan.problems.length > 0 && isEmpty(plan) ? [] : [isEmpty(plan) ? 'Nothing to do: everything is as you answered.' : 'At Apply']),
    ...(isEmpty(plan) ? [] : workLines(plan, host)),
    ...(trouble === undefined ? [] : ['', trouble]),
    '',
    'The same without questions',
    `  ${equivalentCommand(plan, host.machine)}`,
    ...equivalentNotes(plan).map(note => `  ${note}`),
    '',
  ].join('\n');
}

/** The whole plan with every diff, for a pager or an editor: lines that begin with + and -, so that both can colour them. */
export function planDocument(plan: Plan, host: Host): string {
  return planText(plan, host).replace(/^ {6}([+-])/gm, '$1');
}
