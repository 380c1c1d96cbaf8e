/** Changes to what others wrote, each with its reason. What is not found as it was, once, stops the build: then somebody has to look. */
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import type {Plugin} from 'esbuild';
import type * as plainText from './plain-text.ts';

export type Replacement = {
  /** The end of the file's path. */
  readonly file: string;
  readonly changes: readonly (readonly [before: string, after: string])[];
  /** What it uses of plain-text.ts after that. */
  readonly helpers?: readonly (keyof typeof plainText)[];
};

const PLAIN_TEXT = fileURLToPath(new URL('plain-text.ts', import.meta.url));

export function replaced(replacements: readonly Replacement[]): Plugin {
  return {
    name: 'replaced',
    setup(build) {
      const left = new Set(replacements);
      build.onLoad({filter: /[\\/]node_modules[\\/]/}, async ({path}) => {
        const replacement = replacements.find(({file}) => path.replaceAll('\\', '/').endsWith(`/${file}`));
        if (!replacement) return undefined;
        const {file, changes, helpers = []} = replacement;
        let contents = await readFile(path, 'utf8');
        for (const [before, after] of changes) {
          const parts = contents.split(before);
          if (parts.length !== 2) return {errors: [{text: `${file} has ${parts.length - 1} times what is to be replaced in it (src/bundle/replacements.ts): ${before}`}]};
          contents = parts.join(after);
        }
        left.delete(replacement);
        const imported = helpers.length === 0 ? '' : `import {${helpers.join(', ')}} from ${JSON.stringify(PLAIN_TEXT)};\n`;
        return {contents: imported + contents, loader: 'default'};
      });
      build.onEnd(() => ({errors: [...left].map(({file}) => ({text: `${file} is not in the bundle, and is to be changed there (src/bundle/replacements.ts)`}))}));
    },
  };
}
