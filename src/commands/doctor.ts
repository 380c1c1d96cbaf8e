/** `doctor`: whether the instances of this host are isolated, by reading only; `--fix` mends one of them by a plan. */
import {EXIT_CODES, type ExitName, Stop} from '../exit-codes.ts';
import {DEFAULT_PROFILE} from '../rules/profile.ts';
import type {Host} from '../rules/answers.ts';
import {audit} from '../rules/audit/audit.ts';
import type {Finding, Fix} from '../rules/audit/finding.ts';
import {isHindered, mendingOf} from '../rules/audit/mending.ts';
import type {Instance} from '../rules/instance.ts';
import {findingRow} from '../rules/report.ts';
import {quote} from '../rules/shell.ts';
import {doctorText} from '../text/doctor-text.ts';
import {ownCommand, plural, printable} from '../text/en.ts';
import {consequenceText, countText, fixTexts, mendingCommand} from '../text/findings.ts';
import type {Call, Exit} from './call.ts';
import {runWizard} from './onboard.ts';
import {runScript} from './script.ts';
import {assertOurs, existingInstance, openHost} from './session.ts';

export async function doctor(call: Call): Promise<Exit> {
  const {flags} = call;
  const host = await openHost(call);
  const isOne = flags.profile !== undefined || flags.stateDir !== undefined;
  if (flags.fix && !isOne) throw new Stop('usage', 'doctor --fix mends one instance: name it, as in --profile rescue doctor --fix.');
  const only = isOne ? existingInstance(call, host) : undefined;
  const findings = findingsFor(only, host);
  return flags.fix && only ? fix(call, host, only, findings) : report(call, host, only, findings);
}

function findingsFor(only: Instance | undefined, host: Host): Finding[] {
  return audit(host).filter(({instances}) => only === undefined || instances.includes(only.label));
}

function report({flags, output}: Call, host: Host, only: Instance | undefined, findings: readonly Finding[]): ExitName {
  const errors = findings.filter(({severity}) => severity === 'error');
  const exit = errors.length > 0 ? 'unsafe' : 'done';
  if (flags.json) {
    output.document({
      isolated: errors.length === 0,
      counts: Object.fromEntries((['error', 'warning', 'note'] as const).map(name => [name, findings.filter(({severity}) => severity === name).length])),
      instances: (only ? [only] : host.instances).map(({profile, label}) => ({profile: profile ?? null, label})),
      findings: findings.map(finding => findingRow(finding, {
        text: consequenceText(finding),
        fixes: fixTexts(finding, host),
        commandOf: fix => commandOf(fix, findings, host),
      })),
      result: {kind: errors.length > 0 ? 'found' : 'clean', exitCode: EXIT_CODES[exit].code},
    });
  } else output.print(doctorText({findings, host, only, isVerbose: flags.verbose === true, columns: process.stdout.isTTY ? process.stdout.columns : undefined}));
  if (errors.length > 0) output.problem(`${countText(findings, ['error'])}; each is told with its fix.`);
  return exit;
}

/** What can be typed to mend it, without a question; undefined where only its owner can. */
function commandOf({instance, ours, remedy}: Fix, findings: readonly Finding[], {machine}: Host): string | undefined {
  if (remedy.kind === 'command') return remedy.argv.map(word => quote(word, machine.platform)).join(' ');
  return ours === undefined || remedy.kind === 'hand' || isHindered(instance, findings) ? undefined : `${mendingCommand(ours, machine)} --yes`;
}

/** The same plan, Review and undo as the wizard's: in a terminal it is looked at first, elsewhere it takes a yes on the command line. */
async function fix(call: Call, host: Host, only: Instance, findings: readonly Finding[]): Promise<Exit> {
  const {flags, output, selector} = call;
  if (only.profile === DEFAULT_PROFILE) throw new Stop('unsafe', `we never write the files of ${printable(only.label)}; ${host.machine.ownCommand} doctor tells what to change there.`);
  assertOurs(call, host);
  const mending = mendingOf(only.label, findings);
  if (!mending) {
    output.err(`Nothing that doctor --fix could mend in ${printable(only.label)}.\n`);
    return report(call, host, only, findings);
  }
  const {answers, repairs} = mending;
  const isAsked = !flags.yes && !flags.dryRun;
  if (isAsked && (flags.json || !process.stdin.isTTY || !process.stdout.isTTY)) {
    throw new Stop('usage', `nobody can be asked here; ${ownCommand(host, selector)} doctor --fix --dry-run shows what it would do, --yes does it.`);
  }
  const exit = isAsked ? await runWizard(call, {given: () => answers, repairs, step: 'review', isFresh: true}) : await runScript(call, () => answers, {repairs});
  if (exit !== 'done' || flags.dryRun || flags.json) return exit;
  const after = await openHost(call);
  const mended = existingInstance(call, after);
  const left = findingsFor(mended, after);
  const before = findings.filter(({severity}) => severity !== 'note').length;
  const now = left.filter(({severity}) => severity !== 'note').length;
  output.out(`\n${plural(Math.max(0, before - now), 'finding')} mended.\n\n`);
  return report(call, after, mended, left);
}
