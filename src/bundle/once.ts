/** Packages in CommonJS that many modules import. For each of them esbuild would make an object with all that the package exports. */
import type {Plugin} from 'esbuild';
import {atOnce} from './on-demand.ts';

const NAMESPACE = 'once';

export function once(packages: readonly string[]): Plugin {
  return {
    name: NAMESPACE,
    setup(build) {
      build.onResolve({filter: /./}, ({path, kind, namespace}) => (kind === 'import-statement' && namespace !== NAMESPACE && packages.includes(path) ? {path, namespace: NAMESPACE, sideEffects: false} : undefined));
      build.onLoad({filter: /./, namespace: NAMESPACE}, async ({path}) => ({
        contents: `import whole from '${path}';\n${atOnce('whole', (await import(path)) as object)}`,
        resolveDir: build.initialOptions.absWorkingDir ?? process.cwd(),
      }));
    },
  };
}
