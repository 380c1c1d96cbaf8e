/** What was found on this host, in sentences; the screen shows the same as a table. */
import {type Answers, type Host, othersThan} from '../rules/answers.ts';
import type {Instance} from '../rules/instance.ts';
import {unstablePath} from '../rules/machine.ts';
import type {Plan} from '../rules/plan.ts';
import {runtimeFor} from '../rules/service-change.ts';
import {serviceOf} from '../rules/service/files.ts';
import type {Target} from '../rules/target.ts';
import {answersOf} from '../wizard/selectors.ts';
import type {WizardState} from '../wizard/state.ts';
import {bindText} from './choices.ts';
import {en} from './en/facts.ts';
import {spoken} from './language.ts';
import {phrase} from './phrases.ts';
import {managerText} from './manager.ts';
import {portSource} from './port-text.ts';
import {heldText, problemText} from './problems.ts';
import {ignoredText, INSTALL_COMMAND, pathText, printable, short} from './terms.ts';

const words = spoken(en, korean => korean.facts);

/** `main: config …, state …, workspace …, base port 18789 (config), listening.` */
export function instanceText({label, configPath, stateDir, workspace, bases, isListening, config}: Instance): string {
  const [{port, source}] = bases;
  const {instance, listening, notListening, countedWithDefaults} = words();
  const heard = isListening === undefined ? '' : `, ${isListening ? listening : notListening}`;
  const trouble = config.kind === 'unreadable' ? ` ${countedWithDefaults(pathText(config.reason))}` : '';
  return `${instance({label: short(label), config: pathText(configPath), state: pathText(stateDir), workspace: pathText(workspace), port, source: portSource(source)})}${heard}.${trouble}`;
}

/** Who else is at work on it, from the first step on. */
export function heldNotices({profile, heldBy}: Target): string[] {
  return heldBy ? [heldText({id: 'profile-held', name: profile, ...heldBy})] : [];
}

/** What the user should know about this shell before anything else. */
export function noticesOf({machine}: Host): string[] {
  const {homes, ignoredVariables} = machine;
  return [
    ...(homes.isOverridden ? [words().homeIsSet(printable(homes.openclaw))] : []),
    ...(ignoredVariables.length > 0 ? [ignoredText(ignoredVariables)] : []),
  ];
}

/** What a service would start, and what may come in its way. */
export function serviceFacts(state: WizardState): string[] {
  const {host, target} = state;
  const service = serviceOf(target, host.machine);
  if (!service) return [problemText({id: 'service-needs-profile'})];
  const runtime = runtimeFor({answers: answersOf(state), target, host});
  if (!runtime) return [words().noOpenclaw, words().install(INSTALL_COMMAND)];
  const trouble = managerText(host);
  return [
    words().service(service.name, printable(service.definition)),
    words().starts(printable(runtime.node), printable(runtime.entry)),
    ...(trouble === undefined ? [] : [trouble]),
    ...unstableText([runtime.node, runtime.entry]),
  ];
}

/** What the service of a plan will not do; undefined where there is nothing to say, or the plan itself sees to it. */
export function serviceTrouble({answers, commands}: Pick<Plan, 'answers' | 'commands'>, host: Host): string | undefined {
  return answers.service === 'none' || commands.some(({id}) => id === 'linger') ? undefined : managerText(host);
}

/** A warning about paths that something will move one day. */
export function unstableText(paths: readonly string[]): string[] {
  const reasons = [...new Set(paths.flatMap(path => unstablePath(path) ?? []))];
  return reasons.length === 0 ? [] : [words().unstable(reasons.map(phrase).join(', '))];
}

/** Other instances whose config can't be read, and what that means for the proof. */
export function unreadableText(host: Host, target: Pick<Target, 'selector'>): string[] {
  return othersThan(target, host).flatMap(({label, config}) =>
    config.kind === 'unreadable' ? [words().unreadable(printable(label), pathText(config.reason))] : [],
  );
}

/** Who can reach the gateway, and what that means where it is more than this machine. */
export function exposureText({bind}: Answers): string {
  const sentence = words().exposure(bind, bindText(bind));
  return bind === 'loopback' ? sentence : `${sentence} ${exposureWarning()}`;
}

/** What a bind beyond this machine means for a rescue bot. */
export function exposureWarning(): string {
  return words().exposureWarning;
}
