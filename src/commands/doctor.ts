/** `doctor`: whether the instances of this host are isolated, by reading only. What mends one of them is in mend.ts. */
import {EXIT_CODES, type ExitName, Stop} from '../exit-codes.ts';
import type {Host} from '../rules/answers.ts';
import {audit} from '../rules/audit/audit.ts';
import {type Finding, type Fix, SEVERITIES} from '../rules/audit/finding.ts';
import type {Instance} from '../rules/instance.ts';
import {findingRow} from '../rules/report.ts';
import {quote} from '../rules/shell.ts';
import {commandWords} from '../text/command-words.ts';
import {doctorText} from '../text/doctor-text.ts';
import {consequenceText, countText, fixTexts, mendingCommand} from '../text/findings.ts';
import type {Call, Exit} from './call.ts';
import {existingInstance, openHost} from './host.ts';
import {mendableIn} from './mending.ts';

export async function doctor(call: Call): Promise<Exit> {
  const {flags} = call;
  if (flags.yes || flags.dryRun) throw new Stop('usage', commandWords().doctor.goesWithFix(flags.yes ? '--yes' : '--dry-run'));
  const host = await openHost(call, true);
  const only = isOne(call) ? existingInstance(call, host) : undefined;
  return report(call, host, only, findingsFor(only, host));
}

/** Whether it is about one instance, and not about the host. */
export function isOne({flags}: Call): boolean {
  return flags.profile !== undefined || flags.stateDir !== undefined;
}

/** What is found of the host, or what of it concerns one instance. */
export function findingsFor(only: Instance | undefined, host: Host): Finding[] {
  const found = audit(host);
  if (!only) return found;
  return found.flatMap((finding): Finding[] => {
    // What this shell hands on concerns whoever is called from it.
    if (finding.instances.includes(only.label) || finding.id === 'shell-variable') return [finding];
    // What can't be read of another one is no fault of this one, but its isolation is only assumed then.
    return finding.id === 'config-unreadable' ? [{...finding, severity: 'warning'}] : [];
  });
}

/** Says it, with what `--fix` could mend. @returns `unsafe` where something is an error */
export async function report(call: Call, host: Host, only: Instance | undefined, findings: readonly Finding[]): Promise<ExitName> {
  const {flags, output} = call;
  const exit = verdictOf(findings);
  const mendable = await mendableIn(call, host, findings);
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

/** `unsafe` where one of them is an error, else `done`. */
export function verdictOf(findings: readonly Finding[]): ExitName {
  return findings.some(({severity}) => severity === 'error') ? 'unsafe' : 'done';
}

/** They as `--json` has them. @param mendable labels of the instances that `--fix` can mend */
export function findingRows(findings: readonly Finding[], host: Host, mendable: ReadonlySet<string>): object[] {
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
