/** One host from its first rescue profile on: main's gateway runs all the while, and nothing that we do may touch it. */
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {admits, assertFree, Gateway, isHealthy} from './gateway.ts';
import {CONFIG, Home, MAIN, MAIN_PORT, ONBOARD, OTHER_PORT, RESCUE, RESCUE_PORT, type Snapshot, UNIT} from './home.ts';

const PROFILE = ['--profile', 'rescue'];

const home = new Home();
let main: Gateway;
let rescue: Gateway;
let mainBefore: {readonly files: Snapshot; readonly process: string};

/** What is main's and its own gateway does not write while it runs. */
const lookAtMain = () => ({
  files: home.snapshot(...['openclaw.json', 'openclaw.json.bak', 'workspace'].map(name => `${MAIN}/${name}`)),
  process: main.identity,
});

/** Our program beside main's gateway. That one writes into its state dir by itself, so it stands still meanwhile. */
const apply = (...args: readonly string[]) =>
  main.whilePaused(async () => {
    const before = home.snapshot(MAIN);
    const run = await home.apply(args);
    expect(home.snapshot(MAIN)).toEqual(before);
    return run;
  });
const tokenOf = (config: string): string => home.readJson(config).gateway.auth.token;
const lookAtRescue = () => home.snapshot(CONFIG, UNIT);

beforeAll(async () => {
  await assertFree(MAIN_PORT, RESCUE_PORT, OTHER_PORT);
  const {code, stderr} = await home.openclaw(...ONBOARD, '--gateway-port', String(MAIN_PORT));
  expect(code, stderr).toBe(0);
  main = await Gateway.start(home, [], MAIN_PORT);
  mainBefore = lookAtMain();
});

afterEach(async () => {
  expect(lookAtMain()).toEqual(mainBefore);
  expect(await isHealthy(MAIN_PORT)).toBe(true);
});

afterAll(async () => {
  await Gateway.stopAll();
  home.remove();
});

test('main is what the suite takes it for', () => {
  const names = Object.keys(mainBefore.files);
  expect(names).toEqual(expect.arrayContaining([`${MAIN}/openclaw.json`, `${MAIN}/openclaw.json.bak`, `${MAIN}/workspace/AGENTS.md`]));
  expect(Object.values(mainBefore.files)).not.toContain('absent');
});

test('writes a rescue profile that OpenClaw accepts', async () => {
  const {code, stderr, report} = await apply();
  expect(code, stderr).toBe(0);
  expect(report).toMatchObject({
    profile: 'rescue',
    answers: {basePort: RESCUE_PORT, workspace: home.file(`${RESCUE}/workspace-rescue`)},
    result: {kind: 'applied', exitCode: 0},
  });
  expect(report.ports).toContainEqual(expect.objectContaining({id: 'cdp', from: RESCUE_PORT + 11, to: RESCUE_PORT + 110}));
  expect([RESCUE, CONFIG, UNIT].map(name => home.mode(name))).toEqual(['0700', '0600', '0600']);
  expect(await home.validate()).toEqual({valid: true, path: home.file(CONFIG), warnings: []});
});

test('its gateway runs on our port, with our token, beside main’s', async () => {
  rescue = await Gateway.start(home, PROFILE, RESCUE_PORT);
  expect(await isHealthy(MAIN_PORT)).toBe(true);
  const tokens = {main: tokenOf(`${MAIN}/openclaw.json`), rescue: tokenOf(CONFIG)};
  const admitted = {
    rescueHere: await admits(RESCUE_PORT, tokens.rescue),
    mainHere: await admits(RESCUE_PORT, tokens.main),
    rescueAtMain: await admits(MAIN_PORT, tokens.rescue),
    mainAtMain: await admits(MAIN_PORT, tokens.main),
  };
  expect(admitted).toEqual({rescueHere: true, mainHere: false, rescueAtMain: false, mainAtMain: true});
});

test('browser status gives the CDP port base + 11', async () => {
  expect(await home.openclawJson(...PROFILE, 'browser', 'status', '--json')).toMatchObject({enabled: true, cdpPort: RESCUE_PORT + 11});
});

