/** An OpenClaw of the rescue's own, by the real npm: installed, judging the config, running the gateway, in another version and back. */
import {basename} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {Gateway, isHealthy} from './gateway.ts';
import {contentsOf, Home, MAIN, MAIN_PORT, ONBOARD, RESCUE, RESCUE_PORT, UNIT} from './home.ts';

const VERSION = basename(process.env['OPENCLAW_TEST_PREFIX'] ?? '');
const OTHER = process.env['OPENCLAW_TEST_OTHER'] ?? '';
/** npm unpacks 41,000 files each time. */
const LIMIT_MS = 900_000;

let home: Home;

beforeEach(() => {
  home = new Home();
  home.write('.npmrc', `offline=true\ncache=${process.env['OPENCLAW_TEST_PACKAGES']}\nupdate-notifier=false\n`);
});

afterEach(async () => {
  await Gateway.stopAll();
  home.remove();
});

const entryOf = (version: string) => home.file(`${RESCUE}/engine/${version}/node_modules/openclaw/dist/index.js`);

test('its own engine is installed, judges the config, runs the gateway, and can be another version', {timeout: LIMIT_MS}, async () => {
  expect((await home.openclaw(...ONBOARD, '--gateway-port', String(MAIN_PORT))).code).toBe(0);
  const main = home.snapshot(MAIN);

  const made = await home.apply(['--own-engine'], home.hostile, LIMIT_MS);
  expect(made.code, made.stderr).toBe(0);
  expect(made.report).toMatchObject({result: {kind: 'applied'}, problems: []});
  expect(made.stderr).toContain('done     ask OpenClaw whether it is valid');
  expect(home.read(UNIT)).toContain(`${entryOf(VERSION)} gateway --port ${RESCUE_PORT}`);
  // What npm 12 leaves out, OpenClaw has made up for.
  expect(home.list(`${RESCUE}/engine/${VERSION}/node_modules/openclaw`)).not.toContain('.openclaw-lifecycle-pending');

  const {stdout} = await home.ours(['engine', '--json']);
  const shown = JSON.parse(stdout);
  expect(shown).toMatchObject({engine: 'own', version: VERSION, entry: entryOf(VERSION), main: {version: VERSION}});
  expect(shown.main.entry).not.toBe(shown.entry);
  const mebibytes = shown.bytes / 2 ** 20;
  expect(mebibytes).toBeGreaterThan(300);
  expect(mebibytes).toBeLessThan(1300);

  const before = contentsOf(home.snapshot(UNIT, `${RESCUE}/openclaw.json`, `${RESCUE}/engine/pinned`));
  const upgraded = await home.ours(['engine', 'upgrade', OTHER], {}, LIMIT_MS);
  expect(upgraded.code, upgraded.stderr).toBe(0);
  expect((await home.ours(['exec', '--version'])).stdout).toContain(`OpenClaw ${OTHER}`);
  expect((await home.openclaw('--version')).stdout).toContain(`OpenClaw ${VERSION}`);
  expect(home.read(UNIT)).toContain(entryOf(OTHER));

  const undone = await home.ours(['undo']);
  expect(undone.code, undone.stderr).toBe(0);
  expect(contentsOf(home.snapshot(UNIT, `${RESCUE}/openclaw.json`, `${RESCUE}/engine/pinned`))).toEqual(before);
  expect(home.list(`${RESCUE}/engine`)).toEqual([VERSION, 'pinned']);

  const gateway = Gateway.launch(home, {program: process.execPath, args: [home.program, '--profile', 'rescue', 'gateway']});
  await gateway.ready(RESCUE_PORT);
  expect(await isHealthy(RESCUE_PORT)).toBe(true);
  // OpenClaw's own audit of the service, by the engine that it starts.
  const audit = await home.ours(['exec', 'gateway', 'status', '--json']);
  expect(JSON.parse(audit.stdout.slice(audit.stdout.indexOf('{'))).service.configAudit).toMatchObject({ok: true, issues: []});
  await gateway.stop();

  // By now the state is of this version, and an older one says that it can't open it, before it is started on it.
  const afterwards = contentsOf(home.snapshot(UNIT, `${RESCUE}/openclaw.json`, `${RESCUE}/engine/pinned`));
  const refused = await home.ours(['engine', 'upgrade', OTHER], {}, LIMIT_MS);
  expect(refused).toMatchObject({code: 1, stderr: expect.stringContaining('cannot open your existing data')});
  expect(contentsOf(home.snapshot(UNIT, `${RESCUE}/openclaw.json`, `${RESCUE}/engine/pinned`))).toEqual(afterwards);
  expect(home.list(`${RESCUE}/engine`)).toEqual([VERSION, 'pinned']);
  expect(home.snapshot(MAIN)).toEqual(main);
});

test('a version that is none leaves everything as it was', {timeout: LIMIT_MS}, async () => {
  expect((await home.apply()).code).toBe(0);
  const before = contentsOf(home.snapshot(UNIT, RESCUE));
  const {code, stderr} = await home.ours(['onboard', '--non-interactive', '--own-engine'], {npm_config_cache: home.file('empty')});
  expect(code).toBe(1);
  expect(stderr).toContain(`npm can’t install OpenClaw ${VERSION}`);
  expect(contentsOf(home.snapshot(UNIT, RESCUE))).toEqual(before);
});
