/**
 * Sets values in a JSON5 text and leaves every other byte alone: comments, order, unknown keys, line ends, style.
 */
import type {Expression, ObjectExpression, Property} from 'acorn';
import MagicString from 'magic-string';
import {evaluate, type Json5Document, type JsonValue, parseJson5, propertiesOf, valueOf} from './json5.ts';

/** Without a value the key is taken out. */
export type Setting = {readonly path: readonly string[]; readonly value?: JsonValue | undefined};

/** Thrown when a value on the way to an owned key is no object: writing below it would lose it. */
export class ConfigShapeError extends Error {
  readonly path: readonly string[];

  constructor(path: readonly string[]) {
    super(`${path.length > 0 ? path.join('.') : 'the config'} is not an object`);
    this.name = 'ConfigShapeError';
    this.path = path;
  }
}

/**
 * The text with these settings in it. Values that already say so are not touched, so a second call changes nothing.
 * @throws {Json5Error} when the text is no JSON5
 * @throws {ConfigShapeError} when a parent of a key is there and no object
 */
export function editConfig(text: string, settings: readonly Setting[]): string {
  const removed = settings.filter(({value}) => value === undefined).reduce((rest, {path}) => withoutKey(rest, path), text);
  const document = parseJson5(removed);
  valueOf(document);
  const editor = new Editor(document);
  editor.set(document.root, [], treeOf(settings));
  return editor.result();
}

/** Whether a key stands in the text itself; not where the text can't be read. */
export function hasKey(text: string, path: readonly string[]): boolean {
  try {
    return new Editor(parseJson5(text)).remove(path);
  } catch {
    return false;
  }
}

/** One property at a time, each in a text that is read anew: what stands between two of them belongs to neither. */
function withoutKey(text: string, path: readonly string[]): string {
  const editor = new Editor(parseJson5(text));
  return editor.remove(path) ? withoutKey(editor.result(), path) : text;
}

/** A new config file with these settings: strict JSON, two spaces, as OpenClaw's own writer makes it. */
export function newConfig(settings: readonly Setting[]): string {
  return `${JSON.stringify(plain(treeOf(settings)), null, 2)}\n`;
}

/** Each of these ends a line comment. */
const LINE_END = /[\n\r\u2028\u2029]/;

/** Owned keys as a tree, so that siblings are inserted together; a value in it is a leaf, whatever its type. */
type Tree = Map<string, Tree | Leaf>;
class Leaf {
  readonly value: JsonValue;
  constructor(value: JsonValue) {
    this.value = value;
  }
}

function treeOf(settings: readonly Setting[]): Tree {
  const tree: Tree = new Map();
  for (const {path, value} of settings) {
    if (value === undefined) continue;
    let branch = tree;
    for (const key of path.slice(0, -1)) {
      const next = branch.get(key);
      if (next instanceof Map) branch = next;
      else {
        const made: Tree = new Map();
        branch.set(key, made);
        branch = made;
      }
    }
    branch.set(path.at(-1) as string, new Leaf(value));
  }
  return tree;
}

function plain(tree: Tree | Leaf): JsonValue {
  if (tree instanceof Leaf) return tree.value;
  return Object.fromEntries([...tree].map(([key, value]) => [key, plain(value)]));
}

class Editor {
  readonly #document: Json5Document;
  readonly #text: string;
  readonly #output: MagicString;
  readonly #eol: string;
  readonly #commentAt: ReadonlyMap<number, {readonly end: number}>;

  constructor(document: Json5Document) {
    this.#document = document;
    this.#text = document.text;
    this.#output = new MagicString(document.text);
    this.#eol = /\r?\n/.exec(document.text)?.[0] ?? '\n';
    this.#commentAt = new Map(document.comments.map(comment => [comment.start, comment]));
  }

  result(): string {
    return this.#output.toString();
  }

