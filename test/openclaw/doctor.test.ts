/** What doctor foretells, and that it really comes: one thing at a time is broken on a pair of real gateways. */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {createServer, type Server} from 'node:http';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {admits, assertFree, Gateway, isHealthy, useTool} from './gateway.ts';
import {CONFIG, Home, MAIN, MAIN_PORT, ONBOARD, RESCUE, RESCUE_PORT, UNIT, until} from './home.ts';

const MAIN_CONFIG = `${MAIN}/openclaw.json`;
const TOKENS = {main: 'a1'.repeat(24), rescue: 'c3'.repeat(24)};
/** Of main's own browser. */
const CDP_PORT = MAIN_PORT + 11;
const PINNED_PORT = 9333;
const PAGES_PORT = 8088;
const PROFILE = ['--profile', 'rescue'];

const chromium = spawnSync('chromium', ['--version']).status === 0 ? 'chromium' : undefined;
const browser = {executablePath: '/usr/bin/chromium', headless: true, noSandbox: true, ssrfPolicy: {allowedHostnames: ['127.0.0.1']}};

const home = new Home();
let main: Gateway;

type Keys = Readonly<Record<string, unknown>>;

function configure(name: string, port: number, token: string, more: Keys = {}): void {
  const config = {gateway: {mode: 'local', port, bind: 'loopback', auth: {mode: 'token', token}}, discovery: {mdns: {mode: 'off'}}, channels: {telegram: {enabled: false}}, ...more};
  home.write(name, `${JSON.stringify(config, null, 2)}\n`);
}

const configureMain = (more: Keys = {browser}) => configure(MAIN_CONFIG, MAIN_PORT, TOKENS.main, more);
const configureRescue = (port = RESCUE_PORT, more: Keys = {}) => configure(CONFIG, port, TOKENS.rescue, more);

/** What doctor says of the rescue profile: the text of one finding. */
async function foretold(id: string): Promise<string> {
  const {code, stdout, stderr} = await home.ours(['doctor', '--json']);
  const {findings} = JSON.parse(stdout) as {findings: {id: string; severity: string; text: string}[]};
  expect([code, findings.find(finding => finding.id === id)?.severity], stderr).toEqual([3, 'error']);
  return findings.find(finding => finding.id === id)?.text ?? '';
}

/** The environment by which OpenClaw knows that a service manager started it. */
const AS_SERVICE = {OPENCLAW_SERVICE_MARKER: 'openclaw', OPENCLAW_SERVICE_KIND: 'gateway'};
const pathsOf = (folder: string) => ({OPENCLAW_STATE_DIR: home.file(folder), OPENCLAW_CONFIG_PATH: home.file(`${folder}/openclaw.json`)});

const openTabs = async (port: number, token: string) => {
  const {details} = await useTool(port, token, 'browser', {action: 'tabs'});
  return (details['tabs'] as {url: string; targetId: string}[] | undefined) ?? [];
};

beforeAll(async () => {
  await assertFree(MAIN_PORT, RESCUE_PORT, CDP_PORT);
  configureMain();
  main = await Gateway.start(home, [], MAIN_PORT);
});

afterEach(() => Gateway.stopAll(gateway => gateway !== main));

afterAll(async () => {
  await Gateway.stopAll();
  home.remove();
});

test('a base port 11 above main: its first browser can’t start', async () => {
  configureRescue(CDP_PORT);
  expect(await foretold('base-near')).toContain(`main’s 1st browser profile is ${CDP_PORT}, where rescue listens`);
  await Gateway.start(home, PROFILE, CDP_PORT);
  const {status} = await useTool(MAIN_PORT, TOKENS.main, 'browser', {action: 'start'});
  expect([status, main.log]).toEqual([500, expect.stringContaining(`PortInUseError: Port ${CDP_PORT} is already in use`)]);
});

describe.skipIf(chromium === undefined)('with a real Chromium', () => {
  let pages: Server;
  let pinned: ChildProcess | undefined;

  beforeAll(async () => {
    pages = createServer((request, response) => response.setHeader('content-type', 'text/html').end(`<title>${request.url}</title>`)).listen(PAGES_PORT, '127.0.0.1');
  });
  afterAll(() => {
    pages.close();
    pinned?.kill('SIGKILL');
  });

  test('one CDP port: the rescue drives main’s Chrome, and nobody says so', async () => {
    configureRescue(RESCUE_PORT, {browser: {...browser, profiles: {openclaw: {cdpPort: CDP_PORT}}}});
    expect(await foretold('cdp-port-shared')).toContain('drives the Chrome of the first, its tabs and logins, unnoticed');
    await useTool(MAIN_PORT, TOKENS.main, 'browser', {action: 'start'});
    await useTool(MAIN_PORT, TOKENS.main, 'browser', {action: 'open', url: `http://127.0.0.1:${PAGES_PORT}/of-main`});
    await Gateway.start(home, PROFILE, RESCUE_PORT);
    const {status, details} = await useTool(RESCUE_PORT, TOKENS.rescue, 'browser', {action: 'start'});
    expect([status, details['running'], details['pid']]).toEqual([200, true, null]);
    expect((await openTabs(RESCUE_PORT, TOKENS.rescue)).map(({url}) => url)).toContain(`http://127.0.0.1:${PAGES_PORT}/of-main`);
  });

  test('one pinned cdpUrl: each closes the tabs of the other', async () => {
    const cdpUrl = `http://127.0.0.1:${PINNED_PORT}`;
    const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', `--remote-debugging-port=${PINNED_PORT}`, `--user-data-dir=${home.file('chromium')}`];
    pinned = spawn('chromium', [...flags, 'about:blank'], {env: {...home.env}, stdio: 'ignore'});
    await until(30_000, async () => (await fetch(`${cdpUrl}/json/version`).then(({ok}) => ok, () => false)) || undefined, () => 'Chromium does not answer');
    await main.stop();
    configureMain({browser: {cdpUrl, ssrfPolicy: browser.ssrfPolicy}});
    configureRescue(RESCUE_PORT, {browser: {cdpUrl, ssrfPolicy: browser.ssrfPolicy}});
    expect(await foretold('cdp-url-shared')).toBe(`Both main and rescue drive the browser at ${cdpUrl}: each sees and closes the tabs of the other.`);
    main = await Gateway.start(home, [], MAIN_PORT);
    await Gateway.start(home, PROFILE, RESCUE_PORT);
    const url = `http://127.0.0.1:${PAGES_PORT}/pinned`;
    const tabOf = async (port: number, token: string) => (await openTabs(port, token)).find(tab => tab.url === url);
    await useTool(MAIN_PORT, TOKENS.main, 'browser', {action: 'open', url});
    const {targetId} = await until(30_000, () => tabOf(RESCUE_PORT, TOKENS.rescue), () => 'rescue does not see the tab of main');
    await useTool(RESCUE_PORT, TOKENS.rescue, 'browser', {action: 'close', targetId});
    await until(30_000, async () => ((await tabOf(MAIN_PORT, TOKENS.main)) ? undefined : true), () => 'the tab of main is still there');
  });
});

