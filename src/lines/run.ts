/** The wizard line by line: the same steps, rules and plan as the screen, one question after another. */
import {mainOf} from '../rules/answers.ts';
import {foreignFile} from '../rules/service-change.ts';
import {isEmpty} from '../rules/work.ts';
import {printableText} from '../rules/printable.ts';
import {blockOf} from '../rules/ports.ts';
import {botCard, choiceText, rowLabel} from '../text/choices.ts';
import {applyStepText, eventState, movedText} from '../text/apply-text.ts';
import {plural} from '../text/english.ts';
import {rangeText} from '../text/port-text.ts';
import {printable, stepTitle} from '../text/terms.ts';
import {overlapText, problemText, verdictText} from '../text/problems.ts';
import {heldNotices, instanceText, noticesOf, serviceFacts} from '../text/facts.ts';
import {eventText, outcomeText} from '../text/outcome.ts';
import {planText, portLines} from '../text/plan-text.ts';
import type {Wizard, WizardOutcome} from '../wizard/controller.ts';
import {canTakeBack, type KeyCommand} from '../wizard/keymap.ts';
import {divergenceText} from '../text/written.ts';
import {type ChoiceName, HIDDEN_FIELDS, isChoice, optionsOf, rowsOf} from '../wizard/rows.ts';
import {planOf, verdictOf} from '../wizard/selectors.ts';
import type {FieldName, StepId, WizardState} from '../wizard/state.ts';
import {problemsOn, shownSteps} from '../wizard/steps.ts';
import {stepHelp} from './help.ts';
import {choose, confirm, input, secret} from './prompts.ts';

const say = (text: string) => void process.stdout.write(`${printableText(text)}\n`);

/** Thrown by a question whose answer was to go back. */
class Back extends Error {}

export async function runPlain(wizard: Wizard): Promise<WizardOutcome> {
  let announced: StepId | undefined;
  // "Finish" on Review ends the wizard itself.
  let finished: WizardOutcome | undefined;
  void wizard.outcome.then(outcome => {
    finished = outcome;
  });
  for (;;) {
    const {step, fields} = wizard.getState();
    try {
      if (announced !== step) announce(wizard.getState());
      announced = step;
      if (step === 'done') return await askDone(wizard, wizard.getState());
      await QUESTIONS[step](wizard);
      wizard.dispatch({type: 'close-overlay'});
    } catch (error) {
      if (error instanceof Back) command(wizard, 'back');
      else if ((error as Error).name !== 'ExitPromptError') throw error;
      else {
        const isSecond = wizard.getState().overlay === 'leave';
        command(wizard, 'leave');
        if (isSecond) return wizard.outcome;
        say('\nNothing has been written. Ctrl-C once more leaves.');
      }
    }
    await settled(wizard);
    if (finished) return askDone(wizard, finished.state);
    const state = wizard.getState();
    if (state.isRefused && state.step === step) {
      for (const problem of problemsOn(step, state)) say(problemText(problem));
      restoreFields(wizard, fields);
    }
  }
}

function announce(state: WizardState): void {
  const steps = shownSteps(state);
  const index = steps.findIndex(({id}) => id === state.step);
  if (index >= 0) say(`\nStep ${index + 1} of ${steps.length}. ${stepTitle(state.step)}.`);
}

/** A refused answer is not offered again: Enter would only repeat the mistake. */
function restoreFields(wizard: Wizard, before: WizardState['fields']): void {
  for (const [name, {text}] of Object.entries(before)) {
    if (wizard.getState().fields[name as FieldName].text !== text) wizard.dispatch({type: 'set-field', field: name as FieldName, text});
  }
}

type Question = (wizard: Wizard) => Promise<void>;

