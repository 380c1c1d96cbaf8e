/** `exec`: any command of the real OpenClaw as one instance, in a clean environment. */
import {Stop} from '../exit-codes.ts';
import {commandWords} from '../text/command-words.ts';
import {ignoredText} from '../text/terms.ts';
import type {Call, Exit} from './call.ts';
import {becomeOpenClaw, instanceSwitch} from './foreground.ts';
import {assertOwnHome, existingInstance, openFiles} from './host.ts';

export async function exec(call: Call): Promise<Exit> {
  const {selector, words, env, output} = call;
  if (words.length === 0) throw new Stop('usage', commandWords().exec.needsCommand);
  const switching = instanceSwitch(words);
  if (switching !== undefined) throw new Stop('usage', commandWords().exec.switches(switching));
  const host = await openFiles(call);
  // A mistyped name would make a new state folder (openclaw/openclaw#122970).
  existingInstance(call, host);
  assertOwnHome(call, host);
  const {ignoredVariables} = host.machine;
  if (ignoredVariables.length > 0) output.err(`${ignoredText(ignoredVariables)}\n`);
  return becomeOpenClaw({host, selector, args: words, env});
}
