/** Unified diffs of a plan's files, in which nothing is legible that is not ours to show. */
import type {Expression} from 'acorn';
import {createTwoFilesPatch, FILE_HEADERS_ONLY} from 'diff';
import MagicString from 'magic-string';
import {evaluate, parseJson5, propertiesOf} from './config/json5.ts';
import type {Change} from './change.ts';

/** Stands for a value, of whatever length. */
export const MASK = '••••••';
/** Stands for a value that is another one than before. */
export const NEW_MASK = `${MASK} (new)`;

/** Keys whose values are shown, each as a path; every other string or number of a config may be somebody's secret. */
const LEGIBLE = [
  ['gateway', 'mode'],
  ['gateway', 'port'],
  ['gateway', 'bind'],
  ['gateway', 'customBindHost'],
  ['gateway', 'auth', 'mode'],
  ['gateway', 'auth', 'token', 'source'],
  ['gateway', 'auth', 'token', 'provider'],
  ['gateway', 'auth', 'token', 'id'],
  ['channels', 'telegram', 'dmPolicy'],
  ['channels', 'telegram', 'tokenFile'],
  ['agents', 'defaults', 'workspace'],
  ['agents', 'entries', '*', 'workspace'],
];

/**
 * The unified diff of one change, masked; empty for a folder or an unchanged file.
 * @param context lines around each change
 */
export function diffOf({path, before, after, fresh = '', action, role}: Change, context = 2): string {
  if (after === undefined || action === 'unchanged') return '';
  const mask = (text: string, hide: Hide) => (role === 'engine' ? text : role === 'config' ? maskConfig(text, hide) : maskService(text, fresh, hide));
  const isNew = (hidden: string) => before !== undefined && !before.includes(hidden);
  const patch = createTwoFilesPatch(
    before === undefined ? '/dev/null' : path,
    path,
    before === undefined ? '' : mask(before, () => MASK),
    mask(after, hidden => (isNew(hidden) ? NEW_MASK : MASK)),
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

/** What stands for a hidden piece of text. */
type Hide = (hidden: string) => string;

/** A config in which only our own keys are legible; comments are hidden too, for an old token may stand in one. */
export function maskConfig(text: string, hide: Hide = () => MASK): string {
  if (text.trim() === '') return text;
  try {
    const {root, comments} = parseJson5(text);
    const output = new MagicString(text);
    for (const {type, start, end} of comments) {
      const [from, to] = [start + 2, type === 'Block' ? end - 2 : end];
      if (from < to) output.update(from, to, text.slice(from, to).replace(/[^\r\n]+/g, '…'));
    }
    maskNode(root, text, [], output, hide);
    return output.toString();
  } catch {
    return MASK;
  }
}

function maskNode(node: Expression, text: string, path: readonly string[], output: MagicString, hide: Hide): void {
  if (node.type === 'ObjectExpression') {
    for (const {key, value} of propertiesOf(node, text)) maskNode(value, text, [...path, key], output, hide);
    return;
  }
  if (node.type === 'ArrayExpression') {
    for (const [index, element] of node.elements.entries()) {
      if (element) maskNode(element as Expression, text, [...path, String(index)], output, hide);
    }
    return;
  }
  if (isLegible(path)) return;
  const value = evaluate(node, text);
  if (typeof value === 'string' || typeof value === 'number') {
    output.update(node.start, node.end, `"${hide(text.slice(node.start, node.end))}"`);
  }
}

function isLegible(path: readonly string[]): boolean {
  return LEGIBLE.some(keys => keys.length === path.length && keys.every((key, index) => key === '*' || key === path[index]));
}

/**
 * A service file in which a word is legible when the file that we would write anew has it too, be it with another
 * number: what the user or another program put there may be a secret.
 * @param fresh that file
 */
export function maskService(text: string, fresh: string, hide: Hide = () => MASK): string {
  const words = fresh.split(/\s+/);
  const legible = new Set(words.map(shapeOf));
  const lines = text.split('\n').map(line => {
    let previous = '';
    const masked = line.replace(/[^\s\ufeff]+/g, word => {
      // A bare number could be anybody's, but for the port.
      const isShown = /^\d+$/.test(word) ? previous === '--port' || words.includes(word) : legible.has(shapeOf(word));
      previous = word;
      return isShown ? word : hide(word);
    });
    return masked.replaceAll(REPEATED, MASK);
  });
  return lines.join('\n');
}

const REPEATED = new RegExp(`${MASK}([ \\t]+${MASK}(?! \\(new))+`, 'g');

/** A word with its numbers left out. */
function shapeOf(word: string): string {
  return word.replace(/\d+/g, '#');
}
