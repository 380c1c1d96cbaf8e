/** `drill`: whether the rescue would be there when main is not. It only reads, unless `--stop-main` asks for the real thing. */
import {rehearse, type Rehearsal} from '../apply/rehearsal.ts';
import {EXIT_CODES, type ExitName, Stop} from '../exit-codes.ts';
import {lookAtHealth, readersFor, runsBelow} from '../host/drill.ts';
import {asking} from '../lines/asking.ts';
import {audit} from '../rules/audit/audit.ts';
import {type Check, exitOf, hasFailed, obstacleOf, READING_CHECKS, sharedFate, type SharedFate, type Stage, STOPPING_CHECKS, stopOrder, verdictOf} from '../rules/drill.ts';
import {findMain, type Instance} from '../rules/instance.ts';
import {profileOf, selectorFor} from '../rules/selector.ts';
import type {Target} from '../rules/target.ts';
import {commandWords} from '../text/command-words.ts';
import {beginText, checkText, endingText, obstacleText, previewText, questionText, seenText, shareText, shareTexts, titleText, warningText} from '../text/drill-text.ts';
import {ownCommand, printable} from '../text/terms.ts';
import {fixTexts} from '../text/findings.ts';
import {withoutService} from '../text/gateway-text.ts';
import {KIT_TEXTS} from '../text/kit.ts';
import type {Call, Exit} from './call.ts';
import {assertOwnHome, existingInstance, openHost, targetOf} from './host.ts';

export async function drill(call: Call): Promise<Exit> {
  const {flags, env, output} = call;
  if (flags.yes && !flags.stopMain) throw new Stop('usage', commandWords().drill.goesWithStop);
  const isAsking = flags.stopMain && !flags.yes && !flags.dryRun;
  if (isAsking && (!process.stdin.isTTY || !process.stdout.isTTY || flags.json)) throw new Stop('usage', commandWords().drill.nobodyToAsk);
  const stage = await openStage(call);
  const about = aboutOf(stage);
  if (flags.stopMain) assertStoppable(stage);
  const order = flags.stopMain ? stopOrder(stage.main, stage.host) : undefined;
  if (flags.dryRun) {
    if (flags.json) output.document({...names(stage), checks: [...READING_CHECKS, ...(order ? STOPPING_CHECKS : [])].map(id => ({id, title: titleText(id, about)})), ...(order ? {commands: [...order.stop, ...order.start].map(({id, argv}) => ({id, argv}))} : {}), result: {kind: 'previewed', exitCode: EXIT_CODES.done.code}});
    else output.print(previewText(about, order));
    return 'done';
  }
  const shared = sharedFate(stage.findings, stage.main.existing, stage.rescue.existing, stage.host);
  const tell = (check: Check) => output.err(`${checkText(check, about)}\n`);
  const checks: Check[] = [];
  for (const read of readersFor(KIT_TEXTS)) {
    const check = await read(stage, env);
    // On the screen the report comes whole, unless main is stopped in the middle of it.
    if (flags.stopMain) tell(check);
    checks.push(check);
  }
  if (!order || hasFailed(checks)) return report(call, stage, shared, checks, undefined);
  if (isAsking) {
    output.out(`\n${shareTexts(shared, stage.host)}${warningText(about, order)}`);
    if (!(await isConfirmed(stage, call))) return 'interrupted';
  }
  // Much may have changed while somebody thought it over.
  const fresh = isAsking ? await openStage(call) : stage;
  assertStoppable(fresh);
  const rehearsal = await rehearse({stage: fresh, env, onBegin: (id, tookMs) => output.err(`${beginText(id, tookMs, about)}\n`), onCheck: tell});
  return report(call, fresh, shared, [...checks, ...rehearsal.checks], rehearsal);
}

