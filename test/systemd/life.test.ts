/** The life of a rescue service, from its install to its removal, beside a main that is a service, too. */
import {readFileSync, readlinkSync, rmSync} from 'node:fs';
import {dirname} from 'node:path';
import {afterEach, beforeAll, expect, test} from 'vitest';
import {enterTo, KEYS, openTerminal} from '../helpers/terminal.ts';
import {isHealthy} from '../openclaw/gateway.ts';
import {CONFIG, MAIN_PORT, OTHER_PORT, RESCUE, RESCUE_PORT, until} from '../openclaw/home.ts';
import {closed, home, installMain, lookAtMain, main, ours, PATIENCE_MS, rescue, standingStill, systemctl} from './host.ts';

const PROFILE = ['--profile', 'rescue'];

let mainBefore: Awaited<ReturnType<typeof lookAtMain>>;
let filesBefore: readonly string[];

beforeAll(async () => {
  await installMain();
  mainBefore = await lookAtMain();
  filesBefore = filesBesideMain();
});

afterEach(async () => {
  expect(await lookAtMain()).toEqual(mainBefore);
  expect(await isHealthy(MAIN_PORT)).toBe(true);
});

test('main is what the suite takes it for', () => {
  expect(mainBefore.service).toMatchObject({MainPID: expect.stringMatching(/^[1-9]/), ActiveState: 'active', UnitFileState: 'enabled', FragmentPath: home.file(main.unit)});
  expect(mainBefore.files).toMatchObject({[main.unit]: expect.stringMatching(/^0600 /), [main.link]: `link to ${home.file(main.unit)}`});
});

test('onboard without questions: enabled, running, healthy', async () => {
  const {stdout} = await ours('onboard', '--non-interactive');
  expect(stdout).toContain(`The rescue gateway is up on ${RESCUE_PORT}. Main was not touched.`);
  // This user lingers.
  expect(stdout).not.toContain('log out');
  await rescue.healthy(RESCUE_PORT);
  expect(readlinkSync(home.file(rescue.link))).toBe(home.file(rescue.unit));
  expect(await rescue.show()).toMatchObject({FragmentPath: home.file(rescue.unit), NeedDaemonReload: 'no', NRestarts: '0'});
  expect(environmentOf(await rescue.pid())).toMatchObject({
    HOME: home.path,
    OPENCLAW_STATE_DIR: home.file(RESCUE),
    OPENCLAW_CONFIG_PATH: home.file(CONFIG),
    OPENCLAW_GATEWAY_PORT: String(RESCUE_PORT),
  });
});

test('OpenClaw has nothing to say against the unit, and would write the same bytes', async () => {
  const status = await home.openclawJson(...PROFILE, 'gateway', 'status', '--json');
  expect(status).toMatchObject({
    config: {cli: {path: home.file(CONFIG), valid: true}, daemon: {path: home.file(CONFIG), valid: true}},
    gateway: {port: RESCUE_PORT},
    rpc: {ok: true},
    service: {
      loaded: true,
      command: {sourcePath: home.file(rescue.unit), environment: {OPENCLAW_STATE_DIR: home.file(RESCUE)}},
      runtime: {status: 'running', pid: await rescue.pid()},
      configAudit: {ok: true, issues: []},
    },
  });
  const before = {unit: home.read(rescue.unit), config: home.read(CONFIG)};
  const {code, stdout, stderr} = await home.openclaw(...PROFILE, 'gateway', 'install', '--force');
  expect(code, `${stdout}${stderr}`).toBe(0);
  expect({unit: home.read(rescue.unit), config: home.read(CONFIG)}).toEqual(before);
  await rescue.healthy(RESCUE_PORT);
});

test('killed, it comes back by itself', async () => {
  const pid = await rescue.pid();
  process.kill(pid, 'SIGKILL');
  await until(PATIENCE_MS, async () => ![0, pid].includes(await rescue.pid()) || undefined, () => 'it does not come back');
  await rescue.healthy(RESCUE_PORT);
  expect(await rescue.show()).toMatchObject({NRestarts: '1'});
});

test('another port: config, argument and environment move together, and the old one is free', async () => {
  const {stdout} = await ours('onboard', '--non-interactive', '--gateway-port', String(OTHER_PORT));
  expect(stdout).toContain(`up on ${OTHER_PORT}`);
  await rescue.healthy(OTHER_PORT);
  await closed(RESCUE_PORT);
  const status = await home.openclawJson(...PROFILE, 'gateway', 'status', '--json');
  expect(status).toMatchObject({
    gateway: {port: OTHER_PORT},
    service: {
      command: {programArguments: expect.arrayContaining(['--port', String(OTHER_PORT)]), environment: {OPENCLAW_GATEWAY_PORT: String(OTHER_PORT)}},
      configAudit: {ok: true, issues: []},
    },
  });
  expect(status.portCli).toBeUndefined();
  expect(home.readJson(CONFIG).gateway.port).toBe(OTHER_PORT);
  expect(environmentOf(await rescue.pid())).toMatchObject({OPENCLAW_GATEWAY_PORT: String(OTHER_PORT)});
  expect(home.read(rescue.unit)).not.toContain(String(RESCUE_PORT));
});

