/** systemd unit files: reading any, writing ours. */
import {isIdentity, isRequired, type ServiceSpec, serviceArgv, serviceEnvironment, serviceTitle, withRuntimeAndPort} from './spec.ts';

/** What a unit starts, drop-ins applied. */
export type UnitFacts = {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Files of variables, which win over those of the unit. */
  readonly environmentFiles: readonly string[];
};

/**
 * Reads ExecStart and Environment from a unit and its drop-ins, in that order; an empty assignment resets, as in systemd.
 * @param home for the `%h` specifier
 */
export function parseUnit(texts: readonly string[], home: string): UnitFacts {
  let argv: string[] = [];
  let environment: Record<string, string> = {};
  let environmentFiles: string[] = [];
  for (const text of texts) {
    for (const {section, key, value} of directives(text)) {
      if (section !== 'Service') continue;
      if (key === 'ExecStart') argv = words(value.replace(/^[-@:+!|]+/, ''), home);
      // A dash in front: it need not be there.
      if (key === 'EnvironmentFile') environmentFiles = value === '' ? [] : [...environmentFiles, ...words(value.replace(/^-/, ''), home)];
      if (key === 'Environment') {
        if (value === '') environment = {};
        for (const word of words(value, home)) {
          const equals = word.indexOf('=');
          if (equals > 0) environment[word.slice(0, equals)] = word.slice(equals + 1);
        }
      }
    }
  }
  return {argv, environment, environmentFiles};
}

export type Directive = {readonly section: string; readonly key: string; readonly value: string};

/** The assignments of a unit file, comments left out, then continuation lines joined: systemd continues no comment. */
export function directives(text: string): Directive[] {
  const found: Directive[] = [];
  let section = '';
  const lines = text.split(/\r?\n/).filter(line => !COMMENT.test(line));
  for (const line of lines.join('\n').replace(/\\\n[ \t]*/g, ' ').split('\n')) {
    const header = /^\s*\[([^\]]*)\]\s*$/.exec(line);
    const assignment = /^\s*([A-Za-z][\w-]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (header) section = header[1] as string;
    else if (assignment) found.push({section, key: assignment[1] as string, value: assignment[2] as string});
  }
  return found;
}

const COMMENT = /^\s*[#;]/;

/** The lines of a unit as systemd counts them: each with those that continue it, as they stand. */
function logicalLines(text: string): string[] {
  const found: string[] = [];
  let isOpen = false;
  for (const line of text.split('\n')) {
    if (isOpen) found.push(`${found.pop()}\n${line}`);
    else found.push(line);
    isOpen = isOpen && COMMENT.test(line) ? true : !COMMENT.test(line) && /\\\r?$/.test(line);
  }
  return found;
}

const ESCAPES: Readonly<Record<string, string>> = {n: '\n', t: '\t', s: ' ', r: '\r'};

const WORD = /(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\])+/g;

