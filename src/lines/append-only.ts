/** Questions where nothing may be redrawn: text is only ever added, without an escape sequence, and a wrong answer is asked for again below. */
import {printable, printableText} from '../rules/printable.ts';
import {choiceLines, confirmPrompt, explanation, inputPrompt, isNo, isYes, noChoice, noConfirm, numberPrompt, secretPrompt, unquoted} from '../text/plain.ts';
import {Back, type Hooks, type Prompter, type Question} from './prompter.ts';
import {type Streams, TypedLines} from './typed-lines.ts';

/** @param streams other than those of the process, for tests */
export function appendOnly(hooks: Hooks = {}, streams: Streams = {input: process.stdin, output: process.stdout}): Prompter {
  const lines = new TypedLines(streams, hooks);
  const say = (text: string) => lines.write(`${printableText(text)}\n`);

  type Form<T> = {
    readonly kind: Parameters<typeof explanation>[0];
    readonly prompt: string;
    /** @returns undefined where it is no answer */
    readonly judge: (typed: string) => T | undefined;
    /** What is wrong, why, and what next, in one line. */
    readonly refusal?: (typed: string) => string;
  };

  async function ask<T>(question: Question, {kind, prompt, judge, refusal}: Form<T>): Promise<T> {
    for (;;) {
      // A line that was pasted, or typed for an earlier question, is no yes, no secret, and no "apply".
      if (question.isWeighty || kind === 'secret' || kind === 'confirm') lines.forget();
      const typed = await lines.read(printable(prompt), kind === 'secret');
      const word = typed.trim();
      if (word === 'b' && question.canGoBack) throw new Back();
      if (word === '?') {
        for (const line of explanation(kind, question)) say(line);
        continue;
      }
      const answer = judge(typed);
      if (answer !== undefined) return answer;
      lines.forget();
      if (refusal) say(refusal(word));
    }
  }

  return {
    say,
    input: question => ask(question, {kind: 'input', prompt: inputPrompt(question), judge: typed => (typed.trim() === '' ? (question.default ?? '') : unquoted(typed))}),
    secret: question => ask(question, {kind: 'secret', prompt: secretPrompt(question), judge: unquoted}),
    confirm: question =>
      ask(question, {
        kind: 'confirm',
        prompt: confirmPrompt(question),
        judge: typed => (isYes(typed) ? true : isNo(typed) ? false : undefined),
        refusal: noConfirm,
      }),
    choose(question) {
      const {choices} = question;
      const present = choices.findIndex(({value}) => value === question.default) + 1;
      for (const line of choiceLines(question)) say(line);
      return ask(question, {
        kind: 'choose',
        prompt: numberPrompt(question, present),
        judge: typed => (/^\d*$/.test(typed.trim()) ? choices[(typed.trim() === '' ? present : Number(typed)) - 1]?.value : undefined),
        refusal: word => noChoice(word, choices.length),
      });
    },
    close: () => lines.close(),
  };
}
