/**
 * From what esbuild makes of the program to the files that code-cache.ts loads: scripts, since of these alone V8 tells all that it
 * compiled. esbuild splits a program into ES modules only; in CommonJS of its own making each name would be asked for by two
 * functions, each time.
 */
import {Script} from 'node:vm';
import {type AnyNode, type ImportDeclaration, parse} from 'acorn';
import MagicString from 'magic-string';

/** A script whose value is a function with the parameters of a CommonJS module. @param code of such a module @throws where it is none */
export function scriptOfCommon(code: string): string {
  const script = `(function(exports,require,module,__dirname){${code}\n})`;
  // Says what is wrong with it.
  new Script(script);
  return script;
}

/**
 * The same of an ES module, as esbuild splits a program into them.
 * @throws where it has what a script can't have: a name that gets another value after it was exported, or `await` outside of functions
 */
export function scriptOf(code: string): string {
  const {body} = parse(code, {ecmaVersion: 'latest', sourceType: 'module'});
  const script = new MagicString(code);
  const exports: {readonly name: string; readonly local: string}[] = [];
  for (const node of body) {
    switch (node.type) {
      case 'ImportDeclaration':
        script.update(node.start, node.end, requireOf(node));
        break;
      case 'ExportNamedDeclaration':
        exports.push(...node.specifiers.map(({exported, local}) => ({name: nameOf(exported), local: nameOf(local)})));
        script.remove(node.start, node.end);
        break;
      default:
    }
  }
  const locals = new Set(exports.map(({local}) => local));
  eachNode(body, node => {
    switch (node.type) {
      case 'ImportExpression':
        script.update(node.start, node.end, `Promise.resolve().then(()=>require(${code.slice(node.source.start, node.source.end)}))`);
        break;
      case 'MetaProperty':
        if (node.meta.name === 'import') script.update(node.start, node.end, '({dirname:__dirname})');
        break;
      case 'AssignmentExpression':
      case 'ForInStatement':
      case 'ForOfStatement':
        assertKept(node.left);
        break;
      case 'UpdateExpression':
        assertKept(node.argument);
        break;
      default:
    }
  });
  return scriptOfCommon(`"use strict";${script.toString()}Object.assign(exports,{${exports.map(({name, local}) => `${name}:${local}`).join(',')}});`);

  /** Who imports it has the value that it had at the end of its module. */
  function assertKept(target: AnyNode): void {
    for (const name of namesIn(target)) if (locals.has(name)) throw new Error(`${name} is exported, and gets another value`);
  }
}

/** `import {a as b} from './c.js'` as `const {a: b} = require('./c.js')` */
function requireOf({specifiers, source}: ImportDeclaration): string {
  const names = specifiers.map(specifier => {
    if (specifier.type !== 'ImportSpecifier') throw new Error(`from ${source.raw} something is imported without its name`);
    return `${nameOf(specifier.imported)}:${specifier.local.name}`;
  });
  return names.length === 0 ? `require(${source.raw});` : `const {${names.join(',')}}=require(${source.raw});`;
}

/** The names that get a value by a pattern, `[a, {b: c}]`; one that is declared there is a new one. */
function namesIn(target: AnyNode | null): string[] {
  switch (target?.type) {
    case 'Identifier':
      return [target.name];
    case 'ArrayPattern':
      return target.elements.flatMap(namesIn);
    case 'ObjectPattern':
      return target.properties.flatMap(property => namesIn(property.type === 'Property' ? property.value : property));
    case 'RestElement':
      return namesIn(target.argument);
    case 'AssignmentPattern':
      return namesIn(target.left);
    default:
      return [];
  }
}

function nameOf(node: {readonly type: 'Identifier'; readonly name: string} | {readonly type: 'Literal'; readonly value?: unknown}): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}

function eachNode(value: unknown, visit: (node: AnyNode) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if ('type' in value && typeof value.type === 'string') visit(value as AnyNode);
  for (const child of Object.values(value)) eachNode(child, visit);
}
