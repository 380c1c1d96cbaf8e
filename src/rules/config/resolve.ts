/** `$include` and `${VAR}` of an OpenClaw config, resolved as far as our readers need. Pure: files come through a function. */
import {isObject, type JsonObject, type JsonValue, mapItems} from './json5.ts';

/** Reads the value of an included file. @throws any error, whose message ends up in the report */
export type IncludeReader = (path: string, from: string) => {readonly value: JsonValue; readonly path: string};

const DEEPEST_INCLUDE = 10;

/** A config includes itself, or nearly so. */
export class IncludeDepthError extends Error {
  readonly most: number;

  constructor(most: number) {
    super(`$include deeper than ${most}`);
    this.name = 'IncludeDepthError';
    this.most = most;
  }
}

/**
 * Merges included files below the keys that stand beside `$include`, as OpenClaw does.
 * @param path of the file that `value` was read from
 */
export function resolveIncludes(value: JsonValue, path: string, read: IncludeReader, depth = 0): JsonValue {
  const resolved = (item: JsonValue) => mapItems(item, inner => resolveIncludes(inner, path, read, depth));
  if (!isObject(value) || value['$include'] === undefined) return resolved(value);
  const {$include: include, ...siblings} = value;
  const own = resolved(siblings) as JsonObject;
  const hasSiblings = Object.keys(own).length > 0;
  if (depth >= DEEPEST_INCLUDE) throw new IncludeDepthError(DEEPEST_INCLUDE);
  const files = (Array.isArray(include) ? include : [include]).filter(item => typeof item === 'string');
  const included = files.map(file => {
    const {value: inner, path: innerPath} = read(file, path);
    return resolveIncludes(inner, innerPath, read, depth + 1);
  });
  // Nothing beside it: what is included takes the place of the object, whatever it is.
  return (hasSiblings || included.length === 0 ? [...included, own] : included).reduce(merge);
}

function merge(below: JsonValue, above: JsonValue): JsonValue {
  if (Array.isArray(below) && Array.isArray(above)) return [...below, ...above];
  if (!isObject(below) || !isObject(above)) return above;
  const merged: Record<string, JsonValue> = {...below};
  for (const [key, value] of Object.entries(above)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') continue;
    merged[key] = key in below ? merge(below[key] as JsonValue, value) : value;
  }
  return merged;
}

/** Replaces `${NAME}` in a text; what has no value stays as it stands, `$${NAME}` is the text itself. */
export function substitute(text: string, variables: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\$?\$\{([A-Z_][A-Z0-9_]*)\}/g, (match, name: string) =>
    match.startsWith('$$') ? match.slice(1) : variables[name] || match,
  );
}
