/**
 * Lets a module wait until something of it is used: what a short command does not use, it does not pay for. Where the source says
 * `import {parse} from 'plist'`, each `parse` in the bundle is looked up when it is called, and the first one loads a file of its own.
 */
import {builtinModules, createRequire} from 'node:module';
import type {BuildOptions, Plugin} from 'esbuild';

const NAMESPACE = 'on-demand';
const require = createRequire(import.meta.url);

/** Modules of Node that take milliseconds to load; the others are there before any program starts. */
const SLOW: ReadonlySet<string> = new Set(['child_process', 'crypto', 'fs/promises', 'http', 'net', 'readline', 'sqlite', 'stream', 'timers/promises', 'tty', 'zlib']);

/**
 * Node's own modules are asked for by a function in any case. `import` would read all that they export, getters among it:
 * `import {request} from 'node:http'` so loads a whole HTTP client and web sockets (Node 24: half of a short run).
 * @param packages in ES modules or in CommonJS; what they export by default may be a function, a class, or all of it
 */
export function onDemand(packages: readonly string[]): Plugin {
  const builtins = new Set([...builtinModules, 'node:sqlite'].map(name => name.replace(/^node:/, '')));
  return {
    name: NAMESPACE,
    setup(build) {
      build.onResolve({filter: /./}, ({path, kind, namespace}) => {
        if (namespace === NAMESPACE) return {path, external: true};
        if (kind !== 'import-statement') return undefined;
        const name = path.replace(/^node:/, '');
        return builtins.has(name) || packages.includes(name) ? {path: name, namespace: NAMESPACE, sideEffects: false} : undefined;
      });
      build.onLoad({filter: /./, namespace: NAMESPACE}, async ({path}) => {
        if (!builtins.has(path)) return {contents: whenUsed(`require('./${fileOf(path)}.js')`, (await import(path)) as object)};
        const load = `process.getBuiltinModule('node:${path}')`;
        const exports = require(`node:${path}`) as object;
        return {contents: SLOW.has(path) ? whenUsed(load, exports) : atOnce(load, exports)};
      });
    },
  };
}

const fileOf = (name: string) => `${NAMESPACE}/${name}`;

/** The bundles that they wait in, one for each: they share nothing with the program, and would otherwise cut it into small files. */
export function bundlesOf(packages: readonly string[]) {
  return {entryPoints: Object.fromEntries(packages.map(name => [fileOf(name), name])), format: 'cjs'} as const satisfies BuildOptions;
}

/** A module whose exports are those of an expression, without what nobody imports: a getter may load more. */
export function atOnce(load: string, exports: object): string {
  return [`const all = ${load};`, 'export default all;', ...namesOf(exports).map(name => `export const ${name} = /* @__PURE__ */ (() => all.${name})();`)].join('\n');
}

function whenUsed(load: string, exports: object): string {
  // A function or a class for the whole, else an object.
  const isCallable = 'default' in exports && typeof exports.default === 'function';
  const whole = isCallable ? `new Proxy(function () {}, {apply: (_, self, given) => Reflect.apply(${load}.default, self, given), construct: (_, given) => Reflect.construct(${load}.default, given)})` : '{}';
  // On its prototype: what stands on the object itself esbuild would copy for each module that imports it. It also asks whether it is an ES module.
  return `module.exports = Object.setPrototypeOf(${whole}, new Proxy({}, {get: (_, name) => (name === '__esModule' ? undefined : ${load}[name])}));`;
}

function namesOf(exports: object): string[] {
  return Object.keys(exports).filter(name => /^[A-Za-z_]\w*$/.test(name) && name !== 'default');
}