/** Splits a value as systemd does: quotes, backslash escapes, then `%%` and `%h`. */
export function words(value: string, home: string): string[] {
  const found: string[] = [];
  for (const [word] of value.matchAll(WORD)) {
    // A quote ends where one of its kind does; the other kind within it is a character like any other.
    const bare = word.replace(/\\.|"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'/g, (match, double?: string, single?: string) => double ?? single ?? match);
    const plain = bare.replace(/\\(x[0-9a-fA-F]{2}|.)/g, (match, escape: string) => {
      if (escape.startsWith('x') && escape.length === 3) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
      return ESCAPES[escape] ?? match.slice(1);
    });
    found.push(plain.replace(/%(.)/g, (match, letter) => (letter === '%' ? '%' : letter === 'h' ? home : match)));
  }
  return found;
}

/** A new unit. @throws {RangeError} when a value holds a line break, which no unit can carry */
export function renderUnit(spec: ServiceSpec): string {
  return `${[
    '[Unit]',
    `Description=${serviceTitle(spec.profile)}`,
    'After=network-online.target',
    'Wants=network-online.target',
    'StartLimitBurst=10',
    'StartLimitIntervalSec=300',
    '',
    '[Service]',
    `ExecStart=${serviceArgv(spec).map(quoteWord).join(' ')}`,
    'Restart=always',
    'RestartSec=5',
    'RestartPreventExitStatus=78',
    'TimeoutStopSec=330',
    'TimeoutStartSec=30',
    'SuccessExitStatus=0 143',
    'OOMPolicy=continue',
    'KillMode=mixed',
    ...serviceEnvironment(spec).map(environmentLine),
    '',
    '[Install]',
    'WantedBy=default.target',
  ].join('\n')}\n`;
}

/**
 * An existing unit with port, paths and names put right, and every other line as it was: what the user added, what an
 * older OpenClaw wrote, comments. Unchanged when it already says so.
 */
export function updateUnit(text: string, spec: ServiceSpec): string {
  const wanted = new Map(serviceEnvironment(spec).filter(([name]) => isIdentity(name)));
  const found = new Set<string>();
  const lines = logicalLines(text).map(line => {
    const [directive] = directives(`[Service]\n${line}`);
    if (directive?.key === 'ExecStart') return updateExecStart(line, directive.value, spec);
    if (directive?.key === 'Environment') return updateEnvironment(line, directive.value, wanted, found, spec.userHome);
    return line;
  });
  // A variable that the file lacks is added, unless it may be missing on purpose.
  const end = text.includes('\r\n') ? '\r' : '';
  const missing = [...wanted].filter(([name]) => !found.has(name) && isRequired(name)).map(entry => environmentLine(entry) + end);
  const last = lines.findLastIndex(line => /^\s*(Environment|ExecStart)\s*=/.test(line));
  return lines.toSpliced(last + 1, 0, ...missing).join('\n');
}

function updateExecStart(line: string, value: string, spec: ServiceSpec): string {
  const prefix = /^[-@:+!|]*/.exec(value)?.[0] ?? '';
  const command = value.slice(prefix.length);
  const argv = words(command, spec.userHome);
  const updated = withRuntimeAndPort(argv, spec);
  if (updated.length === argv.length && updated.every((word, index) => word === argv[index])) return line;
  let index = 0;
  const changed = command.replace(WORD, raw => {
    const word = updated[index] as string;
    return word === argv[index++] ? raw : quoteWord(word);
  });
  return rewritten(line, 'ExecStart', [prefix + changed, ...updated.slice(argv.length).map(quoteWord)].join(' '));
}

/** The line with our variables in it set; a variable that stands there twice is set twice, for the last one counts. */
function updateEnvironment(line: string, value: string, wanted: ReadonlyMap<string, string>, found: Set<string>, home: string): string {
  let isChanged = false;
  const changed = value.replace(WORD, raw => {
    const [word = ''] = words(raw, home);
    const name = word.slice(0, word.indexOf('='));
    const right = wanted.get(name);
    if (right === undefined) return raw;
    found.add(name);
    if (word === `${name}=${right}`) return raw;
    isChanged = true;
    return quoteWord(`${name}=${right}`);
  });
  return isChanged ? rewritten(line, 'Environment', changed) : line;
}

function rewritten(line: string, key: string, value: string): string {
  return `${key}=${value}${line.endsWith('\r') ? '\r' : ''}`;
}

/** One variable as a line of a unit. */
export function environmentLine([name, value]: readonly [string, string]): string {
  return `Environment=${quoteWord(`${name}=${value}`)}`;
}

/** One word for ExecStart or Environment: `%` doubled, quoted when it holds white space, a quote or a backslash; a bare apostrophe makes systemd drop the line, though the CLI leaves it so. */
export function quoteWord(word: string): string {
  if (/[\r\n]/.test(word)) throw new RangeError('a line break can’t stand in a unit file');
  const escaped = word.replaceAll('%', '%%');
  return /[\s"'\\]/.test(escaped) ? `"${escaped.replace(/[\\"]/g, '\\$&')}"` : escaped;
}
