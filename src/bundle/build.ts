/** Builds the program, and tells what went into it. */
import {createHash} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import {dirname, relative} from 'node:path';
import {build, type Metafile, type OutputFile} from 'esbuild';
import {ENTRIES, SCRIPTS} from './options.ts';
import {scriptOf, scriptOfCommon} from './scripts.ts';

/** @param write whether into `dist`, or nowhere @param root of the checkout */
export async function buildAll(write: boolean, root = process.cwd()): Promise<Metafile> {
  const made = await Promise.all(SCRIPTS.map(options => build({...options, write: false, absWorkingDir: root})));
  const outputs = made.flatMap(({outputFiles}, index) => outputFiles.map(file => asScript(file, SCRIPTS[index]?.format === 'esm' ? scriptOf : scriptOfCommon)));
  // What was compiled of one build is not for another one.
  const id = createHash('sha256').update(outputs.map(({path, text}) => `${relative(root, path)}\n${text}`).sort().join('\n')).digest('hex').slice(0, 16);
  const entries = await Promise.all(ENTRIES.map(options => build({...options, write, absWorkingDir: root, define: {...options.define, BUILD: JSON.stringify(id)}})));
  if (write) {
    for (const {path, text} of outputs) {
      await mkdir(dirname(path), {recursive: true});
      await writeFile(path, text);
    }
  }
  const files = [...made, ...entries].map(({metafile}) => metafile as Metafile);
  return {inputs: Object.assign({}, ...files.map(({inputs}) => inputs)), outputs: Object.assign({}, ...files.map(({outputs}) => outputs))};
}

function asScript({path, text}: OutputFile, scriptOf: (code: string) => string): {readonly path: string; readonly text: string} {
  return {path, text: path.endsWith('.js') ? scriptOf(text) : text};
}
