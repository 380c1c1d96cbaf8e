/**
 * Why a gateway that was started does not answer, from how it ended and what it logged. Pure. The words are those of real
 * starts of OpenClaw 2026.5.28, 2026.7.35 and 2026.9.6 (test/fixtures/starts); rules match the parts of them that stay.
 */
import {bareLines, shownLine, withoutSecrets} from './log-lines.ts';
import type {Holder} from './occupancy.ts';

export type Cause =
  | {readonly id: 'config-missing'}
  /** @property key undefined where it is not about one key */
  | {readonly id: 'config-invalid'; readonly key?: string; readonly message: string; /** Further keys that are refused. */ readonly others: number}
  /** Written by a newer OpenClaw than the one that was started. */
  | {readonly id: 'config-newer'; readonly wroteIt: string; readonly runs?: string}
  /** A config that can't be parsed reads as one without the key (OpenClaw 2026.9.6). */
  | {readonly id: 'mode-missing'}
  | {readonly id: 'bind-without-auth'; readonly bind: string}
  /** A variable or a stored secret that the config points to. `isFatal`: without it there is no start. */
  | {readonly id: 'reference-missing'; readonly name?: string; readonly key?: string; readonly isFatal: boolean}
  | {readonly id: 'port-taken'; readonly port?: number; readonly holder?: Holder}
  | {readonly id: 'state-owned'; readonly pid?: number}
  | {readonly id: 'node-too-old'; readonly version?: string; readonly wanted?: string}
  /** OpenClaw's own file is not where the service looks for it. */
  | {readonly id: 'entry-missing'; readonly path?: string}
  /** systemd could not even start it: `EXEC` is the program, `CHDIR` the working folder. */
  | {readonly id: 'exec-failed'; readonly step: string; readonly path?: string; readonly reason?: string}
  /** `heap`: the limit that the service gives Node; `system`: all memory that there is. */
  | {readonly id: 'out-of-memory'; readonly limit: 'heap' | 'system'}
  | {readonly id: 'start-limit'}
  | {readonly id: 'config-restored'; readonly reasons: readonly string[]}
  | {readonly id: 'channel-failed'; readonly channel: string; readonly reason: 'rejected' | 'conflict' | 'network'}
  | {readonly id: 'plugin-failed'; readonly plugin?: string; readonly message: string}
  /** Alive and quiet: a slow machine. */
  | {readonly id: 'starting'}
  | {readonly id: 'unknown'; readonly exitCode?: number};

/** @property lines at most {@link MOST_LINES} that matter, oldest first, ready to be shown */
export type Diagnosis = {readonly cause: Cause; readonly lines: readonly string[]};

export type StartEvidence = {
  /** 128 and the number where a signal ended it, as a shell has it; undefined while it runs. */
  readonly exitCode?: number | undefined;
  /** What systemd calls the result: `exit-code`, `signal`, `oom-kill`, `start-limit-hit`, `timeout`. */
  readonly result?: string | undefined;
  readonly restarts?: number | undefined;
  /** Another process that listens on the port of the gateway, which waits for it in silence at first (2026.9.6). */
  readonly listener?: {readonly port: number; readonly holder: Holder} | undefined;
  /** The gateway that holds the state folder now, which the log of 2026.9.6 does not name. */
  readonly owner?: number | undefined;
  /** The log of this start, and of those that followed it, oldest first. */
  readonly lines: readonly string[];
};

