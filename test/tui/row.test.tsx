/** One line of cells, in whatever way it comes to its reader. */
import {stripVTControlCharacters} from 'node:util';
import {afterEach, expect, it} from 'vitest';
import {Row} from '../../src/tui/components/row.tsx';
import {setUnicode} from '../../src/tui/glyphs.ts';
import {drawn} from '../helpers/frame.tsx';

afterEach(() => setUnicode(true));

const LONG = '~/.openclaw-a-rather-long-name';
const row = (name: string) => <Row cells={[{text: name, width: 20, style: 'quiet'}, {text: '19789', width: 8, style: 'focus'}, {text: 'config'}]} />;
const textOf = (name: string) => stripVTControlCharacters(drawn(row(name), 60, 5)).split('\n')[0] ?? '';

it.each([true, false])('keeps its columns where a cell is cut (with signs of Unicode: %s)', isUnicode => {
  setUnicode(isUnicode);
  expect(textOf(LONG)).toContain(isUnicode ? 'a-rath…' : 'a-rath~');
  expect([textOf(LONG).indexOf('19789'), textOf(LONG).indexOf('config')]).toEqual([textOf('short').indexOf('19789'), textOf('short').indexOf('config')]);
});

it('is heard whole', () => {
  expect(drawn(row(LONG), 60, 5, {isScreenReaderEnabled: true})).toBe(`${LONG} 19789 config`);
});
