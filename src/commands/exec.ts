/** `exec`: any command of the real OpenClaw as one instance, in a clean environment. */
import {Stop} from '../exit-codes.ts';
import {ignoredText} from '../text/en.ts';
import type {Call, Exit} from './call.ts';
import {runOpenClaw} from './foreground.ts';
import {openFiles} from './session.ts';

export async function exec(call: Call): Promise<Exit> {
  const {selector, words, env, output} = call;
  if (words.length === 0) throw new Stop('usage', 'exec needs a command of OpenClaw, such as: exec status');
  const host = await openFiles(call);
  const {ignoredVariables} = host.machine;
  if (ignoredVariables.length > 0) output.err(`${ignoredText(ignoredVariables)}\n`);
  return runOpenClaw({host, selector, args: words, env});
}
