/** What is said around a gateway that is run, and its service. */
import type {Instance} from '../rules/instance.ts';
import {DEFAULT_PROFILE} from '../rules/profile.ts';
import type {Selector} from '../rules/selector.ts';
import {en} from './en/gateway-text.ts';
import {spoken} from './language.ts';
import {problemText} from './problems.ts';

export const gatewayWords = spoken(en, korean => korean.gatewayText);

/** Why there is nothing to start or stop, and what there is instead. @param ours how we are called for it */
export function withoutService({label, running, services: [other]}: Instance, ours: string, selector: Selector): string {
  if (other) return problemText({id: 'service-elsewhere', path: other.path});
  const {installOrRun, noService, noServiceOfPaths, runIt, runsHere} = gatewayWords();
  if (selector.kind === 'paths') return noServiceOfPaths(label, running ? runsHere(running.pid) : runIt(ours));
  const install = selector.profile === DEFAULT_PROFILE ? 'openclaw gateway install' : `${ours} gateway install`;
  return noService(label, running ? runsHere(running.pid) : installOrRun(install, ours));
}
