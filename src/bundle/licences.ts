/** The packages that a bundle is made from, and their licences, which must go with every copy of it. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Metafile} from 'esbuild';

export type BundledPackage = {
  readonly name: string;
  readonly version: string;
  /** SPDX identifier. */
  readonly licence: string;
  /** Whole texts, of the licence and of a notice that goes with it. */
  readonly texts: readonly string[];
  /** Names of the packages that it imports. */
  readonly imports: readonly string[];
};

/** They ask for their text beside every copy and for nothing else, so a program under MIT may hold what is under them. */
const COMPATIBLE: ReadonlySet<string> = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);

/** Licences that are missing in a package, from its repository. yoga-layout 3.2.1 ships none (github.com/facebook/yoga, LICENSE). */
const ELSEWHERE: Readonly<Record<string, URL>> = {'yoga-layout': new URL('yoga-layout.txt', import.meta.url)};

const FOLDER = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/;

/**
 * All packages that esbuild read, also those of which it needed nothing in the end, by name and version.
 * @param metafile of a build in `root`
 * @throws {Error} when the licence of one is missing, unknown, or none that a program under MIT may be handed on with
 */
export function packagesIn({inputs}: Metafile, root = '.'): BundledPackage[] {
  const importsOf = new Map<string, Set<string>>();
  for (const [path, {imports}] of Object.entries(inputs)) {
    const folder = FOLDER.exec(path)?.[0];
    if (folder === undefined) continue;
    const all = importsOf.get(folder) ?? new Set();
    importsOf.set(folder, all);
    for (const {path: imported} of imports) {
      const found = FOLDER.exec(imported);
      if (found && found[0] !== folder) all.add(found[1] as string);
    }
  }
  const packages = new Map<string, BundledPackage>();
  for (const [folder, imports] of importsOf) {
    const found = readPackage(join(root, folder), imports);
    packages.set(`${found.name}@${found.version}`, found);
  }
  return [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
}

/** One file for all of them. */
export function licencesText(packages: readonly BundledPackage[]): string {
  const parts = packages.map(({name, version, licence, texts}) => [`${name} ${version} (${licence})`, ...texts].join('\n\n'));
  return [`openclaw-rescue holds the packages below, wholly or in part, under these licences.`, ...parts].join(`\n\n${'-'.repeat(72)}\n\n`) + '\n';
}

function readPackage(folder: string, imports: ReadonlySet<string>): BundledPackage {
  const {name, version, license: licence} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {name: string; version: string; license?: unknown};
  const label = `${name} ${version}`;
  if (typeof licence !== 'string' || !COMPATIBLE.has(licence)) throw new Error(`${label} can’t be bundled: its licence is ${JSON.stringify(licence) ?? 'not named'}, not one of ${[...COMPATIBLE].join(', ')}`);
  const files = readdirSync(folder);
  const find = (pattern: RegExp) => files.filter(file => pattern.test(file)).map(file => join(folder, file));
  const [inside] = find(/^(licen[cs]e|copying)(\.(md|txt))?$/i);
  const text = inside ?? ELSEWHERE[name];
  if (text === undefined) throw new Error(`${label} can’t be bundled: it has no licence file in ${folder}`);
  const texts = [text, ...find(/^notice(\.(md|txt))?$/i)].map(file => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim());
  return {name, version, licence, texts, imports: [...imports]};
}
