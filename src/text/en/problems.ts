import {CLEAN_DISTANCE, HIGHEST_BASE, MINIMUM_DISTANCE} from '../../rules/ports.ts';
import {ordinal} from '../english.ts';

const shared = (relation: string) => (owner: string, place: string, path: string) => `It ${relation} ${owner}’s ${place} (${path}); choose a folder apart from it.`;
const TOKEN_LOOK = 'BotFather’s look like 123456789:AA… with 35 characters after the colon.';

export const en = {
  distance: {
    same: (owner: string) => `the same as ${owner}`,
    above: (distance: number, owner: string) => `${distance} above ${owner}`,
    below: (distance: number, owner: string) => `${distance} below ${owner}`,
    alone: 'no other gateway',
  },
  verdict: {
    clean: 'clean',
    overlap: 'overlaps',
    busy: (port: number) => `${port} in use`,
    'port-not-a-number': 'type a port number',
    'port-privileged': 'below 1024: needs root',
    'port-too-high': `above ${HIGHEST_BASE}: no room for CDP`,
    'port-too-near': (distance: string) => `${distance} · too near`,
  },
  overlap: {
    minimum: (distance: number) => `${distance} apart is the guide’s minimum, not clean: that takes ${CLEAN_DISTANCE}.`,
    allowed: (distance: number) => `${distance} apart is allowed, not clean: that takes ${CLEAN_DISTANCE}.`,
    theyTake: (owner: string, count: number, base: number) => `${owner}’s ${ordinal(count)} browser profile would take this gateway’s own port ${base}.`,
    weTake: (owner: string, count: number, base: number) => `This gateway’s ${ordinal(count)} browser profile would take ${owner}’s own port ${base}.`,
    ours: (key: string, ports: string, use: string) => `${key} here names ${ports}: ${use}.`,
    theirs: (owner: string, key: string, ports: string) => `${owner} sets ${key} to ${ports}, inside this block.`,
    shared: (owner: string, ports: string) => `${ports} is shared with ${owner}.`,
  },
  profile: {
    empty: 'A profile needs a name: letters, digits, "_" and "-".',
    characters: (name: string) => `"${name}" is no profile name: OpenClaw takes 1–64 letters, digits, "_" and "-", a letter or digit first.`,
    default: '"default" is main itself; a rescue profile needs another name, such as rescue.',
    dev: '"dev" is openclaw --dev, which always takes port 19001; choose another name.',
    uppercase: (name: string, better: string) => `"${name}" has capitals, which macOS and Windows services can’t have; use ${better}.`,
    reserved: (name: string) => `"${name}" is a label that OpenClaw uses for itself on macOS; choose another name.`,
    clash: (name: string, other: string) => `"${name}" differs from the profile "${other}" only in case; choose another name.`,
  },
  port: {
    empty: 'Type a base port.',
    notANumber: (text: string) => `"${text}" is not a port number.`,
    privileged: (base: number) => `${base} is below 1024, where only root may listen; choose 1024 to ${HIGHEST_BASE}.`,
    tooHigh: (base: number, fallback: string) => `${base} leaves no room: above ${HIGHEST_BASE} the CDP range falls back to ${fallback}, main’s own.`,
    tooNear: (base: number, distance: string, other: number) => `${base} is ${distance} (${other}); at least ${MINIMUM_DISTANCE} are needed, ${CLEAN_DISTANCE} are clean.`,
    /** @param canStop whether the user may end what holds it */
    inUse: (port: number, holder: string, canStop: boolean) => `Port ${port} is ${holder}; ${canStop ? 'stop that, or ' : ''}choose another base port.`,
  },
  workspace: {
    empty: 'Type a folder for the workspace.',
    notAbsolute: 'The workspace must be a full path, starting with / or ~.',
    controlCharacters: 'The path holds control characters.',
    blocked: (path: string, reason: string) => `${path} is in the way: ${reason}; choose another folder.`,
    holdsOwnState: (stateDir: string) => `That folder holds this profile’s own state (${stateDir}); choose one inside or beside it.`,
    shared: {equal: shared('is'), inside: shared('lies inside'), around: shared('contains')},
  },
  gateway: {
    bindUnknown: (text: string) => `"${text}" is no bind mode: loopback, lan, tailnet, auto or custom.`,
    hostEmpty: 'The custom bind needs an IPv4 address of this machine.',
    hostUnknown: (text: string) => `"${text}" is no IPv4 address.`,
    withoutAuth: (bind: string) => `The config lets everybody in (auth mode none), which OpenClaw refuses with bind ${bind}; choose a token.`,
    envReference: (text: string) => `"${text}" can’t hold the token: a name of its own in capitals, digits and "_", such as OPENCLAW_RESCUE_TOKEN.`,
    envMissing: (name: string, stateDir: string) => `${name} is not set in ${stateDir}/.env, so the gateway could not start; choose not to start now, and put it there after Apply.`,
  },
  bot: {
    fileWithoutToken: (path: string) => `${path} holds no bot token: ${TOKEN_LOOK}`,
    tokenEmpty: 'Type the token that BotFather gave you, or choose another way.',
    noToken: `That is no bot token: ${TOKEN_LOOK}`,
    accounts: 'channels.telegram has accounts in this config, whose tokens win over this one; change the token there, or leave Telegram as it is.',
    fileEmpty: 'Type the file that holds the bot token.',
    ownerEmpty: 'An allowlist needs your Telegram user id, or nobody could write to the bot.',
    ownerUnknown: (text: string) => `"${text}" is no Telegram user id: a number, such as 123456789, not a name.`,
  },
  engine: {
    none: 'OpenClaw is not on this machine, so there is nothing a service could start.',
    noNpm: (version: string) => `npm is not on this machine, and no other program installs OpenClaw ${version} for this profile alone; let it share the OpenClaw that is there.`,
    version: (text: string) => `"${text}" is no version to keep: give an exact one such as 2026.9.6, or latest.`,
  },
  service: {
    leftBehind: (port: number) => `The service that is there would stay on port ${port}; let it be changed too (--install-daemon).`,
    notHere: 'OpenClaw refuses to manage services while OPENCLAW_HOME is set, so none is written.',
    needsProfile: 'OpenClaw manages services of profiles only; this instance is started by hand.',
    unholdable: (text: string) => `"${text}" holds control characters (shown as ?), and no service file can hold them; choose no service, or another place.`,
    foreign: (path: string) => `${path} bears our name but starts no OpenClaw gateway; overwrite it, move it away, or go on without a service.`,
    ofSystem: (path: string) => `${path} starts this profile already, for the whole system; a second service would fight it. Choose no service.`,
    elsewhere: (path: string) => `${path} starts this profile, under a name of its own; manage it by that name, and choose no service here.`,
    dropIn: (path: string) => `${path} decides what the service starts, over the unit; put the port right there, and choose no service here.`,
  },
  file: {
    unusable: (path: string, reason: string) => `${path} can’t be used: ${reason}.`,
    configUnusable: (path: string, reason: string) => `${path} can’t be edited: ${reason}. Mend it or move it away, then start again.`,
    notAFolder: (path: string) => `${path} is there and is not a folder; move it away.`,
    config: 'The config',
    shape: (key: string, path: string) => `${key} in ${path} is not an object; mend that, then start again.`,
    kitUnusable: (path: string, reason: string) => `${path} can’t be written: ${reason}. Move it away, or go on without the kit.`,
  },
  running: {
    already: (port: number) => `This gateway runs already, on ${port}.`,
    still: (port: number) => `A gateway of this profile still listens on ${port}; stop it first.`,
  },
  notIsolated: (consequence: string, fixes: string) => `${consequence} To mend it: ${fixes}.`,
  held: {
    profile: (name: string, pid: number, since: string) => `Another openclaw-rescue, pid ${pid}, has been at work on ${name} since ${since}; till it ends, ${name} can be looked at, not changed.`,
    elsewhere: (file: string) => ` It can’t be seen from here, as in another container; if it is gone, delete ${file}.`,
    ports: (pid: number, since: string) => `another openclaw-rescue, pid ${pid}, has been choosing ports since ${since}; end it, and try again.`,
    portsElsewhere: (pid: number, since: string, file: string) => `another openclaw-rescue, pid ${pid}, has been choosing ports since ${since}; end it (or delete ${file}, where it is gone), and try again.`,
  },
};
