/**
 * Reads JSON5 with the place of every value. JSON5 is a subset of an ECMAScript expression, so acorn does the reading
 * and this file only refuses what is not a literal.
 */
import {type Comment, type Expression, type Node, type Options, Parser, type Property} from 'acorn';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | {readonly [key: string]: JsonValue};

export type JsonObject = {readonly [key: string]: JsonValue};

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The fields of an object; none of anything else. */
export function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The object at a key; an empty one where there is none. */
export function objectAt(value: JsonValue, key: string): JsonObject {
  return asObject(asObject(value)[key]);
}

/**
 * A list or object with each of its items mapped; the very same where none changed, since a copy of a large config costs
 * as much as reading it.
 */
export function mapItems(value: JsonValue, map: (item: JsonValue, key: string) => JsonValue): JsonValue {
  if (Array.isArray(value)) {
    let changed: JsonValue[] | undefined;
    for (const [index, item] of value.entries()) {
      const mapped = map(item, '');
      if (mapped !== item) changed ??= value.slice(0, index);
      changed?.push(mapped);
    }
    return changed ?? value;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, map(item, key)] as const);
  return entries.every(([key, item]) => item === value[key]) ? value : Object.fromEntries(entries);
}

export type Json5Document = {
  readonly text: string;
  readonly root: Expression;
  readonly comments: readonly Comment[];
};

/** What is wrong with a text, as data; src/text says it in words. */
export type Json5Fault =
  /** It is more than we read, whatever OpenClaw would say. @property length and most in MB */
  | {readonly id: 'too-long'; readonly length: number; readonly most: number}
  /** @property most levels */
  | {readonly id: 'too-deep'; readonly most: number}
  /** @property said by the parser */
  | {readonly id: 'syntax'; readonly said: string}
  | {readonly id: 'more-follows' | 'no-element' | 'no-value' | 'no-object' | 'no-property' | 'no-key'};

/** A fault at a line and column that start at 1. */
export class Json5Error extends Error {
  readonly fault: Json5Fault;
  readonly line: number;
  readonly column: number;

  constructor(fault: Json5Fault, text: string, offset: number) {
    super(fault.id === 'syntax' ? fault.said : fault.id);
    this.name = 'Json5Error';
    this.fault = fault;
    const before = text.slice(0, offset).split('\n');
    this.line = before.length;
    this.column = (before.at(-1) ?? '').length + 1;
  }

  /** It is more than we read: its own program may well take it. */
  get isLimit(): boolean {
    return 'most' in this.fault;
  }
}

/** Levels of brackets: no config has ten, and what walks through one calls itself for each. */
const DEEPEST = 200;
/** Characters that are read as JSON5, whose tree takes 35 bytes for each; strict JSON, which takes 10, is read as long as a file may be. */
const LONGEST = 8_000_000;
const TOO_DEEP = {id: 'too-deep', most: DEEPEST} as const;

const OPTIONS: Options = {ecmaVersion: 'latest', sourceType: 'module', preserveParens: true, allowHashBang: false};

/** What acorn's plug-ins override; its types leave it out. */
type ParserInternals = {raise(position: number, message: string): never; raiseRecoverable(position: number, message: string): void; parseExprAtom(...given: unknown[]): unknown; readonly start: number};

/**
 * acorn, but for an early error of ECMAScript that JSON5 has not: two `__proto__` keys, which nobody reads. It calls itself
 * for each level of brackets, so these are counted.
 */
