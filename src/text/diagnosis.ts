/** Why a gateway that was started does not answer, in one sentence each: what, why, and the next command. */
import type {Host} from '../rules/answers.ts';
import type {Cause} from '../rules/diagnosis.ts';
import {holderName} from '../rules/occupancy.ts';
import type {Selector} from '../rules/selector.ts';
import {en} from './en/diagnosis.ts';
import {spoken} from './language.ts';
import {openclawCommand, ownCommand, printable, short} from './terms.ts';

const words = spoken(en, korean => korean.diagnosis);

const shortOf = (text: string | undefined) => (text === undefined ? undefined : short(text));

/** @param host where the commands are to be typed. @param selector the instance that was started; every command names it */
export function diagnosisText(cause: Cause, host: Pick<Host, 'machine' | 'openclaw'>, selector: Selector): string {
  const say = words();
  const ours = ownCommand(host, selector);
  const openclaw = openclawCommand(host, selector);
  switch (cause.id) {
    case 'config-missing':
    case 'mode-missing':
    case 'start-limit':
    case 'starting':
      return say[cause.id](ours);
    case 'config-invalid':
      return say[cause.id](issueText(cause), openclaw, ours);
    case 'config-newer':
      return say[cause.id](short(cause.wroteIt), shortOf(cause.runs), ours);
    case 'bind-without-auth':
      return say[cause.id](short(cause.bind), ours);
    case 'reference-missing':
      return say[cause.id](shortOf(cause.key), cause.name, cause.isFatal, ours);
    case 'port-taken':
      return say[cause.id](cause.port, cause.holder && printable(holderName(cause.holder)), ours);
    case 'state-owned':
      return say[cause.id](cause.pid, ours);
    case 'node-too-old':
      return say[cause.id](shortOf(cause.version), shortOf(cause.wanted), ours);
    case 'entry-missing':
      return say[cause.id](shortOf(cause.path), ours);
    case 'exec-failed':
      return say[cause.id](cause.path === undefined ? stepText(cause.step) : short(cause.path), shortOf(cause.reason), ours);
    case 'out-of-memory':
      return say[cause.id][cause.limit](ours);
    case 'config-restored':
      return say[cause.id](cause.reasons.length === 0 ? undefined : cause.reasons.map(short).join(', '), ours);
    case 'channel-failed':
      return say[cause.id][cause.reason](`${cause.channel.charAt(0).toUpperCase()}${printable(cause.channel.slice(1))}`, ours);
    case 'plugin-failed':
      return say[cause.id](shortOf(cause.plugin), withoutStop(short(cause.message)), openclaw, ours);
    case 'unknown':
      return say[cause.id](cause.exitCode, ours);
  }
}

function issueText({key, message, others}: Extract<Cause, {id: 'config-invalid'}>): string {
  const what = withoutStop(printable(message));
  if (what === '') return words().noIssue;
  return words().issue(`${key === undefined ? '' : `${short(key)}: `}${what}`, others);
}

function stepText(step: string): string {
  const steps: Readonly<Record<string, string>> = words().steps;
  return steps[step] ?? words().anyStep(short(step));
}

function withoutStop(text: string): string {
  return text.replace(/\.\s*$/, '');
}