export const MOST_LINES = 5;
const WIDTH = 200;
/** More of a line is not looked at. */
const LONGEST = 4000;
/** sysexits.h: EX_CONFIG. OpenClaw ends so where another start could not help (2026.9.6), and its unit is not restarted then. */
export const EXIT_CONFIG = 78;
const ISSUE = /^\s*(?:[-•×]\s*)?(?:\S+\.json\d?(?::\d+)+ (?:—|-) )?(<root>|[a-z][\w$]*(?:[.[][\w$\]"'-]+)*): (.+)$/;
const HOLDER = /^-? ?pid (\d+)(?: ([^\s:]+))?: (.+)$|^Port \d+ is already in use/;
const NODE_REFUSED = /node:sqlite is unavailable|^Detected: node \d|(?:requires|needs) Node(?:\.js)?\b/i;
/** What systemd ends with where it could not start the program at all (systemd.exec, "Process exit codes"). */
export const SYSTEMD_STEPS: Readonly<Record<number, string>> = {200: 'CHDIR', 202: 'FDS', 203: 'EXEC', 208: 'STDIN', 209: 'STDOUT', 216: 'GROUP', 217: 'USER', 226: 'NAMESPACE'};

type Rule = {
  readonly match: RegExp;
  /** Lines behind it that belong to it. */
  readonly belongs?: RegExp;
  /** @param rest the lines behind it. @param all every line of this attempt. @returns undefined where it is not what it looks like */
  readonly cause: (match: RegExpExecArray, rest: readonly string[], all: readonly string[]) => Cause | undefined;
};

/** In the order in which they count: what ends a start before what only troubles it. */
const RULES: readonly Rule[] = [
  {match: /Failed at step (\w+) spawning (.+?): (.+)$/, cause: ([, step = '', path = '', reason = '']) => ({id: 'exec-failed', step, ...(step === 'EXEC' ? {path} : {}), reason})},
  {match: /config was (?:last )?written by version (\S+?), but this command is running ([\d.]+\d)/i, belongs: /^Refusing to run/, cause: ([, wroteIt = '', runs = '']) => ({id: 'config-newer', wroteIt, runs})},
  {match: /Missing config\./, cause: () => ({id: 'config-missing'})},
  {match: /missing gateway\.mode|set gateway\.mode=local \(current: unset\)/, cause: () => ({id: 'mode-missing'})},
  {match: /Refusing to bind gateway to (\S+) without auth/, cause: ([, bind = '']) => ({id: 'bind-without-auth', bind})},
  // An argument wrongly made from the config: not a word of the key (OpenClaw 2026.9.6), and no exit 78, so it is started on and on.
  {match: /Invalid --bind\. (.+)$/, cause: ([, message = '']) => ({id: 'config-invalid', key: 'gateway.bind', message, others: 0})},
  {match: /Invalid config\b|Config invalid\b/i, belongs: ISSUE, cause: (_, rest) => invalidConfig(rest)},
  // As a service it does not end, but waits and tries again, and never names the port.
  {match: /already running under \w+; waiting \d+ ?ms before retrying/, cause: () => ({id: 'port-taken'})},
  {match: /another OpenClaw process owns|gateway already running|gateway lock timeout|failed to acquire gateway lock/i, cause: ({input}) => stateOwned(input)},
  {match: /EADDRINUSE.*?:(\d+)\b|already listening on ws:\S+:(\d+)|Port (\d+) is already in use/, belongs: HOLDER, cause: ([, ...ports], rest) => portTaken(Number(ports.find(Boolean)), rest)},
  {match: /required secrets are unavailable|MissingEnvVarError|SecretRefResolutionError/, cause: (_, __, all) => missingReference(all, true)},
  {match: /Cannot find (?:module|package) '([^']+)'/, cause: ([, path = '']) => ({id: 'entry-missing', path})},
  {match: NODE_REFUSED, belongs: /^Detected: node|^Upgrade Node/, cause: (_, __, all) => oldNode(all)},
  {match: /JavaScript heap out of memory/, cause: () => ({id: 'out-of-memory', limit: 'heap'})},
  {match: /killed by the OOM killer|Failed with result 'oom-kill'/, cause: () => ({id: 'out-of-memory', limit: 'system'})},
  {match: /Config auto-restored from backup: .*?(?: \((.+)\))?$/, cause: ([, reasons = '']) => ({id: 'config-restored', reasons: reasons.split(/,\s*/).filter(Boolean)})},
  {match: /auth token was missing|env var "[A-Z_][A-Z0-9_]*"/, cause: (_, __, all) => missingReference(all, false)},
  {match: /^\[(\w+)\].*\b(?:bot token unauthorized|invalid_auth|40[14]: Unauthorized|401 Unauthorized)/i, cause: ([, channel = '']) => ({id: 'channel-failed', channel, reason: 'rejected'})},
  {match: /^\[(\w+)\].*\b(?:getUpdates conflict|terminated by other getUpdates)/i, cause: ([, channel = '']) => ({id: 'channel-failed', channel, reason: 'conflict'})},
  {match: /^\[(\w+)\].*(?:Network request for '\w+' failed|codes=E[A-Z_]+|ENOTFOUND|EAI_AGAIN|ENETUNREACH)/, cause: ([, channel = '']) => ({id: 'channel-failed', channel, reason: 'network'})},
  {match: /Plugin "([^"]+)" (.*(?:unfinished|failed|error).*)$|(Configured plugin load path is unavailable: \S+)/i, cause: ([, plugin, message, path]) => ({id: 'plugin-failed', ...(plugin === undefined ? {} : {plugin}), message: shownLine(message ?? path ?? '', WIDTH)})},
];

/** Steps of every start, and what it says when it is told to stop: nothing of it tells a cause. */
const PROGRESS =
  /^\[(?:gateway|health-monitor|heartbeat|gmail-watcher|shutdown|admission)\] (?:loading configuration|resolving authentication|starting|shutdown budget|spawn broker ready|http server listening|log file:|startup outcomes|agent model:|started|ready|gmail watcher stopped|completed cleanly|closed: stop|received SIG|active-work drain|remote model catalog)|^\S+\.service: (?:Consumed|Scheduled restart|Succeeded|Deactivated)|^(?:Started|Starting|Stopped|Stopping) |^\s*$|^\s+at |^Node\.js v|^\[sqlite\/|created managed dreaming/;

/**
 * @param evidence how the service ended and what it logged; without an exit code it is alive
 * @returns the likeliest cause and the lines that show it
 */
export function diagnose({exitCode, result, restarts = 0, owner, listener, lines}: StartEvidence): Diagnosis {
  // Before anything is read from them, so that no cause can carry a secret either.
  const bare = lines.flatMap(bareLines).map(line => withoutSecrets(line.slice(0, LONGEST))).filter(line => line.trim() !== '');
  // The attempt that runs now may not have got as far as the one before it.
  for (const attempt of attemptsIn(bare).reverse()) {
    const found = causeIn(attempt);
    if (found) return {...found, cause: completed(found.cause, owner, listener)};
  }
  const last = bare.filter(line => !PROGRESS.test(line));
  return {cause: completed(causeOfEnd({exitCode, result, restarts}, bare), owner, listener), lines: shown(last.length > 0 ? last : bare)};
}

/** With what the host knows and the log does not say. */
function completed(cause: Cause, owner: StartEvidence['owner'], listener: StartEvidence['listener']): Cause {
  if (cause.id === 'state-owned' && owner !== undefined) return {pid: owner, ...cause};
  if (listener && isOutweighed(cause)) return {id: 'port-taken', ...listener};
  const isThatPort = cause.id === 'port-taken' && (cause.port ?? listener?.port) === listener?.port;
  return isThatPort ? {...listener, ...cause} : cause;
}

/** A gateway lives with these; with a port that another has it does not. */
function isOutweighed(cause: Cause): boolean {
  return ['channel-failed', 'plugin-failed', 'starting', 'start-limit', 'unknown'].includes(cause.id) || (cause.id === 'reference-missing' && !cause.isFatal);
}

/** systemd tells between two attempts that it starts the next one; other logs are taken as one. */
function attemptsIn(lines: readonly string[]): string[][] {
  const attempts: string[][] = [[]];
  for (const line of lines) {
    if (/\.service: Scheduled restart job/.test(line)) attempts.push([]);
    else attempts.at(-1)?.push(line);
  }
  return attempts;
}

function causeIn(lines: readonly string[]): Diagnosis | undefined {
  for (const {match, belongs, cause} of RULES) {
    for (let index = lines.length - 1; index >= 0; index--) {
      const found = match.exec(lines[index] as string);
      const why = found && cause(found, lines.slice(index + 1), lines);
      if (!why) continue;
      const own = new Set([index, ...belonging(lines, index, belongs)]);
      // What else is known to be trouble is shown with it as far as there is room.
      const rest = lines.flatMap((line, at) => (!own.has(at) && !PROGRESS.test(line) && RULES.some(rule => rule.match.test(line)) ? [at] : []));
      const chosen = new Set([...[...own].slice(0, MOST_LINES), ...rest.reverse()].slice(0, MOST_LINES));
      return {cause: why, lines: shown(lines.filter((_, at) => chosen.has(at)))};
    }
  }
  return undefined;
}

/** Those right behind a line, and further ones of the same kind. */
function belonging(lines: readonly string[], index: number, belongs: RegExp | undefined): number[] {
  return belongs ? lines.flatMap((line, at) => (at > index && belongs.test(line) ? [at] : [])) : [];
}

/** Without repeats, of which a restart loop has many. */
function shown(lines: readonly string[]): string[] {
  return [...new Set(lines.map(line => shownLine(line, WIDTH)))].slice(-MOST_LINES);
}

/** Where the log has no known word. */
function causeOfEnd({exitCode, result, restarts}: {readonly exitCode: number | undefined; readonly result: string | undefined; readonly restarts: number}, lines: readonly string[]): Cause {
  const step = exitCode === undefined ? undefined : SYSTEMD_STEPS[exitCode];
  if (step !== undefined) return {id: 'exec-failed', step};
  if (result === 'oom-kill') return {id: 'out-of-memory', limit: 'system'};
  if (result === 'start-limit-hit' || lines.some(line => line.includes('Start request repeated too quickly'))) return {id: 'start-limit'};
  const isUp = lines.some(line => /^\[gateway\] ready\b/.test(line));
  if (exitCode === undefined && restarts === 0 && !isUp && (result === undefined || result === 'success')) return {id: 'starting'};
  return {id: 'unknown', ...(exitCode === undefined ? {} : {exitCode})};
}

/** `openclaw.json:1 — gateway.port: Invalid input`, `<root>: Unrecognized key: "x"`, `- gateway.port: Invalid input`. */
function invalidConfig(rest: readonly string[]): Cause {
  const issues = rest.flatMap(line => {
    const [, key, message] = ISSUE.exec(line) ?? [];
    return key === undefined || message === undefined ? [] : [{key, message}];
  });
  const [first] = issues;
  if (!first) return {id: 'config-invalid', message: '', others: 0};
  const {key, message} = first;
  const others = new Set(issues.map(({key: other}) => other)).size - 1;
  return {id: 'config-invalid', ...(key === '<root>' ? {} : {key}), message: shownLine(message, WIDTH), others};
}

function stateOwned(line: string): Cause {
  const pid = /\bpid[ =:]?\s*(\d+)/i.exec(line)?.[1];
  return {id: 'state-owned', ...(pid === undefined ? {} : {pid: Number(pid)})};
}

function portTaken(port: number, rest: readonly string[]): Cause {
  const [, pid, user, command = ''] = rest.map(line => HOLDER.exec(line)).find(match => match?.[1] !== undefined) ?? [];
  if (pid === undefined) return {id: 'port-taken', port};
  // The address that it listens on stands behind it.
  const name = shownLine(command.replace(/ \((?:\[[^\]]*\]|[\d.*]+):\d+\)$/, ''), 80);
  return {id: 'port-taken', port, holder: {pid: Number(pid), command: name, ...(user === undefined ? {} : {user})}};
}

function missingReference(all: readonly string[], isFatal: boolean): Cause | undefined {
  const text = all.join('\n');
  const name = /(?:env var|Environment variable) "([A-Z_][A-Z0-9_]*)"/i.exec(text)?.[1];
  const key = /([a-z][\w.]*\.[\w.]+): \S+ env var "|referenced at config path: ([\w.]+)/.exec(text)?.slice(1).find(Boolean);
  if (!isFatal && name === undefined) return undefined;
  return {id: 'reference-missing', ...(name === undefined ? {} : {name}), ...(key === undefined ? {} : {key}), isFatal};
}

function oldNode(all: readonly string[]): Cause | undefined {
  // Where it found a better one it goes on with that.
  if (all.some(line => /Retrying with ".+Node/.test(line))) return undefined;
  const text = all.join('\n');
  const version = /(?:Detected: node|^Node) v?(\d+\.\d+\.\d+)/im.exec(text)?.[1];
  const wanted = /\buse ([\d.+/]+)|(>=\s?\d[\d.]*)/.exec(text)?.slice(1).find(Boolean);
  return {id: 'node-too-old', ...(version === undefined ? {} : {version}), ...(wanted === undefined ? {} : {wanted})};
}
