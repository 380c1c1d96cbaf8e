/**
 * What we wrote for an instance, and what became of it since: OpenClaw's own doctor, update or onboarding, or the user, may
 * have changed a service file or a key of ours. A re-run tells it and keeps or restores each, line by line.
 */
import {hash} from 'node:crypto';
import {diffArrays} from 'diff';
import type {Bind, GivenAnswers} from './answers.ts';
import type {Change} from './change.ts';
import {parseJson5, valueOf} from './config/json5.ts';
import {type Settings, settingsOf} from './config/settings.ts';
import {maskService} from './diff.ts';
import {isRequired} from './service/spec.ts';
import {logicalLines} from './service/systemd.ts';
import {type Target, textAt} from './target.ts';

/** A line of a file as it was left: in full where it is ours, else only what it is equal to, for it may hold a secret. */
type WrittenLine = {readonly ours: string} | {readonly digest: string};

export type Written = {
  /** The lines of each service file that is edited in place, by path. */
  readonly files: Readonly<Record<string, readonly WrittenLine[]>>;
  /** What the config said for the keys that we own; a token by its digest. */
  readonly settings: Readonly<Partial<Record<OwnedKey, string>>>;
};

const OWNED_KEYS = ['gateway.port', 'gateway.bind', 'gateway.customBindHost', 'gateway.auth.token', 'agents.defaults.workspace', 'channels.telegram.enabled'] as const;
export type OwnedKey = (typeof OWNED_KEYS)[number];

/** One line or key that is not as we left it. Undefined on one side: it was added, or taken out. */
export type Divergence = {
  /** What it is called on a command line: `KillMode`, `Environment=DEBUG`, `gateway.bind`. */
  readonly id: string;
  readonly path: string;
  /** Both are fit to be shown: what is not known to be harmless is masked. */
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
  /** Whether it is the user's to keep or restore: not what decides which instance runs, which Node and OpenClaw it starts, and a token. */
  readonly canChoose: boolean;
};

/** @property isRestored what the plan makes of it */
export type JudgedDivergence = Divergence & {readonly isRestored: boolean};

/** What there is to remember when a plan is through. @param before what was remembered of what the plan leaves alone */
export function writtenBy({changes}: {readonly changes: readonly Change[]}, before: Written | undefined): Written {
  const files = changes.flatMap(({path, role, kind, after, fresh}) => (role === 'service' && kind === 'file' && after !== undefined && isEdited(path) ? [[path, linesOf(path, after, fresh ?? after)] as const] : []));
  const config = changes.find(({role}) => role === 'config')?.after;
  return {
    files: files.length === 0 ? (before?.files ?? {}) : Object.fromEntries(files),
    settings: config === undefined ? (before?.settings ?? {}) : valuesIn(config),
  };
}

/** The launcher, the wrapper and the task are written anew each time: what somebody put there does not last anyway. */
function isEdited(path: string): boolean {
  return /\.(service|plist|env|cmd)$/.test(path);
}

/** A directive of a unit may go on over several lines, and is kept or restored as one. */
function splitLines(path: string, text: string): string[] {
  return path.endsWith('.service') ? logicalLines(text) : text.split('\n');
}

function linesOf(path: string, text: string, fresh: string): WrittenLine[] {
  const known = new Set(splitLines(path, fresh));
  return splitLines(path, text).map(line => (known.has(line) ? {ours: line} : {digest: digestOf(line)}));
}

/** As they stand in the text, `${VAR}` and all. A text that is no config says nothing. */
function valuesIn(config: string): Written['settings'] {
  try {
    return ownedValues(settingsOf(valueOf(parseJson5(config))));
  } catch {
    return {};
  }
}

function ownedValues({port, bind, customBindHost, token, workspace, credentials}: Settings): Written['settings'] {
  const values: Record<OwnedKey, string | undefined> = {
    'gateway.port': port === undefined ? undefined : String(port),
    'gateway.bind': bind,
    'gateway.customBindHost': customBindHost,
    'gateway.auth.token': token.kind === 'plain' ? `${HIDDEN}${digestOf(token.value)}` : token.kind === 'env' ? `from ${token.name}` : undefined,
    'agents.defaults.workspace': workspace,
    'channels.telegram.enabled': credentials.disabled.has('telegram') ? 'false' : undefined,
  };
  return Object.fromEntries(OWNED_KEYS.flatMap(key => (values[key] === undefined ? [] : [[key, values[key]]])));
}

const HIDDEN = 'sha256:';

function digestOf(line: string): string {
  return hash('sha256', line, 'hex').slice(0, 16);
}

const known = new WeakMap<Target, readonly Divergence[]>();

/** What is not as we left it; nothing for an instance that we never wrote. Compared once for each target: every key and frame of the wizard asks. */
export function divergencesOf(target: Target): readonly Divergence[] {
  const found = known.get(target) ?? compare(target);
  known.set(target, found);
  return found;
}

function compare(target: Target): Divergence[] {
  const {written, configPath, existing} = target;
  if (!written) return [];
  const present = valuesIn(textAt(target, configPath) ?? '');
  // A config that can't be read says nothing about what it says.
  const keys = existing?.config.kind === 'read' ? OWNED_KEYS.filter(key => written.settings[key] !== present[key] && written.settings[key] !== undefined) : [];
  return [
    ...Object.entries(written.files).flatMap(([path, lines]) => fileDivergences(path, lines, textAt(target, path))),
    ...keys.map((key): Divergence => ({id: key, path: configPath, ours: shown(written.settings[key], 'the token of then'), theirs: shown(present[key], 'another token'), canChoose: key !== 'gateway.auth.token'})),
  ];
}

