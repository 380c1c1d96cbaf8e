/** A plan as plain lines, for `--dry-run` and for the line-by-line front end. */
import {equivalentCommand} from '../options.ts';
import type {Host} from '../rules/answers.ts';
import {diffLines} from '../rules/diff.ts';
import {isEmpty, type Plan} from '../rules/plan.ts';
import {tildePath} from '../rules/profile.ts';
import {exposureText, noticesOf, unreadableText} from './facts.ts';
import {CHECK_LABELS, commandText, managerText, PORT_LABELS, printable, problemText, rangeText, rowText} from './en.ts';

const RESULTS = {proved: 'proved', assumed: 'ASSUMED', accepted: 'accepted', refused: 'REFUSED'} as const;

/** The port table as sentences: `Gateway 19789, free.` */
export function portLines({ports}: Plan): string[] {
  return ports.map(row => `${PORT_LABELS[row.id].long} ${rangeText(row)}: ${rowText(row)}.`);
}

export function planText(plan: Plan, host: Host): string {
  const {platform, homes} = host.machine;
  const tilde = (path: string) => printable(tildePath(path, homes.openclaw, platform));
  const trouble = plan.answers.service === 'none' ? undefined : managerText(host.manager);
  const checks = plan.checks.map(({id, result, ours, theirs}) => {
    const others = theirs.map(({owner, value}) => `${owner}: ${tilde(value)}`).join('; ');
    return `  ${RESULTS[result].padEnd(9)}${CHECK_LABELS[id].padEnd(11)}${tilde(ours)}${others === '' ? '' : `   (${others})`}`;
  });
  const changes = plan.changes.flatMap(change => {
    const mode = change.mode.toString(8).padStart(4, '0');
    return [`  ${change.action.padEnd(10)}${mode}  ${tilde(change.path)}`, ...diffLines(change).map(line => `      ${printable(line)}`)];
  });
  const commands = plan.commands.map(command => `  run       ${printable(commandText(command, plan.profile, host))}`);
  return [
    ...noticesOf(host),
    `Profile ${plan.profile}, base port ${plan.answers.basePort}${plan.isEdit ? ', there already' : ', new'}.`,
    ...plan.problems.map(problem => `REFUSED: ${problemText(problem)}`),
    ...unreadableText(host, plan.profile),
    exposureText(plan.answers),
    '',
    'Ports',
    ...portLines(plan).map(line => `  ${line}`),
    '',
    'Isolation',
    ...checks,
    '',
    isEmpty(plan) ? 'Nothing to do: everything is as you answered.' : 'At Apply',
    ...(isEmpty(plan) ? [] : [...changes, ...commands]),
    ...(trouble === undefined ? [] : ['', trouble]),
    '',
    'The same without questions',
    `  ${equivalentCommand(plan, host.machine)}`,
    '',
  ].join('\n');
}
