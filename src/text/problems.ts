/** What forbids an answer or a plan, in one line each: what is wrong, why, and what to do. */
import {type BaseVerdict, type Clash, CLEAN_DISTANCE, FALLBACK_CDP, HIGHEST_BASE, MINIMUM_DISTANCE, type Neighbour} from '../rules/ports.ts';
import type {PortState} from '../rules/port-states.ts';
import type {Problem} from '../rules/problems.ts';
import type {Holder} from '../rules/target.ts';
import {barrierText, homeText} from './barriers.ts';
import {holderText, ordinal, pathText, PLACES, printable, rangeText, RELATIONS, short, useText} from './terms.ts';
import {consequenceText, fixTexts} from './findings.ts';
import {unusableText} from './config-faults.ts';

/** The remark beside the base port field. */
export function verdictText(verdict: BaseVerdict, base: number, rows: readonly PortState[] = []): string {
  if (verdict.kind === 'refused') return shortProblem(verdict.reason);
  const {nearest} = verdict;
  const where = nearest ? distanceText(base, nearest) : 'no other gateway';
  const busy = rows.filter(({state}) => state === 'in-use').flatMap(row => row.busy)[0];
  const rest = busy ? `${busy.port} in use` : 'clean';
  return `${where} · ${verdict.kind === 'clean' ? rest : 'overlaps'}`;
}

/** `1000 above main` */
function distanceText(base: number, {distance, owner, base: other}: Neighbour): string {
  return distance === 0 ? `the same as ${owner}` : `${distance} ${base > other ? 'above' : 'below'} ${owner}`;
}

function shortProblem(problem: Problem): string {
  switch (problem.id) {
    case 'port-not-a-number':
      return 'type a port number';
    case 'port-privileged':
      return 'below 1024: needs root';
    case 'port-too-high':
      return `above ${HIGHEST_BASE}: no room for CDP`;
    case 'port-too-near':
      return `${distanceText(problem.base, problem.neighbour)} · too near`;
    default:
      return problemText(problem);
  }
}

/** What an overlap leads to, in numbers. */
export function overlapText(base: number, clashes: readonly Clash[], nearest: Neighbour | undefined): string[] {
  const lines: string[] = [];
  if (nearest && nearest.distance < CLEAN_DISTANCE) {
    const {owner, base: other, distance} = nearest;
    lines.push(`${distance} apart is ${distance === MINIMUM_DISTANCE ? 'the guide’s minimum' : 'allowed'}, not clean: that takes ${CLEAN_DISTANCE}.`);
    lines.push(
      base > other
        ? `${owner}’s ${ordinal(distance - 10)} browser profile would take this gateway’s own port ${base}.`
        : `This gateway’s ${ordinal(distance - 10)} browser profile would take ${owner}’s own port ${other}.`,
    );
  }
  for (const {owner, shared, use, ours} of clashes) {
    if (ours !== undefined) lines.push(`${ours} here names ${rangeText(shared)}: ${useText(owner, use)}.`);
    else if (use.kind === 'explicit') lines.push(`${owner} sets ${use.key} to ${rangeText(shared)}, inside this block.`);
  }
  if (lines.length === 0) {
    for (const {owner, shared} of clashes) lines.push(`${rangeText(shared)} is shared with ${owner}.`);
  }
  return lines;
}

