/** A service that is started by an apply: what is waited for, what is said where it does not come up, and the way back. */
import {existsSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {makeManaged, type Manager} from '../helpers/manager.ts';
import {run} from '../helpers/run.ts';
import {enterTo, KEYS, openTerminal} from '../helpers/terminal.ts';

const UNIT = '.config/systemd/user/openclaw-gateway-rescue.service';
const CONFIG = '.openclaw-rescue/openclaw.json';
const ACCOUNT = process.env['USER'] ?? 'root';

async function makeScene(): Promise<{home: TestHome; manager: Manager}> {
  const home = makeHome();
  return {home, manager: await makeManaged(home)};
}

const portIn = (home: TestHome) => JSON.parse(home.read(CONFIG)).gateway.port;

describe('another port', () => {
  it('answers, and the old one is seen free', async () => {
    const {home, manager} = await makeScene();
    const next = manager.ports.rescue + 200;
    const {code, err} = run(['onboard', '--non-interactive', '--gateway-port', String(next)], manager.env);
    expect([code, err]).toEqual([0, expect.stringMatching(/done +wait until it is healthy[^]*done +see the old port free +\d+/)]);
    expect([portIn(home), await manager.isHealthy(next), await manager.isHealthy(manager.ports.rescue)]).toEqual([next, true, false]);
    expect(home.read(UNIT)).toContain(`--port ${next}\n`);
    expect(manager.told().filter(line => !line.includes('rescue') && !line.endsWith('done') && !line.startsWith('daemon-reload'))).toEqual([]);
  });
});

describe('a gateway that does not come up', () => {
  it('is told with what its manager knows, and how to take it back', async () => {
    const {home, manager} = await makeScene();
    const before = home.read(UNIT);
    const next = manager.ports.rescue + 200;
    home.write(`broken-${next}`, '');
    const args = ['onboard', '--non-interactive', '--gateway-port', String(next)];
    const {code, out, err} = run(args, manager.env);
    expect(code).toBe(1);
    // Nobody waits a minute for what has ended for good.
    expect(err).toMatch(new RegExp(`nothing healthy answers on 127\\.0\\.0\\.1:${next} after \\d s$`, 'm'));
    expect(err).toContain('It ended with 78');
    expect(out).toMatch(/undo +\S.* --profile rescue undo/);
    expect(run(['undo'], manager.env).code).toBe(0);
    expect([home.read(UNIT), portIn(home)]).toEqual([before, manager.ports.rescue]);
    expect(await manager.isHealthy(manager.ports.rescue)).toBe(true);
  });

  it('is taken back by a key', async () => {
    const {home, manager} = await makeScene();
    const before = home.read(UNIT);
    const next = manager.ports.rescue + 200;
    home.write(`broken-${next}`, '');
    const terminal = openTerminal({env: manager.env, args: ['--profile', 'rescue', 'onboard', '--gateway-port', String(next)]});
    await enterTo(terminal, 7);
    terminal.press(KEYS.enter);
    await terminal.see('u take it back');
    terminal.press('u');
    await terminal.see('files and service are as they were before');
    terminal.press(KEYS.enter);
    expect(await terminal.exit).toMatchObject({code: 1});
    expect([home.read(UNIT), portIn(home)]).toEqual([before, manager.ports.rescue]);
    expect(await manager.isHealthy(manager.ports.rescue)).toBe(true);
  });
});

describe('after logout', () => {
  it('a new service goes on, where that may be', async () => {
    const home = makeHome();
    const manager = await makeManaged(home, []);
    const {code, err} = run(['--profile', 'ops', 'onboard', '--non-interactive'], manager.env);
    expect([code, err]).toEqual([0, expect.stringMatching(/done +let it go on after logout/)]);
    expect(manager.told()).toContain(`loginctl enable-linger ${ACCOUNT}`);
  });

  it('and where it may not, the service is up all the same, with what to do', async () => {
    const home = makeHome();
    const manager = await makeManaged(home, []);
    home.write('no-linger', '');
    const {code, out, err} = run(['--profile', 'ops', 'onboard', '--non-interactive'], manager.env);
    expect([code, err]).toEqual([0, expect.stringContaining(`not allowed here; sudo loginctl enable-linger ${ACCOUNT} does it`)]);
    expect(out).toContain(`sudo loginctl enable-linger ${ACCOUNT}`);
    expect(existsSync(`${home.path}/.config/systemd/user/openclaw-gateway-ops.service`)).toBe(true);
  });

  it('is left as it is where the user says so, and on a re-run', async () => {
    const {manager} = await makeScene();
    expect(run(['onboard', '--non-interactive'], manager.env).code).toBe(0);
    expect(run(['--profile', 'ops', 'onboard', '--non-interactive', '--no-linger'], manager.env).code).toBe(0);
    expect(manager.told().filter(line => line.startsWith('loginctl'))).toEqual([]);
  });
});
