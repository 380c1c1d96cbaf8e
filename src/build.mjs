/** Bundles the program into dist, with the licences of all that is in it. */
import {rm, writeFile} from 'node:fs/promises';
import {buildAll} from './bundle/build.ts';
import {licencesText, packagesIn} from './bundle/licences.ts';

await rm('dist', {recursive: true, force: true});
await writeFile('dist/LICENSES.txt', licencesText(packagesIn(await buildAll(true))));
