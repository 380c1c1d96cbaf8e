/** Who died left nothing that stays, and who lives keeps what he has. */
import {existsSync, mkdirSync, readdirSync, readlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {removeLeftovers} from '../../src/apply/leftovers.ts';
import {tryLock} from '../../src/apply/locks.ts';
import {makeHome} from '../helpers/home.ts';

function own() {
  const folder = join(makeHome().path, 'own');
  const places = {locks: join(folder, 'locks'), journals: join(folder, 'journals')};
  for (const path of Object.values(places)) mkdirSync(path, {recursive: true});
  return {folder, ...places};
}

/** No process has this number. */
const DEAD = `rescue@x.4194305.1.${/\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0]}`;

// A release that failed half-way leaves the second alone.
it.each([[['claim', 'held']], [['claim']], [['held']]])('deletes what the dead held (%s), with the folders that were made for it', ends => {
  const places = own();
  for (const end of ends) writeFileSync(join(places.locks, `${DEAD}.${end}`), '');
  removeLeftovers(places);
  expect(existsSync(places.locks)).toBe(false);
  expect(existsSync(places.journals)).toBe(true);
});

it('deletes what was not whole, and nothing else', () => {
  const places = own();
  const names = ['rescue@x.json', 'rescue@x.json.77.tmp'];
  for (const name of names) writeFileSync(join(places.journals, name), '');
  for (const name of ['config.json', 'config.json.tmp-5547112313e5fac8', 'config.json.tmp-5547112313e5fac9']) writeFileSync(join(places.folder, name), '');
  utimesSync(join(places.folder, 'config.json.tmp-5547112313e5fac8'), 0, 0);
  removeLeftovers(places);
  expect(readdirSync(places.journals)).toEqual(['rescue@x.json']);
  // The second may be written right now.
  expect(readdirSync(places.folder).sort()).toEqual(['config.json', 'config.json.tmp-5547112313e5fac9', 'journals']);
});

it('leaves everything while somebody holds a lock', async () => {
  const places = own();
  writeFileSync(join(places.journals, 'rescue@x.json.77.tmp'), '');
  const lock = await tryLock(places.locks, 'rescue@x');
  expect(lock.kind).toBe('ours');
  const before = readdirSync(places.locks);
  removeLeftovers(places);
  expect(readdirSync(places.locks)).toEqual(before);
  expect(readdirSync(places.journals)).toEqual(['rescue@x.json.77.tmp']);
  if (lock.kind === 'ours') lock.release();
});

it('makes nothing where there is nothing', () => {
  const folder = join(makeHome().path, 'own');
  removeLeftovers({locks: join(folder, 'locks'), journals: join(folder, 'journals')});
  expect(existsSync(folder)).toBe(false);
});
