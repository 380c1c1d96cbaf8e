/** The base port, and all that follows from it. */
import {judgeBaseFor, mainOf, suggestedBase} from '../rules/answers.ts';
import {blockOf} from '../rules/ports.ts';
import {unreadableText} from '../text/facts.ts';
import {aloud, portExplanations, portSentences} from '../text/plain-plan.ts';
import {plainWords} from '../text/plain.ts';
import {overlapText, problemText, verdictText} from '../text/problems.ts';
import {devNote, rangeText} from '../text/port-text.ts';
import {portTableOf, verdictOf} from '../wizard/selectors.ts';
import {advance, command, type Desk, isAccepted} from './desk.ts';
import {answerField, askText, questionOf} from './rows.ts';

/** Its step. @param isAgain what was told before is not told again */
export async function ports(desk: Desk, isAgain: boolean): Promise<void> {
  const {wizard, prompter} = desk;
  const words = plainWords();
  const {host, target, fields} = wizard.getState();
  const main = mainOf(host);
  const suggested = suggestedBase(target, host);
  if (!isAgain) prompter.say(aloud(words.mainPorts(main.label, main.config.kind !== 'missing', rangeText(blockOf(main.bases[0].port)))));
  if (suggested !== undefined) prompter.say(aloud(words.suggestion(suggested, verdictText(judgeBaseFor(String(suggested), target, host), suggested))));
  await askBase(desk);
  const state = wizard.getState();
  const base = Number(state.fields.port.text);
  const verdict = verdictOf(state);
  const keepBefore = () => wizard.dispatch({type: 'set-field', field: 'port', text: fields.port.text});
  if (verdict.kind === 'refused') {
    prompter.say(aloud(problemText(verdict.reason)));
    return keepBefore();
  }
  if (verdict.kind === 'overlap') {
    for (const line of overlapText(base, verdict.clashes, verdict.nearest)) prompter.say(aloud(line));
    if (state.acceptedBase === base) prompter.say(words.overlapAccepted);
    else if (await isAccepted(desk, {label: words.acceptOverlap, help: [words.overlapHelp]})) command(wizard, 'accept-overlap');
    else return keepBefore();
  }
  await advance(wizard);
  const after = wizard.getState();
  if (after.step === 'ports') return;
  const rows = portTableOf(after);
  const note = devNote(base);
  if (base !== suggested) prompter.say(`${aloud(verdictText(verdict, base, rows))}.`);
  for (const line of [...portSentences(rows), ...(note === undefined ? [] : [note]), ...unreadableText(host, after.target)]) prompter.say(line);
}

/** `n` and `e` are what the keys are on the screen; no port is called so. */
async function askBase(desk: Desk): Promise<void> {
  const {wizard, prompter} = desk;
  const {nextCleanHelp, explainHelp} = plainWords();
  const {help = [], ...question} = questionOf('port');
  for (;;) {
    const typed = await askText(desk, 'port', {...question, help: [...help, nextCleanHelp, explainHelp]});
    const word = typed.trim();
    if (word === 'n') command(wizard, 'base-clean');
    else if (word === 'e') for (const line of portExplanations(portTableOf(wizard.getState()))) prompter.say(line);
    else return answerField(desk, 'port', typed);
  }
}
