/** `env`: the variables of the guide's manual example, for a shell that is to be OpenClaw's shell for one instance. */
import {Stop} from '../exit-codes.ts';
import {suggestedBase} from '../rules/answers.ts';
import {MAIN_BASE} from '../rules/ports.ts';
import {isPrintable} from '../rules/printable.ts';
import {DEFAULT_PROFILE} from '../rules/profile.ts';
import {instanceVariables, profileOf} from '../rules/selector.ts';
import {ENV_SYNTAXES, environmentText} from '../shells/env.ts';
import {choiceText, commandWords} from '../text/command-words.ts';
import {short} from '../text/terms.ts';
import type {Call, Exit} from './call.ts';
import {openSeen, seenTargetOf} from './host.ts';

export async function env(call: Call): Promise<Exit> {
  const {selector, flags, output} = call;
  const name = flags.shell ?? 'sh';
  const syntax = ENV_SYNTAXES.find(candidate => candidate === (name === 'bash' || name === 'zsh' ? 'sh' : name));
  if (!syntax) throw new Stop('usage', choiceText(commandWords().env.noSyntax(short(name)), ENV_SYNTAXES));
  const host = await openSeen(call);
  const target = seenTargetOf(call, selector, host);
  const isMain = selector.kind === 'profile' && selector.profile === DEFAULT_PROFILE;
  const port = target.existing?.bases[0].port ?? (isMain ? undefined : suggestedBase(target, host)) ?? MAIN_BASE;
  const variables = instanceVariables(selector, target, port);
  if (flags.json) output.document({profile: profileOf(selector), variables: Object.fromEntries(Object.entries(variables).map(([variable, value]) => [variable, value ?? null]))});
  else {
    // What a shell is to evaluate must be the very value, and a terminal must not obey it.
    const hostile = Object.entries(variables).find(([, value]) => value !== undefined && !isPrintable(value));
    if (hostile) throw new Stop('failed', commandWords().env.unprintable(hostile[0], short(hostile[1] ?? '')));
    output.print(environmentText(variables, syntax));
  }
  return 'done';
}