/** One line: what is wrong, why, and what to do. */
export function problemText(problem: Problem): string {
  switch (problem.id) {
    case 'profile-empty':
      return 'A profile needs a name: letters, digits, "_" and "-".';
    case 'profile-characters':
      return `"${short(problem.name)}" is no profile name: OpenClaw takes 1–64 letters, digits, "_" and "-", a letter or digit first.`;
    case 'profile-default':
      return '"default" is main itself; a rescue profile needs another name, such as rescue.';
    case 'profile-dev':
      return '"dev" is openclaw --dev, which always takes port 19001; choose another name.';
    case 'profile-uppercase':
      return `"${problem.name}" has capitals, which macOS and Windows services can’t have; use ${problem.name.toLowerCase()}.`;
    case 'profile-reserved':
      return `"${problem.name}" is a label that OpenClaw uses for itself on macOS; choose another name.`;
    case 'profile-clash':
      return `"${problem.name}" differs from the profile "${problem.other}" only in case; choose another name.`;
    case 'port-not-a-number':
      return problem.text.trim() === '' ? 'Type a base port.' : `"${short(problem.text)}" is not a port number.`;
    case 'port-privileged':
      return `${problem.base} is below 1024, where only root may listen; choose 1024 to ${HIGHEST_BASE}.`;
    case 'port-too-high':
      return `${problem.base} leaves no room: above ${HIGHEST_BASE} the CDP range falls back to ${rangeText(FALLBACK_CDP)}, main’s own.`;
    case 'port-too-near':
      return `${problem.base} is ${distanceText(problem.base, problem.neighbour)} (${problem.neighbour.base}); at least ${MINIMUM_DISTANCE} are needed, ${CLEAN_DISTANCE} are clean.`;
    case 'port-overlap':
      return overlapText(problem.base, problem.clashes, problem.nearest).join(' ');
    case 'port-in-use':
      return `Port ${problem.port} is ${holderText(problem)}; ${problem.holder?.user === undefined ? 'stop that, or ' : ''}choose another base port.`;
    case 'workspace-empty':
      return 'Type a folder for the workspace.';
    case 'workspace-not-absolute':
      return 'The workspace must be a full path, starting with / or ~.';
    case 'workspace-control-characters':
      return 'The path holds control characters.';
    case 'workspace-blocked':
      return `${short(problem.path)} is in the way: ${problem.reason}; choose another folder.`;
    case 'workspace-holds-own-state':
      return `That folder holds this profile’s own state (${printable(problem.stateDir)}); choose one inside or beside it.`;
    case 'workspace-shared':
      return `It ${RELATIONS[problem.relation]} ${problem.owner}’s ${PLACES[problem.place.kind]} (${pathText(problem.place.path)}); choose a folder apart from it.`;
    case 'bind-unknown':
      return `"${short(problem.text)}" is no bind mode: loopback, lan, tailnet, auto or custom.`;
    case 'bind-host':
      return problem.text === '' ? 'The custom bind needs an IPv4 address of this machine.' : `"${short(problem.text)}" is no IPv4 address.`;
    case 'bind-without-auth':
      return `The config lets everybody in (auth mode none), which OpenClaw refuses with bind ${problem.bind}; choose a token.`;
    case 'env-reference':
      return `"${short(problem.text)}" can’t hold the token: a name of its own in capitals, digits and "_", such as OPENCLAW_RESCUE_TOKEN.`;
    case 'env-missing':
      return `${problem.name} is not set in ${printable(problem.stateDir)}/.env, so the gateway could not start; choose not to start now, and put it there after Apply.`;
    case 'bot-token':
      if (problem.path !== undefined) return `${short(problem.path)} holds no bot token: BotFather’s look like 123456789:AA… with 35 characters after the colon.`;
      return problem.isEmpty ? 'Type the token that BotFather gave you, or choose another way.' : 'That is no bot token: BotFather’s look like 123456789:AA… with 35 characters after the colon.';
    case 'bot-accounts':
      return 'channels.telegram has accounts in this config, whose tokens win over this one; change the token there, or leave Telegram as it is.';
    case 'bot-token-file':
      return problem.path === '' ? 'Type the file that holds the bot token.' : `${short(problem.path)} can’t be used: ${printable(problem.reason)}.`;
    case 'bot-owner':
      return problem.text === '' ? 'An allowlist needs your Telegram user id, or nobody could write to the bot.' : `"${short(problem.text)}" is no Telegram user id: a number, such as 123456789, not a name.`;
    case 'service-left-behind':
      return `The service that is there would stay on port ${problem.port}; let it be changed too (--install-daemon).`;
    case 'no-openclaw':
      return 'OpenClaw is not on this machine, so there is nothing a service could start.';
    case 'no-npm':
      return `npm is not on this machine, and no other program installs OpenClaw ${printable(problem.version)} for this profile alone; let it share the OpenClaw that is there.`;
    case 'engine-version':
      return `"${short(problem.text)}" is no version to keep: give an exact one such as 2026.9.6, or latest.`;
    case 'no-service-here':
      return 'OpenClaw refuses to manage services while OPENCLAW_HOME is set, so none is written.';
    case 'service-needs-profile':
      return 'OpenClaw manages services of profiles only; this instance is started by hand.';
    case 'barred':
      return barrierText(problem.barrier, problem.isHome);
    case 'home-unusable':
      return homeText(problem.home, problem.fault);
    case 'service-unholdable':
      return `"${printable(problem.text)}" holds control characters (shown as ?), and no service file can hold them; choose no service, or another place.`;
    case 'config-unusable':
      return `${printable(problem.path)} can’t be edited: ${printable(unusableText(problem.reason))}. Mend it or move it away, then start again.`;
    case 'not-a-folder':
      return `${printable(problem.path)} is there and is not a folder; move it away.`;
    case 'config-shape':
      return `${problem.key === '' ? 'The config' : problem.key} in ${printable(problem.path)} is not an object; mend that, then start again.`;
    case 'kit-unusable':
      return `${printable(problem.path)} can’t be written: ${printable(unusableText(problem.reason))}. Move it away, or go on without the kit.`;
    case 'service-unusable':
      return `${printable(problem.path)} can’t be used: ${printable(problem.reason)}.`;
    case 'service-foreign':
      return `${printable(problem.path)} bears our name but starts no OpenClaw gateway; overwrite it, move it away, or go on without a service.`;
    case 'already-running':
      return `This gateway runs already, on ${problem.port}.`;
    case 'profile-held':
      return heldText(problem);
    case 'still-running':
      return `A gateway of this profile still listens on ${problem.port}; stop it first.`;
    case 'service-of-system':
      return `${printable(problem.path)} starts this profile already, for the whole system; a second service would fight it. Choose no service.`;
    case 'service-elsewhere':
      return `${printable(problem.path)} starts this profile, under a name of its own; manage it by that name, and choose no service here.`;
    case 'service-drop-in':
      return `${printable(problem.path)} decides what the service starts, over the unit; put the port right there, and choose no service here.`;
    case 'not-isolated':
      return `${consequenceText(problem.finding)} To mend it: ${fixTexts(problem.finding).join('; ')}.`;
  }
}

/** Who else is at work on an instance. */
export function heldText({name, pid, since, file}: Extract<Problem, {readonly id: 'profile-held'}>): string {
  const elsewhere = file === undefined ? '' : ` It can’t be seen from here, as in another container; if it is gone, delete ${printable(file)}.`;
  return `Another openclaw-rescue, pid ${pid}, has been at work on ${name} since ${sinceText(since)}; till it ends, ${name} can be looked at, not changed.${elsewhere}`;
}

/** Who has been choosing ports for too long. */
export function portsHeldText({pid, since, file}: Holder): string {
  return `another openclaw-rescue, pid ${pid}, has been choosing ports since ${sinceText(since)}; end it${file === undefined ? '' : ` (or delete ${printable(file)}, where it is gone)`}, and try again.`;
}

/** In the time of the user: `18:04:11`, with the day where it is another one. */
function sinceText(since: string): string {
  const date = new Date(since);
  const day = new Date().toDateString() === date.toDateString() ? '' : `${date.toLocaleDateString('sv')} `;
  return Number.isNaN(date.getTime()) ? printable(since) : `${day}${date.toLocaleTimeString('sv')}`;
}
