/** What each step asks. */
import {mainOf} from '../rules/answers.ts';
import {foreignFile} from '../rules/service-change.ts';
import {isEdit} from '../rules/target.ts';
import {telling} from '../rules/telling.ts';
import {isEmpty} from '../rules/work.ts';
import {heldNotices, instanceText, noticesOf, serviceFacts} from '../text/facts.ts';
import {outcomeOf} from '../text/outcome.ts';
import {applyingSentence, diffSentences, outcomeSentences, progressSentence, reviewSentences} from '../text/plain-plan.ts';
import {plainWords} from '../text/plain.ts';
import {problemText} from '../text/problems.ts';
import {stepWords} from '../text/steps.ts';
import {pathText, printable, stepTitle} from '../text/terms.ts';
import {divergenceText} from '../text/written.ts';
import {canTakeBack, type KeyCommand} from '../wizard/keymap.ts';
import {answersOf, planOf} from '../wizard/selectors.ts';
import type {StepId} from '../wizard/state.ts';
import {shownSteps} from '../wizard/steps.ts';
import {advance, command, type Desk, endBy, isAccepted, isOffered, until} from './desk.ts';
import {ports} from './ports.ts';
import {askField, askRows, questionOf} from './rows.ts';

/** @param isAgain the step was left standing, so what was told before is not told again */
type Ask = (desk: Desk, isAgain: boolean) => Promise<void>;

export const QUESTIONS: Readonly<Record<StepId, Ask>> = {profile, ports, workspace, gateway, service, channel, changed, review, apply, done};

async function profile(desk: Desk, isAgain: boolean): Promise<void> {
  const {wizard, prompter} = desk;
  const words = plainWords();
  const {host, target, isReviewing} = wizard.getState();
  const facts = [words.found(host.instances.length), ...host.instances.map(instanceText), ...noticesOf(host), ...heldNotices(target)];
  if (!isAgain) for (const line of facts) prompter.say(line);
  const {selector} = target;
  if (selector.kind === 'profile') await askField(desk, 'profile', questionOf('profile', isReviewing));
  else prompter.say(words.noProfile(printable(selector.stateDir), printable(selector.configPath)));
  await advance(wizard);
  const state = wizard.getState();
  if (state.step !== 'profile') prompter.say((isEdit(state.target) ? words.profileIsThere : words.profileIsNew)(state.target.profile));
}

async function workspace(desk: Desk, isAgain: boolean): Promise<void> {
  const {wizard, prompter} = desk;
  const words = plainWords();
  if (!isAgain) prompter.say(words.workspaceOfMain(pathText(mainOf(wizard.getState().host).workspace)));
  await askRows(desk);
  await advance(wizard);
  const state = wizard.getState();
  if (state.step !== 'workspace') prompter.say((state.workspace.file.kind === 'folder' ? words.workspaceIsThere : words.workspaceIsNew)(pathText(answersOf(state).workspace)));
}

async function gateway(desk: Desk): Promise<void> {
  await askRows(desk);
  await advance(desk.wizard);
}

async function service(desk: Desk, isAgain: boolean): Promise<void> {
  const {wizard, prompter} = desk;
  if (!isAgain) for (const fact of serviceFacts(wizard.getState())) prompter.say(fact);
  await askRows(desk);
  const {target, host, isReplaceAccepted} = wizard.getState();
  if (isOffered('replace-service', wizard.getState()) && !isReplaceAccepted) {
    const {overwrite, overwriteHelp} = plainWords();
    prompter.say(problemText({id: 'service-foreign', path: foreignFile(target, host) ?? ''}));
    if (!(await isAccepted(desk, {label: overwrite, help: [overwriteHelp]}))) return;
    command(wizard, 'replace-service');
  }
  await advance(wizard);
}

async function channel(desk: Desk): Promise<void> {
  await askRows(desk);
  await advance(desk.wizard);
}

async function changed({wizard, prompter}: Desk, isAgain: boolean): Promise<void> {
  const {keepOrRestore, next, helpOf} = plainWords();
  const fixed = planOf(wizard.getState()).divergences.filter(({canChoose}) => !canChoose);
  if (!isAgain) for (const line of [stepWords().changed.why, ...fixed.map(divergenceText)]) prompter.say(line);
  for (;;) {
    const lines = planOf(wizard.getState()).divergences.flatMap((divergence, index) => (divergence.canChoose ? [{value: String(index), name: divergenceText(divergence)}] : []));
    const answer = await prompter.choose({label: keepOrRestore, help: [helpOf.changed], canGoBack: true, choices: [{value: 'next', name: next}, ...lines], default: 'next'});
    if (answer === 'next') break;
    while (wizard.getState().changedLine > Number(answer)) command(wizard, 'changed-up');
    while (wizard.getState().changedLine < Number(answer)) command(wizard, 'changed-down');
    command(wizard, 'restore');
  }
  await advance(wizard);
}

async function review({wizard, prompter}: Desk): Promise<void> {
  const words = plainWords();
  const state = wizard.getState();
  const plan = planOf(state);
  for (const line of reviewSentences(state)) prompter.say(line);
  const go = isEmpty(plan) ? {value: 'finish', name: words.finish} : {value: 'apply', name: words.apply};
  const choices = [
    ...(plan.problems.length === 0 ? [go] : []),
    {value: 'diff', name: words.showDiffs},
    ...shownSteps(state).slice(0, -1).map(({id}) => ({value: `go-${id}`, name: words.change(stepTitle(id))})),
  ] as {readonly value: KeyCommand; readonly name: string}[];
  for (;;) {
    const answer = await prompter.choose({isWeighty: true, label: words.whatNext, help: [words.helpOf.review], canGoBack: true, choices, default: choices[0]?.value as KeyCommand});
    if (answer === 'finish') await endBy(wizard, 'finish');
    else if (answer !== 'diff') return command(wizard, answer);
    for (const line of diffSentences(plan, state.host)) prompter.say(line);
  }
}

async function apply({wizard, prompter}: Desk): Promise<void> {
  const {steps, host} = wizard.getState();
  const toldOf = telling(Date.now);
  prompter.say(applyingSentence(steps));
  let seen: unknown;
  const report = () => {
    const event = wizard.getState().events.at(-1);
    if (event === undefined || event === seen) return;
    seen = event;
    const told = toldOf(event);
    if (told) prompter.say(progressSentence(told, event, host.machine));
  };
  report();
  const stop = wizard.subscribe(report);
  await until(wizard, () => wizard.getState().step !== 'apply');
  stop();
}

async function done({wizard, prompter}: Desk): Promise<void> {
  const words = plainWords();
  const tell = () => {
    for (const line of outcomeSentences(outcomeOf(wizard.getState()))) prompter.say(line);
  };
  tell();
  if (canTakeBack(wizard.getState()) && (await prompter.confirm({label: words.takeBack, help: [words.takeBackHelp]}))) {
    command(wizard, 'take-back');
    tell();
    return until(wizard, () => !wizard.getState().isTakingBack);
  }
  const isGoingOn = isOffered('onboard', wizard.getState()) && (await prompter.confirm({label: words.onboard, help: [words.onboardHelp]}));
  await endBy(wizard, isGoingOn ? 'onboard' : 'finish');
}
