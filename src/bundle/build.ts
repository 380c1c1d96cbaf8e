/** Builds the program, and tells what went into it. */
import {build, type Metafile} from 'esbuild';
import {BUNDLES} from './options.ts';

/** @param write whether into `dist`, or nowhere @param root of the checkout */
export async function buildAll(write: boolean, root = process.cwd()): Promise<Metafile> {
  const made = await Promise.all(BUNDLES.map(options => build({...options, write, absWorkingDir: root})));
  const files = made.map(({metafile}) => metafile as Metafile);
  return {inputs: Object.assign({}, ...files.map(({inputs}) => inputs)), outputs: Object.assign({}, ...files.map(({outputs}) => outputs))};
}
