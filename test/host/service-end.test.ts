import {chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {type AddressInfo, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {diagnoseStart, linesSince, parseAgentEnd, parseTaskEnd, parseUnitEnd, readServiceEnd, readStartLog, type StartedService} from '../../src/host/service-end.ts';
import {machineOn, settings} from '../rules/helpers.ts';

const SINCE = new Date('2026-11-24T15:39:59.400Z');

/** As systemd 252 told of real starts of OpenClaw 2026.9.6. */
const unit = (values: Readonly<Record<string, string | number>>) =>
  Object.entries({LoadState: 'loaded', NRestarts: 0, ExecMainExitTimestamp: 'Tue 2026-11-24 15:40:04 UTC', ...values})
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

describe('systemctl show of a unit that was started', () => {
  it.each([
    ['exit 78, which its unit is not restarted for', {Result: 'exit-code', ExecMainCode: 1, ExecMainStatus: 78, ActiveState: 'failed', SubState: 'failed'}, {isOver: true, isRunning: false, restarts: 0, exitCode: 78, result: 'exit-code'}],
    ['a loop that systemd gave up', {Result: 'exit-code', NRestarts: 3, ExecMainCode: 1, ExecMainStatus: 1, ActiveState: 'failed', SubState: 'failed'}, {isOver: true, isRunning: false, restarts: 3, exitCode: 1, result: 'exit-code'}],
    ['a folder that is not there, between two starts', {Result: 'exit-code', ExecMainCode: 1, ExecMainStatus: 200, ActiveState: 'activating', SubState: 'auto-restart'}, {isOver: true, isRunning: false, restarts: 0, exitCode: 200, result: 'exit-code'}],
    ['a signal, between the first two starts', {Result: 'signal', NRestarts: 1, ExecMainCode: 2, ExecMainStatus: 6, ActiveState: 'activating', SubState: 'auto-restart'}, {isOver: false, isRunning: false, restarts: 1, exitCode: 134, result: 'signal'}],
    ['a signal, after the third start', {Result: 'signal', NRestarts: 2, ExecMainCode: 2, ExecMainStatus: 6, ActiveState: 'activating', SubState: 'auto-restart'}, {isOver: true, isRunning: false, restarts: 2, exitCode: 134, result: 'signal'}],
    ['one that runs', {Result: 'success', ExecMainCode: 0, ExecMainStatus: 0, ExecMainExitTimestamp: '', ActiveState: 'active', SubState: 'running', MainPID: 4242}, {isOver: false, isRunning: true, restarts: 0, pid: 4242}],
    ['one that runs again', {Result: 'success', NRestarts: 5, ExecMainCode: 0, ExecMainStatus: 0, ExecMainExitTimestamp: '', ActiveState: 'active', SubState: 'running'}, {isOver: false, isRunning: true, restarts: 5}],
    ['one that was never started', {Result: 'success', ExecMainCode: 0, ExecMainStatus: 0, ExecMainExitTimestamp: '', ActiveState: 'inactive', SubState: 'dead'}, {isOver: false, isRunning: false, restarts: 0}],
    ['an end before this start', {Result: 'exit-code', ExecMainCode: 1, ExecMainStatus: 78, ExecMainExitTimestamp: 'Tue 2026-11-24 15:39:58 UTC', ActiveState: 'failed', SubState: 'failed'}, {isOver: false, isRunning: false, restarts: 0}],
    ['a unit that it does not know', {LoadState: 'not-found', Result: 'success', ExecMainCode: 0, ActiveState: 'inactive'}, {isOver: false, isRunning: false}],
  ])('tells %s', (_, values, end) => {
    expect(parseUnitEnd(unit(values), SINCE)).toEqual(end);
  });

  it('tells nothing where there is nothing', () => {
    expect(parseUnitEnd('', SINCE)).toEqual({isOver: false, isRunning: false});
  });
});

describe('launchctl print', () => {
  const agent = (...lines: readonly string[]) => ['gui/501/ai.openclaw.rescue = {', '\tactive count = 0', '\ttype = LaunchAgent', ...lines.map(line => `\t${line}`), '}', ''].join('\n');
  it.each([
    ['exit 78', agent('state = spawn scheduled', 'runs = 2', 'last exit code = 78: EX_CONFIG'), {isOver: true, isRunning: false, restarts: 1, exitCode: 78}],
    ['exit 1', agent('state = spawn scheduled', 'runs = 1', 'last exit code = 1'), {isOver: false, isRunning: false, restarts: 0, exitCode: 1}],
    ['a loop', agent('state = not running', 'runs = 4', 'last exit code = 1'), {isOver: true, isRunning: false, restarts: 3, exitCode: 1}],
    ['a signal', agent('state = spawn scheduled', 'runs = 1', 'last terminating signal = Abort trap: 6'), {isOver: false, isRunning: false, restarts: 0, exitCode: 134}],
    ['one that runs', agent('state = running', 'runs = 3', 'pid = 4242', 'last exit code = 78: EX_CONFIG'), {isOver: false, isRunning: true, restarts: 2, pid: 4242}],
    ['one that never ended', agent('state = running', 'runs = 1', 'last exit code = (never exited)'), {isOver: false, isRunning: true, restarts: 0}],
    ['nothing', '', {isOver: false, isRunning: false}],
  ])('tells %s', (_, output, end) => {
    expect(parseAgentEnd(output)).toEqual(end);
  });
});

describe('schtasks', () => {
  const task = (result: string) => `"PC","\\OpenClaw Gateway (rescue)","Nicht zutreffend","Bereit","Interaktiv","24.11.2026 15:39:59","${result}","PC\\user","C:\\x, y\\gateway.vbs"\r\n`;
  it.each([
    ['one that runs', '267009', {isOver: false, isRunning: true}],
    ['one that has not run', '267011', {isOver: false, isRunning: false}],
    ['exit 78', '78', {isOver: true, isRunning: false, exitCode: 78}],
    ['exit 1', '1', {isOver: false, isRunning: false, exitCode: 1}],
  ])('tells %s in any language', (_, result, end) => {
    expect(parseTaskEnd(task(result))).toEqual(end);
  });

  it('tells nothing of what is no such line', () => {
    expect(parseTaskEnd('')).toEqual({isOver: false, isRunning: false});
    expect(parseTaskEnd('"a","b"')).toEqual({isOver: false, isRunning: false});
  });
});

it('lines of a log begin where the start did', () => {
  const lines = ['2026-11-24T15:39:58.000+00:00 old', 'its second line', '2026-11-24T15:40:00.000+00:00 new', 'its second line', ''];
  expect(linesSince(lines, SINCE)).toEqual(['its second line', ...lines.slice(2, 4)]);
  expect(linesSince(['{"time":"2026-11-24T16:39:58+01:00","message":"x"}', '{"time":"2026-11-24T16:40:01+01:00","message":"y"}'], SINCE)).toHaveLength(1);
  expect(linesSince(['Missing config.'], SINCE)).toEqual(['Missing config.']);
});

describe('on a host', () => {
  const home = mkdtempSync(join(tmpdir(), 'service-end-'));
  afterAll(() => rmSync(home, {recursive: true, force: true}));
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const env = {HOME: home, PATH: `${bin}:/usr/bin:/bin`};
  /** A command of this host that prints that. */
  const command = (name: string, output: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s\\n' "$*" >> ${home}/asked\ncat <<'END'\n${output}\nEND\n`);
    chmodSync(join(bin, name), 0o755);
  };
  const log = join(home, 'gateway.log');
  const service: StartedService = {
    manager: 'systemd',
    name: 'openclaw-gateway-rescue.service',
    // No profile of this name has a log on the machine of the tests.
    instance: {profile: 'service-end-test', settings: settings({logging: {file: log}}), stateDir: home, configPath: join(home, 'openclaw.json')},
    version: '2026.9.6',
  };
  const machine = machineOn('linux');
  const own = ['Started openclaw-gateway-rescue.service - OpenClaw Gateway (profile: rescue).', 'openclaw-gateway-rescue.service: Main process exited, code=exited, status=78/CONFIG'];
  const write = (...lines: readonly string[]) => {
    writeFileSync(log, `${lines.join('\n')}\n`);
    utimesSync(log, new Date(), new Date(SINCE.getTime() + 5000));
  };
  const failed = unit({Result: 'exit-code', ExecMainCode: 1, ExecMainStatus: 78, ActiveState: 'failed', SubState: 'failed'});

  it('the manager is asked, and the journal since the start', async () => {
    command('systemctl', failed);
    command('journalctl', [...own, 'Missing config. Run `openclaw --profile rescue setup`'].join('\n'));
    write('2026-11-24T15:40:01.000+00:00 of the file');
    expect(await readServiceEnd(service, machine, env, SINCE)).toMatchObject({isOver: true, exitCode: 78});
    expect(await readStartLog(service, machine, env, SINCE)).toHaveLength(3);
    expect((await diagnoseStart(service, machine, env, SINCE)).cause).toEqual({id: 'config-missing'});
  });

  it('the file where the journal has nothing of the gateway', async () => {
    command('systemctl', failed);
    command('journalctl', own.join('\n'));
    write('2026-11-24T15:39:00.000+00:00 Refusing to bind gateway to lan without auth.', '{"time":"2026-11-24T15:40:00.000+00:00","message":"Gateway start blocked: existing config is missing gateway.mode."}');
    expect((await diagnoseStart(service, machine, env, SINCE)).cause).toEqual({id: 'mode-missing'});
  });

  it('who has its port, unless that is itself', async () => {
    const server = createServer();
    const port = await new Promise<number>(resolve => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
    try {
      command('journalctl', 'Started x.\n[gateway] starting HTTP server...');
      const running = (pid: number) => command('systemctl', unit({ActiveState: 'active', SubState: 'running', ExecMainCode: 0, ExecMainStatus: 0, Result: 'success', MainPID: pid}));
      running(1);
      expect((await diagnoseStart({...service, port}, machine, env, SINCE)).cause).toMatchObject({id: 'port-taken', port, holder: {pid: process.pid}});
      running(process.pid);
      expect((await diagnoseStart({...service, port}, machine, env, SINCE)).cause).toEqual({id: 'starting'});
    } finally {
      server.close();
    }
  });

  it('no file from before the start', async () => {
    command('journalctl', '');
    write('Missing config.');
    utimesSync(log, SINCE, new Date(SINCE.getTime() - 1000));
    expect(await readStartLog(service, machine, env, SINCE)).toEqual([]);
  });

  it('an agent is not over before launchd can have started it', async () => {
    command('launchctl', 'x = {\n\tstate = spawn scheduled\n\truns = 9\n\tlast exit code = 78: EX_CONFIG\n}');
    const agent = {manager: 'launchd', name: 'ai.openclaw.rescue'} as const;
    expect((await readServiceEnd(agent, machine, env, new Date())).isOver).toBe(false);
    expect((await readServiceEnd(agent, machine, env, new Date(Date.now() - 60_000))).isOver).toBe(true);
  });

  it('a manager that is not there says nothing', async () => {
    expect(await readServiceEnd(service, machine, {HOME: home, PATH: home}, SINCE)).toEqual({isOver: false, isRunning: false});
    expect(await readStartLog({...service, instance: {...service.instance, settings: settings({})}}, machine, {HOME: home, PATH: home}, SINCE)).toEqual([]);
  });
});
