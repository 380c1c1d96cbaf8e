/** A rescue whose gateway ends as soon as it is started: what its service does, and what we say. */
import {afterEach, beforeAll, expect, test} from 'vitest';
import {isHealthy} from '../openclaw/gateway.ts';
import {CONFIG, MAIN_PORT, RESCUE_PORT, until} from '../openclaw/home.ts';
import {home, installMain, lookAtMain, ours, PATIENCE_MS, rescue, standingStill} from './host.ts';

/** OpenClaw's exit code for a config that it will not start with; the unit says that systemd is not to try again. */
const REFUSED = '78';

let mainBefore: Awaited<ReturnType<typeof lookAtMain>>;
let good: string;

beforeAll(async () => {
  await installMain();
  mainBefore = await lookAtMain();
  await ours('setup');
  await ours('gateway', 'install', '--no-start');
  good = home.read(CONFIG);
});

afterEach(async () => {
  expect(await lookAtMain()).toEqual(mainBefore);
  expect(await isHealthy(MAIN_PORT)).toBe(true);
});

test.for([
  ['an unknown key', (config: Config) => ({...config, frobnicate: true})],
  ['a bind for all with nobody asked for a token', (config: Config) => ({...config, gateway: {...config.gateway, bind: 'lan', auth: {mode: 'none'}}})],
] as const)('%s: the service fails once and for all, and start says so in one line', async ([, damage]) => {
  home.write(CONFIG, `${JSON.stringify(damage(JSON.parse(good)), null, 2)}\n`);
  const {code, stdout, stderr} = await standingStill(() => home.ours(['gateway', 'start']));
  expect(code, `${stdout}${stderr}`).toBe(1);
  expect(stdout).toBe('');
  const problems = stderr.split('\n').filter(line => line.startsWith('openclaw-rescue: '));
  expect(problems, stderr).toHaveLength(1);
  expect(problems[0]).toContain(rescue.name);
  expect(stderr).not.toMatch(/\n\s+at /);
  await until(PATIENCE_MS, async () => (await rescue.show())['ActiveState'] === 'failed' || undefined, () => 'the service does not fail');
  expect(await rescue.show()).toMatchObject({Result: 'exit-code', ExecMainStatus: REFUSED, NRestarts: '0', MainPID: '0'});
  expect((await home.ours(['status'])).stdout).toContain('FAILED');
});

test('with the config put right it starts again', async () => {
  home.write(CONFIG, good);
  expect((await ours('gateway', 'start')).stdout).toContain('is running and healthy');
  await rescue.healthy(RESCUE_PORT);
});

type Config = {readonly gateway: object};