describe('a unit with main’s paths in it', () => {
  const swapped = () => {
    configureRescue();
    const environment = Object.entries({...AS_SERVICE, OPENCLAW_PROFILE: 'rescue', ...pathsOf(MAIN)}).map(([name, value]) => `Environment=${name}=${value}`);
    home.write(UNIT, ['[Service]', `ExecStart=openclaw gateway --port ${RESCUE_PORT}`, ...environment, ''].join('\n'));
    return Gateway.launch(home, {args: ['gateway', '--port', String(RESCUE_PORT)], env: {...AS_SERVICE, OPENCLAW_PROFILE: 'rescue', ...pathsOf(MAIN)}});
  };
  afterAll(() => home.remove(UNIT));

  test('ends at once while main runs', async () => {
    const gateway = swapped();
    expect(await foretold('service-crossed')).toContain('starts on main’s state: it ends at once while main runs, and while main is down it takes its place, so that main can’t start');
    await gateway.says('another OpenClaw process owns gateway-lifecycle');
    expect((await gateway.end()).code).toBe(78);
    expect(await isHealthy(MAIN_PORT)).toBe(true);
  });

  test('takes main’s place while main is down, and main can’t start', async () => {
    await main.stop();
    await swapped().ready(RESCUE_PORT);
    expect([await admits(RESCUE_PORT, TOKENS.main), await admits(RESCUE_PORT, TOKENS.rescue)]).toEqual([true, false]);
    const {code} = await Gateway.launch(home, {args: ['gateway']}).end();
    expect(code).toBe(78);
  });
});

describe('the port of main', () => {
  beforeAll(async () => {
    configureMain();
    main = await Gateway.start(home, [], MAIN_PORT);
    configureRescue(MAIN_PORT);
  });

  test('a rescue in a terminal gives up', async () => {
    expect(await foretold('base-equal')).toBe(`Both main and rescue take port ${MAIN_PORT}: whichever starts second gives up, and as a service it kills the first.`);
    await Gateway.launch(home, {args: [...PROFILE, 'gateway']}).says(`Port ${MAIN_PORT} is already in use`);
    expect(await isHealthy(MAIN_PORT)).toBe(true);
  });

  test.skipIf(spawnSync('lsof', ['-v']).error !== undefined)('a rescue that is a service kills main', async () => {
    const rescue = Gateway.launch(home, {args: ['gateway', '--port', String(MAIN_PORT)], env: {...AS_SERVICE, OPENCLAW_PROFILE: 'rescue', ...pathsOf(RESCUE)}});
    const {log} = await main.end();
    expect(log).toContain('received SIGTERM');
    expect(rescue.log).toContain('killing 1 stale gateway process');
  });

  test('doctor --fix takes it out of main’s way', async () => {
    const {code, stdout, stderr} = await home.ours(['doctor', '--fix', '--yes']);
    expect([code, stdout], stderr).toEqual([0, expect.stringContaining('rescue is isolated from the others')]);
    expect(home.readJson(CONFIG).gateway).toMatchObject({port: RESCUE_PORT, auth: {token: TOKENS.rescue}});
    expect(await home.validate()).toMatchObject({valid: true});
    await Gateway.start(home, PROFILE, RESCUE_PORT);
  });
});

test('two profiles that OpenClaw itself made, 1000 apart, give no alarm', async () => {
  const other = new Home();
  for (const [port, ...selector] of [[MAIN_PORT], [RESCUE_PORT, ...PROFILE]] as const) {
    const {code, stderr} = await other.openclaw(...selector, ...ONBOARD, '--gateway-port', String(port));
    expect(code, stderr).toBe(0);
  }
  const {code, stdout} = await other.ours(['doctor', '--json']);
  other.remove();
  expect([code, JSON.parse(stdout).counts]).toEqual([0, {error: 0, warning: 0, note: expect.any(Number)}]);
});