function withLevelsCounted(Base: typeof Parser): typeof Parser {
  const {prototype} = Base as unknown as {prototype: ParserInternals};
  return class extends Base {
    #depth = 0;

    parseExprAtom(...given: unknown[]): unknown {
      if (++this.#depth > DEEPEST) prototype.raise.call(this, (this as unknown as ParserInternals).start, TOO_DEEP.id);
      const atom = prototype.parseExprAtom.apply(this, given);
      this.#depth--;
      return atom;
    }

    raiseRecoverable(position: number, message: string): void {
      if (!message.startsWith('Redefinition of __proto__')) prototype.raiseRecoverable.call(this, position, message);
    }
  } as unknown as typeof Parser;
}

let json5Parser: typeof Parser | undefined;

/**
 * @param text the whole file; a byte order mark is taken for white space
 * @throws {Json5Error} when it is no JSON5, or too long or nested too deep to be read
 */
export function parseJson5(text: string): Json5Document {
  if (text.length > LONGEST) throw new Json5Error({id: 'too-long', length: Math.round(text.length / 1e6), most: LONGEST / 1e6}, text, 0);
  const comments: Comment[] = [];
  let root: Expression;
  try {
    json5Parser ??= Parser.extend(withLevelsCounted as Parameters<typeof Parser.extend>[0]);
    root = json5Parser.parseExpressionAt(text, 0, {...OPTIONS, onComment: comments});
  } catch (error) {
    const {message, pos = 0} = error as SyntaxError & {pos?: number};
    if (error instanceof RangeError || message.startsWith(TOO_DEEP.id)) throw new Json5Error(TOO_DEEP, text, 0);
    // A regular expression is quoted in it, and may be a secret.
    throw new Json5Error({id: 'syntax', said: message.replace(/ \(\d+:\d+\)$/, '').replace(/^(Invalid regular expression).*/s, '$1')}, text, pos);
  }
  const rest = text.slice(root.end).replace(/\/\*[^]*?\*\/|\/\/[^\n\r\u2028\u2029]*/g, '');
  if (rest.trim() !== '') throw new Json5Error({id: 'more-follows'}, text, root.end);
  return {text, root, comments};
}

/** The value of a document. @throws {Json5Error} when a part of it is no literal */
export function valueOf({text, root}: Json5Document): JsonValue {
  try {
    return evaluate(root, text);
  } catch (error) {
    if (error instanceof RangeError) throw new Json5Error(TOO_DEEP, text, 0);
    throw error;
  }
}

/** The value of a text, for who asks for no places in it: strict JSON takes a tenth of the time. @throws {Json5Error} as {@link parseJson5} */
export function readJson5(text: string): JsonValue {
  let value: JsonValue;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return valueOf(parseJson5(text));
  }
  if (isDeeper(value, DEEPEST)) throw new Json5Error(TOO_DEEP, text, 0);
  return value;
}

function isDeeper(value: JsonValue, limit: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) return value.some(item => isDeeper(item, limit - 1));
  return Object.values(value).some(item => isDeeper(item, limit - 1));
}

/** The value of one node of a document. */
export function evaluate(node: Node, text: string): JsonValue {
  const expression = node as Expression;
  switch (expression.type) {
    case 'Literal': {
      const {value} = expression;
      if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
        if ('regex' in expression && expression.regex) break;
        // ECMAScript has more numbers and escapes than JSON5.
        const raw = text.slice(expression.start, expression.end);
        if (typeof value === 'number' ? /^0[bo]|_/i.test(raw) : /^["'](?:[^\\]|\\[^u]|\\u[^{])*\\u\{/.test(raw)) break;
        return value;
      }
      break;
    }
    case 'Identifier':
      if (expression.name === 'Infinity') return Number.POSITIVE_INFINITY;
      if (expression.name === 'NaN') return Number.NaN;
      break;
    case 'UnaryExpression': {
      const {operator, argument} = expression;
      const isSign = (operator === '-' || operator === '+') && argument.start === expression.start + 1 && argument.type !== 'UnaryExpression';
      const value = isSign ? evaluate(argument, text) : undefined;
      if (typeof value === 'number') return operator === '-' ? -value : value;
      break;
    }
    case 'ArrayExpression':
      return expression.elements.map(element => {
        if (!element) throw new Json5Error({id: 'no-element'}, text, expression.start);
        return evaluate(element, text);
      });
    case 'ObjectExpression': {
      const object: Record<string, JsonValue> = Object.create(null);
      for (const {key, value} of propertiesOf(expression, text)) object[key] = evaluate(value, text);
      return object;
    }
    default:
  }
  throw new Json5Error({id: 'no-value'}, text, node.start);
}

export type ObjectProperty = {
  readonly key: string;
  readonly value: Expression;
  readonly node: Property;
};

/** The properties of an object in their order; of equal keys the last one counts, as for the real CLI. */
export function propertiesOf(node: Expression, text: string): ObjectProperty[] {
  if (node.type !== 'ObjectExpression') throw new Json5Error({id: 'no-object'}, text, node.start);
  return node.properties.map(property => {
    if (property.type !== 'Property' || property.computed || property.shorthand || property.kind !== 'init' || property.method) {
      throw new Json5Error({id: 'no-property'}, text, property.start);
    }
    const {key} = property;
    if (key.type === 'Identifier' && !text.slice(key.start, key.end).includes('\\u{')) return {key: key.name, value: property.value, node: property};
    if (key.type === 'Literal' && typeof key.value === 'string') {
      return {key: key.value, value: property.value, node: property};
    }
    throw new Json5Error({id: 'no-key'}, text, property.start);
  });
}
