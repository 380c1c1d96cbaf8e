/** What forbids an answer or a plan, in one line each: what is wrong, why, and what to do. */
import {type BaseVerdict, type Clash, CLEAN_DISTANCE, FALLBACK_CDP, MINIMUM_DISTANCE, type Neighbour} from '../rules/ports.ts';
import type {PortState} from '../rules/port-states.ts';
import type {Problem} from '../rules/problems.ts';
import type {Holder} from '../rules/target.ts';
import {barrierText, homeText} from './barriers.ts';
import {en} from './en/problems.ts';
import {consequenceText, fixTexts} from './findings.ts';
import {unusableText} from './config-faults.ts';
import {spoken} from './language.ts';
import {holderText, rangeText, useText} from './port-text.ts';
import {pathText, placeName, printable, short} from './terms.ts';

const words = spoken(en, korean => korean.problems);

/** The remark beside the base port field. */
export function verdictText(verdict: BaseVerdict, base: number, rows: readonly PortState[] = []): string {
  if (verdict.kind === 'refused') return shortProblem(verdict.reason);
  const {clean, overlap, busy} = words().verdict;
  const {nearest} = verdict;
  const where = nearest ? distanceText(base, nearest) : words().distance.alone;
  const taken = rows.filter(({state}) => state === 'in-use').flatMap(row => row.busy)[0];
  const rest = taken ? busy(taken.port) : clean;
  return `${where} · ${verdict.kind === 'clean' ? rest : overlap}`;
}

/** `1000 above main` */
function distanceText(base: number, {distance, owner, base: other}: Neighbour): string {
  const {same, above, below} = words().distance;
  return distance === 0 ? same(owner) : (base > other ? above : below)(distance, owner);
}

function shortProblem(problem: Problem): string {
  switch (problem.id) {
    case 'port-not-a-number':
    case 'port-privileged':
    case 'port-too-high':
      return words().verdict[problem.id];
    case 'port-too-near':
      return words().verdict[problem.id](distanceText(problem.base, problem.neighbour));
    default:
      return problemText(problem);
  }
}

/** What an overlap leads to, in numbers. */
export function overlapText(base: number, clashes: readonly Clash[], nearest: Neighbour | undefined): string[] {
  const {overlap} = words();
  const lines: string[] = [];
  if (nearest && nearest.distance < CLEAN_DISTANCE) {
    const {owner, base: other, distance} = nearest;
    lines.push((distance === MINIMUM_DISTANCE ? overlap.minimum : overlap.allowed)(distance));
    lines.push(base > other ? overlap.theyTake(owner, distance - 10, base) : overlap.weTake(owner, distance - 10, other));
  }
  for (const {owner, shared, use, ours} of clashes) {
    if (ours !== undefined) lines.push(overlap.ours(ours, rangeText(shared), useText(owner, use)));
    else if (use.kind === 'explicit') lines.push(overlap.theirs(owner, use.key, rangeText(shared)));
  }
  if (lines.length === 0) {
    for (const {owner, shared} of clashes) lines.push(overlap.shared(owner, rangeText(shared)));
  }
  return lines;
}

