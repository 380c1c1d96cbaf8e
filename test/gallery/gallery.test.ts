/** Every picture of the gallery fits its window, and says without colour what it says with it. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import stringWidth from 'string-width';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {speak} from '../../src/text/language.ts';
import {ROOT} from '../helpers/home.ts';
import {type Picture, PICTURES, SIZES} from './draw.tsx';

// Ink reads it when it is loaded.
vi.hoisted(() => (process.env['FORCE_COLOR'] = '3'));

const named = (name: string) => PICTURES.find(picture => picture.name === name) as Picture;
const textOf = (frame: string) => stripVTControlCharacters(frame).split('\n');

it('has each name once', () => expect(new Set(PICTURES.map(({name}) => name)).size).toBe(PICTURES.length));

describe.each(SIZES)('$columns x $rows', size => {
  it.each(PICTURES)('$name fits', ({name, draw}) => {
    const rows = textOf(draw(size));
    const isPart = /^(parts|problems)\//.test(name);
    if (!isPart) expect(rows.length).toBeLessThan(size.rows);
    for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(size.columns);
    // A header, a body, a footer with a key in it.
    const filled = rows.filter(row => row.trim() !== '');
    expect(filled.length).toBeGreaterThanOrEqual(isPart ? 1 : 5);
    expect(filled.join('')).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe('ASCII', () => {
  it.each(PICTURES.filter(({isAscii}) => isAscii))('$name has nothing else', ({draw}) => {
    for (const size of SIZES) expect(textOf(draw(size)).join('\n')).toMatch(/^[\n -~]*$/);
  });
});

describe('colour', () => {
  it('is there, and adds no word', () => {
    const dark = named('ports/overlap').draw(SIZES[1]!);
    expect(dark).toMatch(/\u001b\[38;5;221m/);
    expect(named('ports/overlap-light').draw(SIZES[1]!)).toMatch(/\u001b\[38;5;94m/);
    const plain = named('ports/overlap-no-colour').draw(SIZES[1]!);
    expect(plain).not.toMatch(/\u001b\[([34]8|[39]\d|4\d|10\d)/);
    expect(textOf(plain)).toEqual(textOf(dark));
  });

  /** The row that holds a text, without colour. */
  const row = (name: string, text: string | RegExp) => textOf(named(name).draw(SIZES[1]!)).find(line => (typeof text === 'string' ? line.includes(text) : text.test(line))) ?? '';

  it('is not needed to tell a free port from one in use, of main, or unknown', () => {
    const states = ['ports/clean', 'ports/in-use', 'ports/overlap', 'ports/asking'].map(name => row(name, 'Gateway (ws')).map(line => line.slice(52).trim());
    expect(new Set(states).size).toBe(4);
    expect(row('ports/clean', 'Gateway (ws')).toMatch(/^ {3}Gateway/);
    for (const name of ['ports/in-use', 'ports/overlap']) expect(row(name, 'Gateway (ws')).toMatch(/^ ! Gateway/);
  });

  it('is not needed to see which line has the focus, and what is chosen', () => {
    expect(row('gateway/lan', 'Bind')).toMatch(/^ › Bind +‹ .+ ›/);
    expect(row('gateway/lan', 'Token')).toMatch(/^ {3}Token/);
    expect(row('changed/restored', 'gateway.bind')).toMatch(/^ ›/);
    expect(row('changed/restored', 'gateway.bind')).not.toBe(row('changed/kept', 'gateway.bind'));
  });

  it('is not needed to read a diff', () => {
    const rows = textOf(named('review/diffs').draw({columns: 120, rows: 200}));
    expect(rows.filter(line => /^ +\+/.test(line)).length).toBeGreaterThan(10);
  });

  it('is not needed to tell good from bad', () => {
    expect(row('profile/refused', 'Profile ')).not.toBe(row('profile/new', 'Profile '));
    for (const [name, sign] of [['profile/refused', '✗'], ['ports/too-near', '✗'], ['gateway/lan', '!'], ['review/isolated', '✓'], ['review/overlap', '!'], ['apply/failed', '✗']] as const) expect(row(name, new RegExp(`^ *${sign} `)), name).not.toBe('');
  });
});

it('speaks English again afterwards', () => {
  speak('en');
  expect(textOf(named('ports/clean').draw(SIZES[1]!)).join('\n')).toContain('Base port');
});

it('is drawn by its command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-rescue-gallery-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  const {status, stderr} = spawnSync(process.execPath, ['test/gallery/run.ts', '--svg', folder, '--size', '80x24', 'ports/clean'], {cwd: ROOT, encoding: 'utf8'});
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(readdirSync(folder)).toContain('ports-clean-80x24.svg');
});
