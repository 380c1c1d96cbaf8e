/** `doctor --fix`: mends what a plan can mend of an instance, and tells what is left. */
import {Stop} from '../exit-codes.ts';
import {DEFAULT_PROFILE} from '../rules/profile.ts';
import type {Finding} from '../rules/audit/finding.ts';
import {mendingsOf} from '../rules/audit/mending.ts';
import {commandWords} from '../text/command-words.ts';
import {ownCommand, printable} from '../text/terms.ts';
import type {Call, Exit} from './call.ts';
import {assertOurs, existingInstance, openHost, targetOf} from './host.ts';
import {mendableIn, reachable} from './mending.ts';
import {runWizard} from './onboard.ts';
import {runScript} from './script.ts';
import {findingRows, findingsFor, isOne, report, verdictOf} from './doctor.ts';

/** The same plan, Review and undo as the wizard's: in a terminal it is looked at first, elsewhere it takes a yes on the command line. */
export async function mend(call: Call): Promise<Exit> {
  const {flags, output, selector} = call;
  if (!isOne(call)) throw new Stop('usage', commandWords().doctor.nameOne);
  const host = await openHost(call, true);
  const only = existingInstance(call, host);
  const findings = findingsFor(only, host);
  if (only.profile === DEFAULT_PROFILE) throw new Stop('unsafe', commandWords().doctor.notOurs(printable(only.label), host.machine.ownCommand));
  assertOurs(call, host);
  const wanted = mendingsOf(findings).get(only.label);
  const mending = wanted && reachable(wanted, await targetOf(call, selector, host));
  if (!mending || (wanted.repairs.length > 0 && mending.repairs.length + Object.keys(mending.answers).length === 0)) {
    output.err(`${commandWords().doctor.nothingToMend(printable(only.label))}\n`);
    return report(call, host, only, findings);
  }
  const {answers, repairs} = mending;
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
    return {rows: {left: findingRows(found, host, await mendableIn(call, host, found))}, exit: verdictOf(found)};
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
