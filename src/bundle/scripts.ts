/** From the ES modules that esbuild makes of the program to the files that code-cache.ts loads: scripts, since V8 tells what it compiled of these alone. */
import {transform} from 'esbuild';

/** A script whose value is a function with the parameters of a CommonJS module. @param code of an ES module without `await` at its top, or of a CommonJS module */
export async function scriptOf(code: string): Promise<string> {
  const {code: common} = await transform(code, {
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    // What is imported late is required late.
    supported: {'dynamic-import': false},
    define: {'import.meta.dirname': '__dirname'},
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 160,
    charset: 'utf8',
    legalComments: 'inline',
  });
  return `(function(exports,require,module,__dirname){${common}\n})`;
}
