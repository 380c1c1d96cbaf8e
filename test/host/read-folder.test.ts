import {mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {readFolder} from '../../src/host/files.ts';
import {makeHome} from '../helpers/home.ts';

it('tells folders, and links to them, from the rest', () => {
  const home = makeHome({hasMain: false});
  mkdirSync(join(home.path, 'folder'));
  home.write('file', '');
  symlinkSync('folder', join(home.path, 'link'));
  symlinkSync('nowhere', join(home.path, 'dangling'));
  expect(Object.fromEntries(readFolder(home.path).map(({name, isFolder}) => [name, isFolder]))).toEqual({folder: true, file: false, link: true, dangling: false});
});

it('finds nothing where there is no folder', () => {
  const home = makeHome({hasMain: false});
  home.write('file', '');
  expect([...readFolder(join(home.path, 'absent')), ...readFolder(join(home.path, 'file'))]).toEqual([]);
});

it('reads no more than a person would look through', () => {
  const home = makeHome({hasMain: false});
  for (let index = 0; index < 5; index++) mkdirSync(join(home.path, String(index)));
  expect(readFolder(home.path, 3)).toHaveLength(3);
});
