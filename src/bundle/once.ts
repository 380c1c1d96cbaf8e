/** Packages in CommonJS that many modules import. For each of them esbuild would make an object with all that the package exports. */
import type {Plugin} from 'esbuild';

const NAMESPACE = 'once';

export function once(packages: readonly string[]): Plugin {
  return {
    name: NAMESPACE,
    setup(build) {
      build.onResolve({filter: /./}, ({path, kind, namespace}) => (kind === 'import-statement' && namespace !== NAMESPACE && packages.includes(path) ? {path, namespace: NAMESPACE, sideEffects: false} : undefined));
      build.onLoad({filter: /./, namespace: NAMESPACE}, async ({path}) => {
        const names = Object.keys((await import(path)) as object).filter(name => /^[A-Za-z_]\w*$/.test(name) && name !== 'default');
        return {contents: [`import whole from '${path}';`, 'export default whole;', ...names.map(name => `export const ${name} = /* @__PURE__ */ (() => whole.${name})();`)].join('\n'), resolveDir: build.initialOptions.absWorkingDir ?? process.cwd()};
      });
    },
  };
}