const QUESTIONS: Readonly<Record<Exclude<StepId, 'done'>, Question>> = {
  async profile(wizard) {
    const {host, target} = wizard.getState();
    say(`Found on this host: ${plural(host.instances.length, 'gateway')}.`);
    for (const instance of host.instances) say(instanceText(instance));
    for (const notice of [...noticesOf(host), ...heldNotices(target)]) say(notice);
    const {selector} = target;
    if (selector.kind === 'profile') await askField(wizard, 'profile', 'Profile', false);
    else say(`This instance is no profile: state ${printable(selector.stateDir)}, config ${printable(selector.configPath)}.`);
    await advance(wizard);
  },
  async ports(wizard) {
    const main = mainOf(wizard.getState().host);
    say(`${main.label} ${main.config.kind === 'missing' ? 'would use' : 'uses'} ${rangeText(blockOf(main.bases[0].port)).replace('–', ' to ')}.`);
    await askField(wizard, 'port', 'Base port');
    const state = wizard.getState();
    const verdict = verdictOf(state);
    if (verdict.kind !== 'refused') say(`${verdictText(verdict, Number(state.fields.port.text))}.`);
    if (verdict.kind === 'overlap') {
      for (const line of overlapText(Number(state.fields.port.text), verdict.clashes, verdict.nearest)) say(line);
      if (!(await confirm({message: 'Accept this overlap?'}))) return;
      if (wizard.getState().acceptedBase !== Number(state.fields.port.text)) command(wizard, 'accept-overlap');
    }
    await advance(wizard);
    await settled(wizard);
    if (wizard.getState().step !== 'ports') for (const line of portLines(planOf(wizard.getState()))) say(line);
  },
  async workspace(wizard) {
    await askRows(wizard);
    await advance(wizard);
  },
  async gateway(wizard) {
    await askRows(wizard);
    await advance(wizard);
  },
  async service(wizard) {
    const {host, target} = wizard.getState();
    for (const fact of serviceFacts(wizard.getState())) say(fact);
    await askRows(wizard);
    const foreign = wizard.getState().choices.service === 'none' ? undefined : foreignFile(target, host);
    if (foreign !== undefined) {
      say(problemText({id: 'service-foreign', path: foreign}));
      if (!(await confirm({message: 'Overwrite it?'}))) return;
      if (!wizard.getState().isReplaceAccepted) command(wizard, 'replace-service');
    }
    await advance(wizard);
  },
  async channel(wizard) {
    for (const line of botCard()) say(line);
    await askRows(wizard);
    await advance(wizard);
  },
  async changed(wizard) {
    for (;;) {
      const lines = planOf(wizard.getState()).divergences.map((divergence, index) => ({value: String(index), name: divergenceText(divergence)}));
      const answer = await askChoice('Keep or restore a line', [{value: 'on', name: 'Go on'}, ...lines], 'on');
      if (answer === 'on') break;
      while (wizard.getState().changedLine > Number(answer)) command(wizard, 'changed-up');
      while (wizard.getState().changedLine < Number(answer)) command(wizard, 'changed-down');
      command(wizard, 'restore');
    }
    await advance(wizard);
  },
  async review(wizard) {
    const state = wizard.getState();
    const plan = planOf(state);
    if (state.hasMoved) say(movedText());
    say(planText(plan, state.host));
    const isDone = isEmpty(plan);
    const isPossible = plan.problems.length === 0;
    const go = {value: isDone ? 'finish' : 'apply', name: isDone ? 'Finish' : 'Apply'} as const;
    const changes = shownSteps(state).slice(0, -1).map(({id}) => ({value: `go-${id}` as KeyCommand, name: `Change: ${stepTitle(id)}`}));
    const choices: {value: KeyCommand; name: string}[] = [...(isPossible ? [go] : []), ...changes];
    const answer = await askChoice('Now', choices, choices[0]?.value as KeyCommand);
    command(wizard, answer);
  },
  async apply(wizard) {
    let said = 0;
    const report = () => {
      const {events, host} = wizard.getState();
      for (const event of events.slice(said)) {
        const {step, state} = event;
        if (state === 'running') return;
        say(`${eventState(state)}: ${applyStepText(step)}. ${eventText(event, host.machine)}`);
        said++;
      }
    };
    const stop = wizard.subscribe(report);
    await until(wizard, () => wizard.getState().step !== 'apply');
    report();
    stop();
  },
};

async function askDone(wizard: Wizard, state: WizardState): Promise<WizardOutcome> {
  say(`\n${outcomeText(state)}`);
  if (canTakeBack(state) && (await confirm({message: 'Take it back?'}).catch(() => false))) {
    command(wizard, 'take-back');
    await until(wizard, () => !wizard.getState().isTakingBack);
    return askDone(wizard, wizard.getState());
  }
  const canGoOn = state.host.openclaw !== undefined && state.result?.kind === 'applied';
  const handOver = canGoOn && (await confirm({message: 'Go on to model and channels, with OpenClaw’s own onboarding?'}).catch(() => false));
  return {kind: 'finished', state, handOver};
}

/** Every line of the step that is open, one after another; an answer may bring another line. */
async function askRows(wizard: Wizard): Promise<void> {
  for (let index = 0; ; index++) {
    const state = wizard.getState();
    const row = rowsOf(state)[index];
    if (row === undefined) return;
    if (isChoice(row)) await askChosen(wizard, row);
    else if (HIDDEN_FIELDS.has(row)) wizard.dispatch({type: 'set-field', field: row, text: await secret({message: rowLabel(row)})});
    else await askField(wizard, row, rowLabel(row), index === 0);
  }
}

async function askChosen<K extends ChoiceName>(wizard: Wizard, name: K): Promise<void> {
  const state = wizard.getState();
  const options = optionsOf(name, state);
  if (options.length === 1) return;
  const choices = options.map(value => {
    const {title, help} = choiceText(name, value, state);
    return {value: value as string, name: `${title}: ${help}`};
  });
  const answer = await askChoice(rowLabel(name), choices, state.choices[name] as string);
  wizard.dispatch({type: 'choose', choices: {[name]: answer}});
}

/** A text question: Enter keeps, `b` goes back, `?` explains. */
async function askField(wizard: Wizard, field: FieldName, label: string, canGoBack = true): Promise<void> {
  for (;;) {
    const {fields, step} = wizard.getState();
    const answer = await input({message: `${label} (${canGoBack ? 'b back, ' : ''}? help)`, default: fields[field].text});
    if (answer === 'b' && canGoBack) throw new Back();
    if (answer !== '?') {
      wizard.dispatch({type: 'set-field', field, text: answer});
      return;
    }
    say(stepHelp(step));
  }
}

/** A numbered choice; the last number goes back. */
async function askChoice<T extends string>(label: string, choices: readonly {value: T; name: string}[], present: T): Promise<T> {
  const back = {value: 'back' as const, name: 'Back'};
  const answer = await choose<T | 'back'>(label, [...choices, back], present);
  if (answer === 'back') throw new Back();
  return answer;
}

function command(wizard: Wizard, name: KeyCommand): void {
  wizard.dispatch({type: 'command', command: name});
}

async function advance(wizard: Wizard): Promise<void> {
  command(wizard, 'next');
  await settled(wizard);
}

/** Waits until no answer of the host is under way. */
function settled(wizard: Wizard): Promise<void> {
  return until(wizard, () => !wizard.getState().isAdvancing);
}

function until(wizard: Wizard, isReached: () => boolean): Promise<void> {
  return new Promise(resolve => {
    const stop = wizard.subscribe(check);
    function check() {
      if (!isReached()) return;
      stop();
      resolve();
    }
    check();
  });
}