/** One line: what is wrong, why, and what to do. */
export function problemText(problem: Problem): string {
  const {profile, port, workspace, gateway, bot, engine, service, file, running, notIsolated} = words();
  switch (problem.id) {
    case 'profile-empty':
      return profile.empty;
    case 'profile-characters':
      return profile.characters(short(problem.name));
    case 'profile-default':
      return profile.default;
    case 'profile-dev':
      return profile.dev;
    case 'profile-uppercase':
      return profile.uppercase(problem.name, problem.name.toLowerCase());
    case 'profile-reserved':
      return profile.reserved(problem.name);
    case 'profile-clash':
      return profile.clash(problem.name, problem.other);
    case 'port-not-a-number':
      return problem.text.trim() === '' ? port.empty : port.notANumber(short(problem.text));
    case 'port-privileged':
      return port.privileged(problem.base);
    case 'port-too-high':
      return port.tooHigh(problem.base, rangeText(FALLBACK_CDP));
    case 'port-too-near':
      return port.tooNear(problem.base, distanceText(problem.base, problem.neighbour), problem.neighbour.base);
    case 'port-overlap':
      return overlapText(problem.base, problem.clashes, problem.nearest).join(' ');
    case 'port-in-use':
      return port.inUse(problem.port, holderText(problem), problem.holder?.user === undefined);
    case 'workspace-empty':
      return workspace.empty;
    case 'workspace-not-absolute':
      return workspace.notAbsolute;
    case 'workspace-control-characters':
      return workspace.controlCharacters;
    case 'workspace-blocked':
      return workspace.blocked(short(problem.path), problem.reason);
    case 'workspace-holds-own-state':
      return workspace.holdsOwnState(printable(problem.stateDir));
    case 'workspace-shared':
      return workspace.shared[problem.relation](problem.owner, placeName(problem.place.kind), pathText(problem.place.path));
    case 'bind-unknown':
      return gateway.bindUnknown(short(problem.text));
    case 'bind-host':
      return problem.text === '' ? gateway.hostEmpty : gateway.hostUnknown(short(problem.text));
    case 'bind-without-auth':
      return gateway.withoutAuth(problem.bind);
    case 'env-reference':
      return gateway.envReference(short(problem.text));
    case 'env-missing':
      return gateway.envMissing(problem.name, printable(problem.stateDir));
    case 'bot-token':
      if (problem.path !== undefined) return bot.fileWithoutToken(short(problem.path));
      return problem.isEmpty ? bot.tokenEmpty : bot.noToken;
    case 'bot-accounts':
      return bot.accounts;
    case 'bot-token-file':
      return problem.path === '' ? bot.fileEmpty : file.unusable(short(problem.path), printable(problem.reason));
    case 'bot-owner':
      return problem.text === '' ? bot.ownerEmpty : bot.ownerUnknown(short(problem.text));
    case 'service-left-behind':
      return service.leftBehind(problem.port);
    case 'no-openclaw':
      return engine.none;
    case 'no-npm':
      return engine.noNpm(printable(problem.version));
    case 'engine-version':
      return engine.version(short(problem.text));
    case 'no-service-here':
      return service.notHere;
    case 'service-needs-profile':
      return service.needsProfile;
    case 'barred':
      return barrierText(problem.barrier, problem.isHome);
    case 'home-unusable':
      return homeText(problem.home, problem.fault);
    case 'service-unholdable':
      return service.unholdable(printable(problem.text));
    case 'config-unusable':
      return file.configUnusable(printable(problem.path), printable(unusableText(problem.reason)));
    case 'not-a-folder':
      return file.notAFolder(printable(problem.path));
    case 'config-shape':
      return file.shape(problem.key === '' ? file.config : problem.key, printable(problem.path));
    case 'kit-unusable':
      return file.kitUnusable(printable(problem.path), printable(unusableText(problem.reason)));
    case 'service-unusable':
      return file.unusable(printable(problem.path), printable(problem.reason));
    case 'service-foreign':
      return service.foreign(printable(problem.path));
    case 'already-running':
      return running.already(problem.port);
    case 'profile-held':
      return heldText(problem);
    case 'still-running':
      return running.still(problem.port);
    case 'service-of-system':
      return service.ofSystem(printable(problem.path));
    case 'service-elsewhere':
      return service.elsewhere(printable(problem.path));
    case 'service-drop-in':
      return service.dropIn(printable(problem.path));
    case 'not-isolated':
      return notIsolated(consequenceText(problem.finding), fixTexts(problem.finding).join('; '));
  }
}

/** Who else is at work on an instance. */
export function heldText({name, pid, since, file}: Extract<Problem, {readonly id: 'profile-held'}>): string {
  const {held} = words();
  return `${held.profile(name, pid, sinceText(since))}${file === undefined ? '' : held.elsewhere(printable(file))}`;
}

/** Who has been choosing ports for too long. */
export function portsHeldText({pid, since, file}: Holder): string {
  const {held} = words();
  return file === undefined ? held.ports(pid, sinceText(since)) : held.portsElsewhere(pid, sinceText(since), printable(file));
}

/** In the time of the user: `18:04:11`, with the day where it is another one. */
function sinceText(since: string): string {
  const date = new Date(since);
  const day = new Date().toDateString() === date.toDateString() ? '' : `${date.toLocaleDateString('sv')} `;
  return Number.isNaN(date.getTime()) ? printable(since) : `${day}${date.toLocaleTimeString('sv')}`;
}
