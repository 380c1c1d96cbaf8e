/** Values of all kinds, read back by what the lines are for. */
import {execFileSync} from 'node:child_process';
import {parseEnv} from 'node:util';
import {expect, it} from 'vitest';
import {parseUnit} from '../../src/rules/service/systemd.ts';
import {environmentText} from '../../src/shells/env.ts';

const VALUES = {
  OPENCLAW_CONFIG_PATH: '/home/jane/.openclaw-rescue/openclaw.json',
  OPENCLAW_STATE_DIR: "/home/it's a {place} ä 日/100% \\n $HOME `id` \"x\"",
  OPENCLAW_GATEWAY_PORT: '19789',
};

it('sh', () => {
  const script = `${environmentText(VALUES, 'sh')}exec env -0`;
  const output = execFileSync('/bin/sh', ['-c', script], {env: {PATH: '/usr/bin:/bin'}, encoding: 'utf8'});
  const read = Object.fromEntries(output.split('\0').filter(Boolean).map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  expect(read).toMatchObject(VALUES);
});

it('dotenv', () => {
  // One with every kind of quote can't be written there at all.
  const values = {...VALUES, OPENCLAW_STATE_DIR: '/home/it\'s a {place} ä 日/100% $HOME `id`'};
  expect(parseEnv(environmentText(values, 'dotenv'))).toEqual(values);
  expect(parseEnv(environmentText({A: '/home/"x" \\n'}, 'dotenv'))).toEqual({A: '/home/"x" \\n'});
});

it('systemd', () => {
  expect(parseUnit([`[Service]\nExecStart=/bin/true gateway\n${environmentText(VALUES, 'systemd')}`], '/home/jane').environment).toEqual(VALUES);
});

it.each([
  ['fish', `set -gx A '/it\\'s \\\\ $x'\n`],
  ['powershell', `$env:A = '/it''s \\ $x'\n`],
] as const)('%s', (syntax, line) => {
  expect(environmentText({A: "/it's \\ $x"}, syntax)).toBe(line);
});
