/** Unified diffs of a plan's files, in which nothing is legible that is not ours to show. */
import {createTwoFilesPatch, FILE_HEADERS_ONLY} from 'diff';
import type {Expression} from 'acorn';
import MagicString from 'magic-string';
import {evaluate, parseJson5, propertiesOf} from './config/json5.ts';
import type {Change} from './plan.ts';
import {ENV_WRAPPER} from './service/launchd.ts';
import {serviceEnvironmentNames} from './service/spec.ts';

/** Stands for a value, of whatever length. */
export const MASK = '••••••';

/** Values of these keys are shown; every other string of a config may be somebody's secret. */
const LEGIBLE = new Set([
  'gateway.mode',
  'gateway.port',
  'gateway.bind',
  'gateway.customBindHost',
  'gateway.auth.mode',
  'gateway.auth.token.source',
  'gateway.auth.token.provider',
  'gateway.auth.token.id',
  'agents.defaults.workspace',
]);
const LEGIBLE_PATTERN = /^agents\.entries\.[^.]+\.workspace$/;

/**
 * The unified diff of one change, masked; empty for a folder or an unchanged file.
 * @param context lines around each change
 */
export function diffOf({path, before, after, action, role}: Change, context = 2): string {
  if (after === undefined || action === 'unchanged') return '';
  const mask = role === 'config' ? maskConfig : maskService;
  const patch = createTwoFilesPatch(
    before === undefined ? '/dev/null' : path,
    path,
    before === undefined ? '' : mask(before),
    mask(after),
    undefined,
    undefined,
    {context, headerOptions: FILE_HEADERS_ONLY},
  );
  return patch.replaceAll('\r', '').replaceAll('\ufeff', '');
}

/** The diff without its two header lines, for screens that name the file themselves. */
export function diffLines(change: Change, context?: number): string[] {
  return diffOf(change, context).split('\n').slice(2).filter(line => line !== '');
}

/** Lines added and removed. */
export function diffStat(change: Change): {added: number; removed: number} {
  const lines = diffLines(change, 0);
  return {
    added: lines.filter(line => line.startsWith('+')).length,
    removed: lines.filter(line => line.startsWith('-')).length,
  };
}

/** A config in which only our own keys are legible; comments are hidden too, for an old token may stand in one. */
export function maskConfig(text: string): string {
  if (text.trim() === '') return text;
  try {
    const {root, comments} = parseJson5(text);
    const output = new MagicString(text);
    const cover = (from: number, to: number) => {
      const hidden = text.slice(from, to).replace(/[^\r\n]+/g, '…');
      if (hidden !== '') output.update(from, to, hidden);
    };
    for (const {type, start, end} of comments) {
      cover(start + 2, type === 'Block' ? end - 2 : end);
    }
    maskNode(root, text, [], output);
    return output.toString();
  } catch {
    return MASK;
  }
}

function maskNode(node: Expression, text: string, path: readonly string[], output: MagicString): void {
  if (node.type === 'ObjectExpression') {
    for (const {key, value} of propertiesOf(node, text)) maskNode(value, text, [...path, key], output);
    return;
  }
  if (node.type === 'ArrayExpression') {
    for (const [index, element] of node.elements.entries()) {
      if (element) maskNode(element as Expression, text, [...path, String(index)], output);
    }
    return;
  }
  const key = path.join('.');
  if (LEGIBLE.has(key) || LEGIBLE_PATTERN.test(key)) return;
  const value = evaluate(node, text);
  if (typeof value === 'string' || typeof value === 'number') output.update(node.start, node.end, `"${MASK}"`);
}

/** A service file in which only what OpenClaw itself writes is legible: everything else may be a secret of the user. */
export function maskService(text: string): string {
  return text.split('\n').map(maskServiceLine).join('\n');
}

/** Lines without a value of their own: section headers, plist tags, the wrapper script, `@echo off`. */
const STRUCTURE = /^\s*(\[\w+\]|<(?!string)[^>]*>(<\/?\w+>)?|<key>\w+<\/key>|<integer>\d+<\/integer>|@echo off|)\s*$/;
const WRAPPER = new Set(ENV_WRAPPER.split('\n'));
/** systemd directives that OpenClaw writes, apart from those that hold words of a command or an environment. */
const DIRECTIVES =
  /^(Description|After|Wants|StartLimit\w+|Restart\w*|Timeout\w+|SuccessExitStatus|OOMPolicy|KillMode|WorkingDirectory|EnvironmentFile|WantedBy)=/;
const WORD = /(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"'])+/g;

function maskServiceLine(line: string, index: number, lines: readonly string[]): string {
  const isContinuation = /\\\r?$/.test(lines[index - 1] ?? '');
  if (isContinuation) return `  ${MASK}`;
  if (STRUCTURE.test(line) || WRAPPER.has(line) || DIRECTIVES.test(line) || TITLES.test(line)) return line;
  if (/^\s*([#;]|::|rem\b)/i.test(line)) return line.replace(/^(\s*(?:[#;]|::|rem)+).*$/i, '$1 …');
  const assignment = /^(\s*(?:Environment=|export |set ))(.*)$/i.exec(line);
  if (assignment) return assignment[1] + (assignment[2] as string).replace(WORD, maskAssignment);
  const xml = /^(\s*<string>)(.*)(<\/string>\s*)$/.exec(line);
  if (xml) return `${xml[1]}${maskWord(xml[2] as string)}${xml[3]}`;
  const directive = /^([A-Za-z]\w*=)(.*)$/.exec(line);
  if (directive && directive[1] !== 'ExecStart=') return `${directive[1]}${MASK}`;
  return (directive?.[1] ?? '') + (directive?.[2] ?? line).replace(WORD, maskWord);
}

const TITLES = /^(rem|'|\s*<Description>) ?OpenClaw Gateway|^# Generated by OpenClaw/;

function maskAssignment(word: string): string {
  const [, name] = /^["']?([A-Za-z_]\w*)=/.exec(word) ?? [];
  return name !== undefined && serviceEnvironmentNames().has(name) ? word : `${name ?? ''}=${MASK}`;
}

/** A word of a command line: paths, flags and ports are shown. */
function maskWord(word: string): string {
  const plain = word.replace(/^["']|["']$/g, '');
  const isLegible =
    /^([/\\]|[A-Za-z]:\\)/.test(plain) || /^--[\w-]+(=\d+)?$/.test(plain) || /^(gateway|\d{1,5}|<|NUL|Interactive)$/.test(plain) || /^(ai\.openclaw\.|OpenClaw Gateway)/.test(plain);
  return isLegible ? word : MASK;
}
