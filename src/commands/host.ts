/** The host as a command finds it, and the instance on it that the command is about. */
import {Stop} from '../exit-codes.ts';
import {readListeners} from '../host/listeners.ts';
import {probeBlock, type ProbeInput} from '../host/probe.ts';
import {type HostFiles, surveyFiles, surveyHost, surveySeen} from '../host/survey.ts';
import {readTarget, seenTarget} from '../host/target.ts';
import {type Host, instanceOf, portOwners, type SeenHost} from '../rules/answers.ts';
import {foreignRoot} from '../rules/foreign-root.ts';
import {type Instance, findMain} from '../rules/instance.ts';
import type {Occupancy} from '../rules/occupancy.ts';
import {rangesOf} from '../rules/ports.ts';
import {DEFAULT_PROFILE, type ProfilePaths} from '../rules/profile.ts';
import {type Selector, selectorFor, selectorWords} from '../rules/selector.ts';
import {quote} from '../rules/shell.ts';
import type {SeenTarget, Target} from '../rules/target.ts';
import {foreignRootText} from '../text/barriers.ts';
import {problemText} from '../text/problems.ts';
import {sessionWords} from '../text/sessions.ts';
import {ownCommand, printable} from '../text/terms.ts';
import type {Call} from './call.ts';

/**
 * The host, with the instances that only our own list and the command line know.
 * @param isAudited with what an audit wants to know of each, which takes longer to read
 */
export async function openHost(call: Call, isAudited = false): Promise<Host> {
  return withRecall(call, await surveyHost(call.env, knownTo(call), isAudited));
}

/** The same without a question to the service manager, for who only looks. */
export async function openSeen(call: Call): Promise<SeenHost> {
  return withRecall(call, await surveySeen(call.env, knownTo(call)));
}

/** The instances with the overlaps that were accepted. */
function withRecall<Seen extends SeenHost>({store}: Call, host: Seen): Seen {
  const recall = store.snapshot();
  return {...host, instances: host.instances.map(instance => ({...instance, acceptedBase: recall(selectorFor(instance)).acceptedBase}))};
}

/** The files alone, without who listens. */
export function openFiles(call: Call): Promise<HostFiles> {
  return surveyFiles(call.env, knownTo(call));
}

function knownTo({selector, store}: Call): ProfilePaths[] {
  return [...store.knownPaths(), ...(selector.kind === 'paths' ? [selector] : [])];
}

/**
 * The instance that a command reports on.
 * @throws {Stop} when it is not on this host, with the command that makes it or names it
 */
export function existingInstance({selector}: Call, host: HostFiles): Instance {
  const instance = instanceOf(selector, host.instances);
  if (instance && (selector.kind === 'profile' || instance.config.kind !== 'missing' || instance.services.length > 0)) return instance;
  if (selector.kind === 'paths') throw new Stop('failed', sessionWords().noConfig(printable(selector.configPath), ownCommand(host, selector)));
  const main = selector.profile === 'main' ? findMain(host.instances) : undefined;
  if (main) throw new Stop('failed', sessionWords().noProfileMain(`--profile ${DEFAULT_PROFILE}`));
  if (selector.profile === DEFAULT_PROFILE) throw new Stop('failed', sessionWords().noMain);
  throw new Stop('failed', sessionWords().noProfile(selector.profile, ownCommand(host, selector)));
}

/**
 * The instance that a command is to change.
 * @throws {Stop} for main, and when root works in somebody else's home
 */
export function assertOurs(call: Call, host: Host): void {
  const {selector} = call;
  if (selector.kind === 'profile' && selector.profile.toLowerCase() === DEFAULT_PROFILE) throw new Stop('unsafe', problemText({id: 'profile-default'}));
  assertOwnHome(call, host);
}

/** @throws {Stop} when root works in somebody else's home, with the command to run instead */
export function assertOwnHome({selector}: Pick<Call, 'selector'>, {machine, instances}: Pick<HostFiles, 'machine' | 'instances'>): void {
  const foreign = foreignRoot(machine, instances);
  if (foreign) throw new Stop('unsafe', foreignRootText(foreign, calledAgain(selector, machine)));
}

/** What was called, as it can be typed: with the instance that it is about. */
export function calledAgain(selector: Selector, {ownCommand: program, platform}: Host['machine']): string {
  const words = process.argv.slice(2);
  const isNamed = words.some(word => /^--(profile|state-dir)(=|$)/.test(word));
  return [program, ...[...(isNamed ? [] : selectorWords(selector)), ...words].map(word => quote(word, platform))].join(' ');
}

/** An instance as far as who only looks needs to know it. */
export function seenTargetOf({store}: Call, selector: Selector, host: SeenHost): SeenTarget {
  return seenTarget(selector, host, store.recall(selector).acceptedBase);
}

/** An instance as the rules want it, with what our own folder knows of it. */
export function targetOf({env, store}: Call, selector: Selector, host: SeenHost): Promise<Target> {
  return readTarget(selector, host, env, {...store.recall(selector), records: store.backups(selector)});
}

/** Who listens is read anew each time: the user may just have stopped what held a port. */
export function probe(host: SeenHost, selector: Selector, base: number, signal?: AbortSignal): Promise<Occupancy> {
  return probeBlock(base, {...probeInput(host, selector), signal});
}

/** What a probe for an instance must keep out of, and whom it asks. */
export function probeInput(host: SeenHost, selector: Selector): ProbeInput {
  return {keepOut: portOwners({selector}, host).flatMap(rangesOf), readListeners: (among, earlier) => readListeners(host.machine.platform, among, earlier)};
}
