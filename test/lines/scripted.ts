/** Plain mode in memory: a wizard on a made-up host, and somebody who answers by the label of a question. */
import {vi} from 'vitest';
import {Back, type Hooks, Left, type Prompter, type Question} from '../../src/lines/prompter.ts';
import {runPlain} from '../../src/lines/run.ts';
import {Wizard, type WizardEffects, type WizardOutcome} from '../../src/wizard/controller.ts';
import type {KeyCommand} from '../../src/wizard/keymap.ts';
import type {WizardState} from '../../src/wizard/state.ts';
import {botFile, workspaceFacts} from '../helpers/wizard.ts';
import {targetOn} from '../rules/helpers.ts';

export const BACK = Symbol('b');

/** Answers by label, one for each time that it is asked; then Enter alone. A choice is answered by its value. */
export type Script = Readonly<Record<string, readonly (string | boolean | typeof BACK)[]>>;

export type Run = {
  readonly outcome: WizardOutcome;
  readonly state: WizardState;
  readonly commands: ReadonlySet<KeyCommand>;
  /** What was said, and the labels of what was asked. */
  readonly lines: readonly string[];
};

/** Nobody presses Enter this often. */
const MOST_QUESTIONS = 200;

/** Answers until Review asks what next and the script does not say; there the line is lost. */
export async function play(state: WizardState, script: Script, act: (wizard: Wizard, hooks: Hooks, asked: string) => void = () => undefined): Promise<Run> {
  const wizard = new Wizard(state, effectsFor(state));
  const commands = new Set<KeyCommand>();
  const dispatch = wizard.dispatch;
  vi.spyOn(wizard, 'dispatch').mockImplementation(action => {
    if (action.type === 'command') commands.add(action.command);
    dispatch(action);
  });
  const left = new Map(Object.entries(script).map(([label, answers]) => [label, [...answers]]));
  const lines: string[] = [];
  const outcome = await runPlain(wizard, hooks => {
    const answerTo = async ({label, canGoBack}: Question) => {
      lines.push(label);
      if (lines.filter(line => line === label).length > MOST_QUESTIONS) throw new Error(`${label} is asked for ever`);
      act(wizard, hooks, label);
      // An end from outside is heard before the next answer.
      await Promise.resolve();
      const answer = left.get(label)?.shift();
      if (answer === undefined && label === 'What next') throw new Left();
      hooks.onLine?.();
      if (answer === BACK && canGoBack) throw new Back();
      return answer;
    };
    const prompter: Prompter = {
      say: text => void lines.push(text),
      input: async question => ((await answerTo(question)) as string | undefined) ?? question.default ?? '',
      secret: async question => ((await answerTo(question)) as string | undefined) ?? '',
      confirm: async question => (await answerTo(question)) === true,
      async choose<T extends string>(question: Parameters<Prompter['choose']>[0] & {readonly default: T}): Promise<T> {
        const answer = ((await answerTo(question)) ?? question.default) as T;
        if (!question.choices.some(({value}) => value === answer)) throw new Error(`${question.label} has no ${answer}: ${question.choices.map(({value}) => value).join(', ')}`);
        return answer;
      },
      close: () => undefined,
    };
    return prompter;
  });
  return {outcome, state: wizard.getState(), commands, lines};
}

/** A host on which every port is free and nothing is written. */
function effectsFor({host, target}: WizardState): WizardEffects {
  const read = (profile: string) => (profile === target.profile ? target : targetOn(host, profile));
  return {
    readTarget: async selector => read(selector.kind === 'profile' ? selector.profile : ''),
    reread: async () => ({host, target}),
    release: () => undefined,
    lockPorts: () => Promise.reject(new Error('nothing is written here')),
    readWorkspace: workspaceFacts,
    readBotFile: botFile,
    probe: async (_, base) => ({base, busy: []}),
    saveDraft: () => undefined,
    remember: () => undefined,
    applyContext: () => {
      throw new Error('nothing is written here');
    },
    takeBack: async () => undefined,
  };
}