test('gateway status finds our unit and has nothing to say against it', async () => {
  const status = await home.openclawJson(...PROFILE, 'gateway', 'status', '--json');
  const place = {path: home.file(CONFIG), exists: true, valid: true};
  expect(status).toMatchObject({
    config: {cli: place, daemon: place},
    gateway: {bindMode: 'loopback', port: RESCUE_PORT},
    port: {port: RESCUE_PORT, status: 'busy'},
    rpc: {ok: true},
    service: {
      command: {
        programArguments: expect.arrayContaining(['gateway', '--port', String(RESCUE_PORT)]),
        environment: {
          OPENCLAW_PROFILE: 'rescue',
          OPENCLAW_STATE_DIR: home.file(RESCUE),
          OPENCLAW_CONFIG_PATH: home.file(CONFIG),
          OPENCLAW_GATEWAY_PORT: String(RESCUE_PORT),
        },
        sourcePath: home.file(UNIT),
      },
      configAudit: {ok: true, issues: []},
    },
  });
});

test('a second run changes nothing', async () => {
  const before = {files: lookAtRescue(), process: rescue.identity};
  const {code, report} = await apply();
  expect({code, kind: report.result.kind}).toEqual({code: 0, kind: 'nothing'});
  expect(report.changes.map(({action}) => action)).toEqual(report.changes.map(() => 'unchanged'));
  expect({files: lookAtRescue(), process: rescue.identity}).toEqual(before);
  expect(await isHealthy(RESCUE_PORT)).toBe(true);
});

test('OpenClaw’s own onboarding keeps what we wrote, and we have nothing to add to it', async () => {
  await rescue.stop();
  const before = home.readJson(CONFIG);
  const {code, stderr} = await home.openclaw(...PROFILE, ...ONBOARD);
  expect(code, stderr).toBe(0);
  const onboarded = home.readJson(CONFIG);
  expect(onboarded).toMatchObject(before);
  expect(Object.keys(onboarded)).toEqual(expect.arrayContaining(['meta', 'wizard', 'tools']));
  const files = lookAtRescue();
  const {report} = await apply();
  expect(report.result.kind).toBe('nothing');
  expect(lookAtRescue()).toEqual(files);
  rescue = await Gateway.start(home, PROFILE, RESCUE_PORT);
});

test('another port changes config and unit together, and nothing else in them', async () => {
  const set = await home.openclaw(...PROFILE, 'config', 'set', 'tools.profile', 'minimal');
  expect(set.code, set.stderr).toBe(0);
  const before = {config: home.read(CONFIG), unit: home.read(UNIT)};
  expect(JSON.parse(before.config)).toMatchObject({tools: {profile: 'minimal'}, meta: {lastTouchedVersion: expect.any(String)}});
  const {code, stderr, report} = await apply('--gateway-port', String(OTHER_PORT));
  expect(code, stderr).toBe(0);
  expect(report.changes.filter(({action}) => action === 'update').map(({path}) => path)).toEqual([home.file(CONFIG), home.file(UNIT)]);
  expect(home.read(CONFIG)).toBe(before.config.replace(`"port": ${RESCUE_PORT}`, `"port": ${OTHER_PORT}`));
  expect(home.read(UNIT)).toBe(before.unit.replaceAll(String(RESCUE_PORT), String(OTHER_PORT)));
  expect(before.unit.split(String(RESCUE_PORT))).toHaveLength(3);
  expect([CONFIG, UNIT].map(name => home.mode(name))).toEqual(['0600', '0600']);
  expect(await home.validate()).toMatchObject({valid: true});
});

/** A start compares the config with the last one that it knows as good, and may put that one back. */
test('the restarted gateway listens there and does not take the edit for damage', async () => {
  const written = home.read(CONFIG);
  expect(home.list(RESCUE)).toContain('openclaw.json.bak');
  await rescue.stop();
  rescue = await Gateway.start(home, PROFILE, OTHER_PORT);
  expect(await isHealthy(RESCUE_PORT)).toBe(false);
  expect(await admits(OTHER_PORT, tokenOf(CONFIG))).toBe(true);
  expect(home.list(RESCUE).filter(name => name.includes('clobbered'))).toEqual([]);
  expect(home.read(CONFIG)).toBe(written);
  expect(await home.openclawJson(...PROFILE, 'browser', 'status', '--json')).toMatchObject({cdpPort: OTHER_PORT + 11});
});