test('what other hands did is told, and kept or restored line by line; a drop-in and an added variable live on', async () => {
  const dropIn = `${rescue.unit}.d/mine.conf`;
  home.write(dropIn, '[Service]\nEnvironment=FROM_DROP_IN=1\n');
  // As an older OpenClaw has it, and a line of the user's.
  home.write(rescue.unit, home.read(rescue.unit).replace('KillMode=mixed', 'KillMode=control-group').replace('\n[Install]', 'Environment=MINE=1\n\n[Install]'));
  await systemctl('daemon-reload');
  const {stderr} = await ours('onboard', '--non-interactive', '--restore', 'KillMode');
  expect(stderr).toMatch(/^KillMode: KillMode=mixed when written, .* now; restored\.$/m);
  expect(stderr).toMatch(/^Environment=MINE: nothing when written, .* now; kept\.$/m);
  expect(home.read(rescue.unit)).toContain('KillMode=mixed\n');
  expect(home.read(dropIn)).toBe('[Service]\nEnvironment=FROM_DROP_IN=1\n');
  await rescue.healthy(OTHER_PORT);
  expect(environmentOf(await rescue.pid())).toMatchObject({MINE: '1', FROM_DROP_IN: '1'});
  const again = await ours('onboard', '--non-interactive');
  expect([again.stdout, again.stderr]).toEqual([expect.stringContaining('Nothing to do'), expect.not.stringContaining('when written')]);
  rmSync(dirname(home.file(dropIn)), {recursive: true});
  await systemctl('daemon-reload');
});

test('stop, start and restart', async () => {
  await ours('gateway', 'stop');
  await closed(OTHER_PORT);
  expect(await rescue.show()).toMatchObject({ActiveState: 'inactive', UnitFileState: 'enabled'});
  await ours('gateway', 'start');
  await rescue.healthy(OTHER_PORT);
  const pid = await rescue.pid();
  await ours('gateway', 'restart');
  await rescue.healthy(OTHER_PORT);
  expect(await rescue.pid()).not.toBe(pid);
});

test('uninstall leaves nothing of the service, and all of the profile', async () => {
  const config = home.read(CONFIG);
  await ours('gateway', 'uninstall');
  await closed(OTHER_PORT);
  expect(home.snapshot(rescue.unit, rescue.link)).toEqual({[rescue.unit]: 'absent', [rescue.link]: 'absent'});
  expect(await rescue.show()).toMatchObject({LoadState: 'not-found', ActiveState: 'inactive'});
  expect(home.read(CONFIG)).toBe(config);
});

test('remove leaves nothing of ours', async () => {
  await ours('remove', '--yes', '--delete-state');
  expect(filesBesideMain()).toEqual(filesBefore);
});

test('the wizard, key by key, and its undo', async () => {
  await standingStill(async () => {
    const terminal = openTerminal({env: {...home.env, TERM: 'xterm-256color'}, command: [process.execPath, home.program], args: [...PROFILE, 'onboard'], patienceMs: PATIENCE_MS});
    await enterTo(terminal, 7);
    terminal.press(KEYS.enter);
    await terminal.see(`is up on ${RESCUE_PORT}`);
    terminal.press(KEYS.enter);
    expect(await terminal.exit).toMatchObject({code: 0});
  });
  await rescue.healthy(RESCUE_PORT);
  await ours('undo');
  await closed(RESCUE_PORT);
  expect(home.snapshot(rescue.unit, rescue.link, CONFIG)).toEqual({[rescue.unit]: 'absent', [rescue.link]: 'absent', [CONFIG]: 'absent'});
  expect(await rescue.show()).toMatchObject({LoadState: 'not-found'});
});

/** Without what OpenClaw and Node keep for themselves, and our own memory of what was done. */
function filesBesideMain(): string[] {
  return Object.keys(home.snapshot(...home.list('.').filter(name => !['.openclaw', '.cache', '.npm'].includes(name)))).filter(name => !name.startsWith('.config/openclaw-rescue'));
}

function environmentOf(pid: number): Record<string, string> {
  const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return Object.fromEntries(variables.map(variable => [variable.slice(0, variable.indexOf('=')), variable.slice(variable.indexOf('=') + 1)]));
}
