/** `doctor`: whether the instances of this host are isolated, by reading only; `--fix` mends one of them by a plan. */
import {EXIT_CODES, type ExitName, Stop} from '../exit-codes.ts';
import {DEFAULT_PROFILE} from '../rules/profile.ts';
import type {GivenAnswers, Host} from '../rules/answers.ts';
import {audit} from '../rules/audit/audit.ts';
import type {Finding} from '../rules/audit/finding.ts';
import type {Setting} from '../rules/config/edit.ts';
import type {Instance} from '../rules/instance.ts';
import {findingRow} from '../rules/report.ts';
import {doctorText} from '../text/doctor-text.ts';
import {ownCommand, plural, printable} from '../text/en.ts';
import {consequenceText, countText, fixCommand, fixTexts} from '../text/findings.ts';
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
        commandOf: one => fixCommand(one, host),
      })),
      result: {kind: errors.length > 0 ? 'found' : 'clean', exitCode: EXIT_CODES[exit].code},
    });
  } else output.print(doctorText({findings, host, only, isVerbose: flags.verbose === true}));
  if (errors.length > 0) output.problem(`${countText(findings, ['error'])} on this host, each with its fix ${flags.json ? 'in the document' : 'beside it'}.`);
  return exit;
}

type Mending = {readonly answers: GivenAnswers; readonly repairs: readonly Setting[]};

/** What the fixes of an instance come to; where two give one answer, that of the worse finding counts. */
function mendingOf({label}: Instance, findings: readonly Finding[]): Mending {
  const remedies = findings.filter(({severity}) => severity !== 'note').flatMap(({fixes}) => fixes.filter(({instance}) => instance === label).map(({remedy}) => remedy));
  const answers = remedies.flatMap(remedy => (remedy.kind === 'answers' ? remedy.answers : []));
  const repairs = remedies.flatMap(remedy => (remedy.kind === 'setting' ? {path: remedy.key, value: remedy.value} : []));
  const byKey = new Map(repairs.toReversed().map(repair => [repair.path.join('.'), repair]));
  return {answers: Object.assign({}, ...answers.toReversed()), repairs: [...byKey.values()]};
}

/** The same plan, Review and undo as the wizard's: in a terminal it is looked at first, elsewhere it takes a yes on the command line. */
async function fix(call: Call, host: Host, only: Instance, findings: readonly Finding[]): Promise<Exit> {
  const {flags, output, selector} = call;
  if (only.profile === DEFAULT_PROFILE) throw new Stop('unsafe', `we never write the files of ${printable(only.label)}; ${host.machine.ownCommand} doctor tells what to change there.`);
  assertOurs(call, host);
  const {answers, repairs} = mendingOf(only, findings);
  const isNothing = Object.keys(answers).length === 0 && repairs.length === 0;
  if (isNothing) {
    output.err(`Nothing that doctor --fix could mend in ${printable(only.label)}.\n`);
    return report(call, host, only, findings);
  }
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