/** @throws {Stop} where there is no main, or no rescue of it */
async function openStage(call: Call): Promise<Stage> {
  const host = await openHost(call, true);
  const rescue = existingInstance(call, host);
  const main = findMain(host.instances);
  if (!main) throw new Stop('failed', commandWords().drill.noMain);
  if (main === rescue) throw new Stop('usage', commandWords().drill.isMain(printable(main.label)));
  assertOwnHome(call, host);
  const [mains, rescues] = [await targetOf(call, selectorFor(main), host), await targetOf(call, call.selector, host)];
  return {
    host,
    main: {...mains, existing: main},
    rescue: {...rescues, existing: rescue},
    findings: audit(host),
    isInside: runsBelow(mains, host, call.env),
    mainHealth: await lookAtHealth(main, host),
  };
}

/** @throws {Stop} with one line: why main is not stopped, and what then */
function assertStoppable(stage: Stage): void {
  const {host, main} = stage;
  const obstacle = obstacleOf(stage);
  if (!obstacle) return;
  const selector = selectorFor(main.existing);
  const instead = withoutService(main.existing, ownCommand(host, selector), selector);
  throw new Stop(obstacle.kind === 'hazard' || obstacle.kind === 'inside' ? 'unsafe' : 'failed', obstacleText(obstacle, stage, instead));
}

async function isConfirmed(stage: Stage, call: Call): Promise<boolean> {
  const about = aboutOf(stage);
  const typed = await asking(call, prompter => prompter.input({label: questionText(about)}));
  if (typed === undefined) return false;
  if (typed.trim() === about.main.label) return true;
  call.output.out(`${typed.trim() === '' ? commandWords().drill.nothingStopped : commandWords().drill.otherName}\n`);
  return false;
}

function report(call: Call, stage: Stage, shared: readonly SharedFate[], checks: readonly Check[], rehearsal: Rehearsal | undefined): ExitName {
  const {flags, output, selector} = call;
  const {host} = stage;
  const about = aboutOf(stage);
  const exit = exitOf(checks, rehearsal?.isInterrupted);
  const ending = {verdict: exit as 'done', isStopped: rehearsal !== undefined, downMs: rehearsal?.downMs, pid: rehearsal?.pids.after, leftTo: rehearsal?.leftTo};
  const sentence = endingText(ending, {...about, host}, ownCommand(host, selector));
  if (exit === 'failed') output.problem(sentence.trimEnd());
  if (flags.json) {
    output.document({
      ...names(stage),
      shared: shared.map(fate => (fate.id === 'finding' ? {id: fate.finding.id, severity: fate.finding.severity, instances: fate.finding.instances, text: shareText(fate), fix: fixTexts(fate.finding, host)} : {id: fate.id, severity: 'note', instances: [about.main.label, about.rescue.label], text: shareText(fate), fix: []})),
      checks: checks.map(check => ({...check, result: verdictOf(check), title: titleText(check.id, about), text: seenText(check, about)})),
      ...(rehearsal ? {main: {downSeconds: rehearsal.downMs === undefined ? null : rehearsal.downMs / 1000, pidBefore: rehearsal.pids.before ?? null, pid: rehearsal.pids.after ?? null, leftTo: rehearsal.leftTo ?? null}} : {}),
      result: {kind: {done: 'passed', failed: 'failed', interrupted: 'interrupted'}[exit as 'done'], exitCode: EXIT_CODES[exit].code},
    });
    return exit;
  }
  if (!flags.stopMain) output.print(`${shareTexts(shared, host)}${commandWords().drill.isItThere}\n${checks.map(check => `${checkText(check, about)}\n`).join('')}\n`);
  if (exit !== 'failed') output.out(sentence);
  return exit;
}

function aboutOf({host, main, rescue}: Stage) {
  return {host, main: main.existing, rescue: rescue.existing};
}

function names({main, rescue}: {readonly main: Target & {readonly existing: Instance}; readonly rescue: Target}): object {
  return {profile: profileOf(rescue.selector), name: rescue.profile, mainProfile: main.existing.profile ?? null};
}
