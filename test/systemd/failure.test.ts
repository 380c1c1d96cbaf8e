/** A rescue whose gateway ends as soon as it is started: what its service does, and what we say. */
import {afterEach, beforeAll, expect, test} from 'vitest';
import {isHealthy} from '../openclaw/gateway.ts';
import {CONFIG, MAIN_PORT, RESCUE_PORT, until} from '../openclaw/home.ts';
import {closed, home, installMain, lookAtMain, ours, PATIENCE_MS, rescue, standingStill} from './host.ts';

/** OpenClaw's exit code for a config that it will not start with; the unit says that systemd is not to try again. */
const REFUSED = '78';

let mainBefore: Awaited<ReturnType<typeof lookAtMain>>;

beforeAll(async () => {
  await installMain();
  mainBefore = await lookAtMain();
});

afterEach(async () => {
  expect(await lookAtMain()).toEqual(mainBefore);
  expect(await isHealthy(MAIN_PORT)).toBe(true);
});

test.for([
  ['an unknown key', (config: Config) => ({...config, frobnicate: true})],
  ['a bind for all with nobody asked for a token', (config: Config) => ({...config, gateway: {...config.gateway, bind: 'lan', auth: {mode: 'none'}}})],
] as const)('%s: the service fails once, start says so in one line, and works again with the config put right', {timeout: 300_000}, async ([, damage]) => {
  await ours('setup');
  await ours('gateway', 'install', '--no-start');
  const good = home.read(CONFIG);
  home.write(CONFIG, `${JSON.stringify(damage(JSON.parse(good)), null, 2)}\n`);

  const {code, stdout, stderr} = await standingStill(() => home.ours(['gateway', 'start']));
  expect(code, `${stdout}${stderr}`).toBe(1);
  const problems = stderr.split('\n').filter(line => line.startsWith('openclaw-rescue: '));
  expect(problems, stderr).toHaveLength(1);
  expect(problems[0]).toContain(rescue.name);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/\n\s+at /);
  await until(PATIENCE_MS, async () => (await rescue.show())['ActiveState'] === 'failed' || undefined, () => 'the service does not fail');
  expect(await rescue.show()).toMatchObject({Result: 'exit-code', ExecMainStatus: REFUSED, NRestarts: '0', MainPID: '0'});
  expect((await home.ours(['status'])).stdout).toContain('FAILED');

  home.write(CONFIG, good);
  const again = await ours('gateway', 'start');
  expect(again.stdout).toContain('is running and healthy');
  await rescue.healthy(RESCUE_PORT);
  await ours('gateway', 'stop');
  await closed(RESCUE_PORT);
});

type Config = {readonly gateway: object};
