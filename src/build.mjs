/** Bundles the program into dist, with the licences of all that is in it. */
import {rm, writeFile} from 'node:fs/promises';
import {build} from 'esbuild';
import {licencesText, packagesIn} from './bundle/licences.ts';
import {BUNDLE} from './bundle/options.ts';

await rm('dist', {recursive: true, force: true});
const {metafile} = await build(BUNDLE);
await writeFile('dist/LICENSES.txt', licencesText(packagesIn(metafile)));