  set(node: Expression, path: readonly string[], tree: Tree): void {
    if (node.type !== 'ObjectExpression') throw new ConfigShapeError(path);
    const properties = new Map(propertiesOf(node, this.#text).map(property => [property.key, property.value]));
    const missing: Tree = new Map();
    for (const [key, wanted] of tree) {
      const value = properties.get(key);
      if (!value) missing.set(key, wanted);
      else if (wanted instanceof Map) this.set(value, [...path, key], wanted);
      else if (!isSame(evaluate(value, this.#text), wanted.value)) this.#replace(value, wanted.value);
    }
    if (missing.size > 0) this.#insert(node, missing);
  }

  #replace(node: Expression, value: JsonValue): void {
    this.#output.update(node.start, node.end, this.#render(value, this.#indentAt(node.start)));
  }

  /**
   * Takes a property out with its comma; comments stay. @returns whether there was one
   * @throws {ConfigShapeError} when a parent of it is no object
   */
  remove(path: readonly string[]): boolean {
    let node: Expression = this.#document.root;
    for (const [depth, key] of path.entries()) {
      if (node.type !== 'ObjectExpression') throw new ConfigShapeError(path.slice(0, depth));
      const all = propertiesOf(node, this.#text);
      const index = all.findLastIndex(({key: name}) => name === key);
      const found = all[index];
      if (!found) return false;
      if (depth === path.length - 1) this.#removeProperty(found.node, all[index - 1]?.node.end, node.end);
      node = found.value;
    }
    return true;
  }

  /** @param before where the property in front of it ends @param objectEnd where the object ends */
  #removeProperty({start, end}: Property, before: number | undefined, objectEnd: number): void {
    const comma = this.#commaAfter(end, objectEnd);
    // The last one has no comma behind it, so the one in front goes.
    const leading = comma === undefined && before !== undefined ? this.#commaAfter(before, start) : undefined;
    if (leading !== undefined) this.#output.remove(leading, leading + 1);
    if (comma !== undefined) this.#output.remove(comma, comma + 1);
    const blank = this.#text.slice(0, start).trimEnd().length;
    // A line comment in front must keep a line end: the one behind the property, where nothing else stands on its line.
    const isCommented = this.#document.comments.some(comment => comment.type === 'Line' && comment.end === blank);
    const isLineEnd = /^[ \t]*,?[ \t]*[\n\r\u2028\u2029]/.test(this.#text.slice(end));
    this.#output.remove(isCommented && !isLineEnd ? start : blank, end);
  }

  /** Puts the missing keys behind the last property, or between the braces of an empty object. */
  #insert(node: ObjectExpression, missing: Tree): void {
    const last = node.properties.at(-1);
    const isMultiline = last
      ? LINE_END.test(this.#text.slice(node.start, last.start)) || LINE_END.test(this.#text.slice(last.end, node.end))
      : node.start === this.#document.root.start || LINE_END.test(this.#text);
    const outer = this.#indentAt(node.start);
    const inner = last && isMultiline ? this.#indentAt(last.start) : outer + this.#indentUnit();
    const quote = this.#keyQuote();
    const lines = [...missing].map(([key, value]) => {
      const name = /^[A-Za-z_$][\w$]*$/.test(key) ? `${quote}${key}${quote}` : JSON.stringify(key);
      return `${name}: ${this.#render(plain(value), isMultiline ? inner : undefined)}`;
    });
    if (!last) {
      const keptComments = this.#text.slice(node.start + 1, this.#endOfComments(node));
      const body = isMultiline
        ? `${keptComments}${this.#eol}${inner}${lines.join(`,${this.#eol}${inner}`)}${this.#eol}${outer}`
        : `${keptComments ? `${keptComments} ` : ''}${lines.join(', ')}`;
      if (node.end - node.start > 2) this.#output.update(node.start + 1, node.end - 1, body);
      else this.#output.appendLeft(node.start + 1, body);
      return;
    }
    const comma = this.#commaAfter(last.end, node.end);
    if (comma === undefined) this.#output.appendLeft(last.end, ',');
    const trailing = comma === undefined ? '' : ',';
    const at = this.#endOfLineComments(comma === undefined ? last.end : comma + 1, node.end);
    const separator = isMultiline ? this.#eol + inner : ' ';
    this.#output.appendLeft(at, `${separator}${lines.join(`,${separator}`)}${trailing}`);
  }

  /** Behind the last comment between the braces of an empty object. */
  #endOfComments(node: ObjectExpression): number {
    return this.#document.comments.findLast(({start, end}) => start > node.start && end < node.end)?.end ?? node.start + 1;
  }

  /** The offset of a comma that already follows a property, behind any comments. */
  #commaAfter(start: number, end: number): number | undefined {
    for (let offset = start; offset < end; offset++) {
      const comment = this.#commentAt.get(offset);
      if (comment) offset = comment.end - 1;
      else if (this.#text[offset] === ',') return offset;
    }
    return undefined;
  }

  /** Behind the comments that stand on the same line, which belong to the property before them. */
  #endOfLineComments(start: number, end: number): number {
    let at = start;
    for (const comment of this.#document.comments) {
      if (comment.start < at || comment.end > end) continue;
      if (/[^ \t]/.test(this.#text.slice(at, comment.start))) break;
      at = comment.end;
    }
    return at;
  }

  #indentAt(offset: number): string {
    const lineStart = this.#text.lastIndexOf('\n', offset - 1) + 1;
    return /^[ \t]*/.exec(this.#text.slice(lineStart, offset))?.[0] ?? '';
  }

  #indentUnit(): string {
    const [first] = this.#rootProperties();
    return (first && this.#indentAt(first.start)) || '  ';
  }

  /** How the file writes its keys: `"key"`, `'key'` or `key`. */
  #keyQuote(): string {
    const [first] = this.#rootProperties();
    const sign = first && this.#text[first.start];
    return sign === undefined || sign === '"' ? '"' : sign === "'" ? "'" : '';
  }

  #rootProperties(): ObjectExpression['properties'] {
    const {root} = this.#document;
    return root.type === 'ObjectExpression' ? root.properties : [];
  }

  /** @param indent of the line that the value starts on; undefined keeps it on one line */
  #render(value: JsonValue, indent: string | undefined): string {
    if (indent === undefined) {
      return JSON.stringify(value, null, 1).replace(/\n */g, ' ');
    }
    return JSON.stringify(value, null, this.#indentUnit()).replaceAll('\n', this.#eol + indent);
  }
}

function isSame(a: JsonValue, b: JsonValue): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return Object.is(a, b);
  const keys = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every(key => key in b && isSame((a as never)[key], (b as never)[key]))
  );
}
