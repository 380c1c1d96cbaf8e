/** Prints the gallery, or writes it as files. Called by run.ts with a folder, a size and a part of a name, each of which may be empty. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {newScreen} from '../fuzz/screen.ts';
import {svgOf} from '../helpers/svg.ts';
import {type Picture, PICTURES, type Size, SIZES} from './draw.tsx';

const [folder = '', size = '', part = ''] = process.argv.slice(2);
const pictures = PICTURES.filter(({name}) => name.includes(part));
const sizes = SIZES.filter(candidate => size === '' || size === label(candidate));

if (pictures.length === 0 || sizes.length === 0) {
  process.stderr.write(`Nothing of that name or size. Sizes: ${SIZES.map(label).join(', ')}. Names:\n${PICTURES.map(({name}) => `  ${name}\n`).join('')}`);
  process.exitCode = 2;
} else if (folder === '') print();
else await write();

function label({columns, rows}: Size): string {
  return `${columns}x${rows}`;
}

function print(): void {
  for (const {name, draw} of pictures) for (const each of sizes) process.stdout.write(`\n== ${name}  ${label(each)}\n${draw(each)}\n`);
}

async function write(): Promise<void> {
  mkdirSync(folder, {recursive: true});
  for (const picture of pictures) for (const each of sizes) writeFileSync(join(folder, fileOf(picture, each)), await svg(picture, each));
  writeFileSync(join(folder, 'index.html'), page());
  process.stdout.write(`${pictures.length * sizes.length} pictures: ${join(folder, 'index.html')}\n`);
}

function fileOf({name}: Picture, each: Size): string {
  return `${name.replaceAll('/', '-')}-${label(each)}.svg`;
}

async function svg({name, palette, draw}: Picture, each: Size): Promise<string> {
  const screen = newScreen(each.columns, each.rows);
  await new Promise<void>(resolve => screen.write(draw(each).replaceAll('\n', '\r\n'), resolve));
  return svgOf(screen, {title: `${name}, ${label(each)}`, surface: palette === 'light' ? 'light' : 'dark'});
}

function page(): string {
  const figures = (picture: Picture) => sizes.map(each => `<img src="${fileOf(picture, each)}" alt="${picture.name}, ${label(each)}" loading="lazy">`).join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>openclaw-rescue: gallery</title>
<style>body{font-family:system-ui,sans-serif;margin:2em;background:#f5f5f5}img{margin:.5em;vertical-align:top;max-width:100%}nav{columns:4 14em}</style>
<h1>Gallery</h1>
<nav>${pictures.map(({name}) => `<a href="#${name}">${name}</a>`).join('<br>\n')}</nav>
${pictures.map(picture => `<h2 id="${picture.name}">${picture.name}</h2>\n${figures(picture)}`).join('\n')}
</html>
`;
}