/** @param name of a value that is nobody's to read */
function shown(value: string | undefined, name: string): string | undefined {
  return value?.startsWith(HIDDEN) ? name : value;
}

/** Lines that left and lines that came, paired where both say the same thing's value. */
function fileDivergences(path: string, lines: readonly WrittenLine[], text: string | undefined): Divergence[] {
  if (text === undefined) return [];
  const {left, came} = changedLines(lines, splitLines(path, text));
  const fresh = lines.flatMap(line => ('ours' in line ? line.ours : [])).join('\n');
  // What a directive of ours may say is a word of systemd, and no secret; variables and command lines may hold one.
  const directives = new Set(lines.flatMap(line => ('ours' in line ? nameOf(line.ours) : [])).filter(name => !/^(Environment|Exec)/.test(name)));
  const mask = (line: string) => (path.endsWith('.service') && directives.has(nameOf(line)) ? line.trim() : maskService(line.trim(), fresh));
  const pairs = left.map(line => ({line, name: nameOf(line), theirs: came.find(other => nameOf(other) === nameOf(line))}));
  const paired = new Set(pairs.map(({theirs}) => theirs));
  return [
    ...pairs.filter(({line}) => line.trim() !== '').map(({line, name, theirs}): Divergence => ({id: name, path, ours: line.trim(), theirs: theirs === undefined ? undefined : mask(theirs), canChoose: canChoose(name)})),
    ...came.filter(line => line.trim() !== '' && !paired.has(line)).map((line): Divergence => ({id: nameOf(line), path, ours: undefined, theirs: mask(line), canChoose: canChoose(nameOf(line))})),
  ];
}

function canChoose(name: string): boolean {
  return name !== 'ExecStart' && !isRequired(name.replace(/^Environment=/, ''));
}

/** Ours that are gone, and whatever is there that was not. */
function changedLines(lines: readonly WrittenLine[], present: readonly string[]): {left: string[]; came: string[]} {
  const parts = compared(lines, present);
  return {
    left: parts.flatMap(({removed, value}) => (removed ? value.flatMap(({ours}) => ours ?? []) : [])),
    came: parts.flatMap(({added, value}) => (added ? value.flatMap(({theirs}) => theirs ?? []) : [])),
  };
}

type Compared = {readonly key: string; readonly ours?: string | undefined; readonly theirs?: string};

function compared(lines: readonly WrittenLine[], present: readonly string[]) {
  const before = lines.map((line): Compared => ('ours' in line ? {key: digestOf(line.ours), ours: line.ours} : {key: line.digest}));
  const after = present.map((line): Compared => ({key: digestOf(line), theirs: line}));
  return diffArrays(before, after, {comparator: (one, other) => one.key === other.key});
}

/** What a line sets: the directive of a unit, a variable of an environment. */
function nameOf(line: string): string {
  const text = line.trim();
  const variable = /^Environment="?([A-Za-z_]\w*)=/.exec(text)?.[1];
  if (variable !== undefined) return `Environment=${variable}`;
  const name = /^(?:export |set "?)?([A-Za-z_][\w-]*)=/.exec(text)?.[1];
  // What has no name, or may be a secret, goes by what it is equal to.
  return name ?? `line-${digestOf(text).slice(0, 8)}`;
}

/** What a plan makes of each, read from the files as they will be. @param restore ids of those that are to be as they were written */
export function judged(target: Target, changes: readonly Change[], restore: readonly string[]): JudgedDivergence[] {
  const textOf = (path: string) => changes.find(change => change.path === path)?.after ?? textAt(target, path) ?? '';
  return divergencesOf(target).map(divergence => {
    const {id, path, ours} = divergence;
    const text = textOf(path);
    if (path === target.configPath) return {...divergence, isRestored: valuesIn(text)[id as OwnedKey] === target.written?.settings[id as OwnedKey]};
    const isThere = splitLines(path, text).some(line => line.trim() === ours);
    return {...divergence, isRestored: ours === undefined ? divergence.canChoose && restore.includes(id) : isThere};
  });
}

/** A service file with those of its divergences taken back that are to be restored. @param restore their ids */
export function restoredText(target: Target, path: string, restore: readonly string[]): string | undefined {
  const text = textAt(target, path);
  const lines = target.written?.files[path];
  if (text === undefined || !lines || restore.length === 0) return text;
  const isWanted = (line: string) => restore.includes(nameOf(line)) && canChoose(nameOf(line));
  const parts = compared(lines, splitLines(path, text));
  return parts.flatMap(({added, removed, value}) => {
    if (removed) return value.flatMap(({ours}) => (ours !== undefined && isWanted(ours) ? ours : []));
    if (added) return value.flatMap(({theirs = ''}) => (isWanted(theirs) ? [] : theirs));
    return value.flatMap(({theirs}) => theirs ?? []);
  }).join('\n');
}

/** The answers that put keys of the config back. */
export function restoredAnswers(divergences: readonly Divergence[], restore: readonly string[]): GivenAnswers {
  const given = divergences.filter(({id, canChoose: isOpen}) => isOpen && restore.includes(id)).map(({id, ours = ''}): GivenAnswers => {
    switch (id as OwnedKey) {
      case 'gateway.port':
        return {basePort: Number(ours)};
      case 'gateway.bind':
        return {bind: ours as Bind};
      case 'gateway.customBindHost':
        return {bindHost: ours};
      case 'agents.defaults.workspace':
        return {workspace: ours};
      case 'channels.telegram.enabled':
        return {telegram: {kind: 'off'}};
      default:
        return {};
    }
  });
  return Object.assign({}, ...given);
}
