/** `doctor`: whether the instances of this host are isolated, by reading only; `--fix` mends one of them by a plan. */
import {EXIT_CODES, type ExitName, Stop} from '../exit-codes.ts';
import {DEFAULT_PROFILE} from '../rules/profile.ts';
import type {Host} from '../rules/answers.ts';
import {audit} from '../rules/audit/audit.ts';
import {type Finding, type Fix, SEVERITIES} from '../rules/audit/finding.ts';
import {mendingsOf} from '../rules/audit/mending.ts';
import type {Instance} from '../rules/instance.ts';
import {findingRow} from '../rules/report.ts';
import {quote} from '../rules/shell.ts';
import {commandWords} from '../text/command-words.ts';
import {doctorText} from '../text/doctor-text.ts';
import {ownCommand, printable} from '../text/terms.ts';
import {consequenceText, countText, fixTexts, mendingCommand} from '../text/findings.ts';
import type {Call, Exit} from './call.ts';
import {assertOurs, existingInstance, openHost, targetOf} from './host.ts';

/** What could mend is loaded where there is something to mend. */
const mending = () => import('./changing.ts');

export async function doctor(call: Call): Promise<Exit> {
  const {flags} = call;
  const host = await openHost(call, true);
  const isOne = flags.profile !== undefined || flags.stateDir !== undefined;
  if (!flags.fix && (flags.yes || flags.dryRun)) throw new Stop('usage', commandWords().doctor.goesWithFix(flags.yes ? '--yes' : '--dry-run'));
  if (flags.fix && !isOne) throw new Stop('usage', commandWords().doctor.nameOne);
  const only = isOne ? existingInstance(call, host) : undefined;
  const findings = findingsFor(only, host);
  return flags.fix && only ? fix(call, host, only, findings) : report(call, host, only, findings);
}

function findingsFor(only: Instance | undefined, host: Host): Finding[] {
  const found = audit(host);
  if (!only) return found;
  return found.flatMap((finding): Finding[] => {
    // What this shell hands on concerns whoever is called from it.
    if (finding.instances.includes(only.label) || finding.id === 'shell-variable') return [finding];
    // What can't be read of another one is no fault of this one, but its isolation is only assumed then.
    return finding.id === 'config-unreadable' ? [{...finding, severity: 'warning'}] : [];
  });
}

async function report(call: Call, host: Host, only: Instance | undefined, findings: readonly Finding[]): Promise<ExitName> {
  const {flags, output} = call;
  const exit = verdictOf(findings);
  const mendable = await mendableOf(call, host, findings);
  if (flags.json) {
    output.document({
      isolated: exit === 'done',
      counts: Object.fromEntries(SEVERITIES.map(name => [name, findings.filter(({severity}) => severity === name).length])),
      instances: (only ? [only] : host.instances).map(({profile, label}) => ({profile: profile ?? null, label})),
      findings: findingRows(findings, host, mendable),
      result: {kind: exit === 'done' ? 'clean' : 'found', exitCode: EXIT_CODES[exit].code},
    });
  } else output.print(doctorText({findings, host, only, mendable, isVerbose: flags.verbose === true, columns: process.stdout.isTTY ? process.stdout.columns : undefined}));
  if (exit !== 'done') output.problem(commandWords().doctor.found(countText(findings, ['error'])));
  return exit;
}

async function mendableOf(call: Call, host: Host, findings: readonly Finding[]): Promise<ReadonlySet<string>> {
  return mendingsOf(findings).size === 0 ? new Set() : (await mending()).mendableIn(call, host, findings);
}

function verdictOf(findings: readonly Finding[]): ExitName {
  return findings.some(({severity}) => severity === 'error') ? 'unsafe' : 'done';
}

function findingRows(findings: readonly Finding[], host: Host, mendable: ReadonlySet<string>): object[] {
  return findings.map(finding =>
    findingRow(finding, {
      text: consequenceText(finding),
      fixes: fixTexts(finding, host),
      commandOf: fix => (finding.severity === 'note' ? undefined : commandOf(fix, host, mendable)),
    }),
  );
}

/** What can be typed to mend it, without a question; undefined where only its owner can. */
function commandOf({instance, ours, remedy}: Fix, {machine}: Host, mendable: ReadonlySet<string>): string | undefined {
  if (remedy.kind === 'command') return remedy.argv.map(word => quote(word, machine.platform)).join(' ');
  return ours === undefined || remedy.kind === 'hand' || !mendable.has(instance) ? undefined : `${mendingCommand(ours, machine)} --yes`;
}

/** The same plan, Review and undo as the wizard's: in a terminal it is looked at first, elsewhere it takes a yes on the command line. */
async function fix(call: Call, host: Host, only: Instance, findings: readonly Finding[]): Promise<Exit> {
  const {flags, output, selector} = call;
  if (only.profile === DEFAULT_PROFILE) throw new Stop('unsafe', commandWords().doctor.notOurs(printable(only.label), host.machine.ownCommand));
  assertOurs(call, host);
  const {reachable, runWizard, runScript} = await mending();
  const wanted = mendingsOf(findings).get(only.label);
  const means = wanted && reachable(wanted, await targetOf(call, selector, host));
  if (!means || (wanted.repairs.length > 0 && means.repairs.length + Object.keys(means.answers).length === 0)) {
    output.err(`${commandWords().doctor.nothingToMend(printable(only.label))}\n`);
    return report(call, host, only, findings);
  }
  const {answers, repairs} = means;
  const isAsked = !flags.yes && !flags.dryRun;
  if (isAsked && (flags.json || !process.stdin.isTTY || !process.stdout.isTTY)) {
    throw new Stop('usage', commandWords().doctor.nobodyToAsk(ownCommand(host, selector)));
  }
  // What is left is looked for anew: a plan may have mended more than was asked, or less than was hoped.
  const lookAgain = async () => {
    const after = await openHost(call, true);
    const mended = existingInstance(call, after);
    return {after, mended, left: findingsFor(mended, after)};
  };
  let again: Awaited<ReturnType<typeof lookAgain>> | undefined;
  const afterwards = async () => {
    again = await lookAgain();
    const {after: host, left: found} = again;
    return {rows: {left: findingRows(found, host, await mendableOf(call, host, found))}, exit: verdictOf(found)};
  };
  const given = () => answers;
  const exit = isAsked ? await runWizard(call, {given, repairs, step: 'review', isFresh: true}) : await runScript(call, given, {repairs, afterwards});
  if (isAsked && exit === 'done') await afterwards();
  if (!again || flags.json) return exit;
  const {after, mended, left} = again;
  const count = (some: readonly Finding[]) => some.filter(({severity}) => severity !== 'note').length;
  output.out(`\n${commandWords().doctor.mended(Math.max(0, count(findings) - count(left)))}\n\n`);
  return report(call, after, mended, left);
}
