/** The user that the tests run as, with real services: a boot of boot.sh, furnished by furnish.sh. */
import {execFile} from 'node:child_process';
import {homedir} from 'node:os';
import {promisify} from 'node:util';
import {expect} from 'vitest';
import {isHealthy} from '../openclaw/gateway.ts';
import {Home, MAIN, MAIN_PORT, ONBOARD, type Result, type Snapshot, until} from '../openclaw/home.ts';

const run = promisify(execFile);

/** A gateway is up after 8 to 10 s, and after a crash systemd waits 5 s first. */
export const PATIENCE_MS = 90_000;

const RUNTIME_FOLDER = `/run/user/${process.getuid?.()}`;
/** As a login shell has it. OpenClaw manages services of the home in the passwd file only, so none is made for a test. */
export const home = new Home(homedir(), {XDG_RUNTIME_DIR: RUNTIME_FOLDER, DBUS_SESSION_BUS_ADDRESS: `unix:path=${RUNTIME_FOLDER}/bus`});

const UNITS = '.config/systemd/user';

export class Service {
  readonly name: string;
  readonly unit: string;
  /** What `systemctl enable` makes. */
  readonly link: string;

  constructor(name: string) {
    this.name = name;
    this.unit = `${UNITS}/${name}`;
    this.link = `${UNITS}/default.target.wants/${name}`;
  }

  /** What systemd says of it, by property. */
  async show(): Promise<Readonly<Record<string, string>>> {
    const stdout = await systemctl('show', this.name);
    return Object.fromEntries(stdout.split('\n').map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  }

  async pid(): Promise<number> {
    return Number((await this.show())['MainPID']);
  }

  /** Waits until it runs and its gateway answers. */
  async healthy(port: number): Promise<void> {
    await until(PATIENCE_MS, async () => (await isHealthy(port)) || undefined, () => `${this.name} is not healthy on ${port}`);
    expect(await this.show()).toMatchObject({ActiveState: 'active', SubState: 'running', UnitFileState: 'enabled', Result: 'success'});
  }
}

export const main = new Service('openclaw-gateway.service');
export const rescue = new Service('openclaw-gateway-rescue.service');

export async function systemctl(...args: readonly string[]): Promise<string> {
  return (await run('systemctl', ['--user', ...args], {env: home.env})).stdout;
}

/** A main of OpenClaw's own making, as a service. */
export async function installMain(): Promise<void> {
  await until(PATIENCE_MS, () => systemctl('is-system-running').then(() => true as const, () => undefined), () => 'there is no service manager of this user');
  for (const args of [[...ONBOARD, '--gateway-port', String(MAIN_PORT)], ['gateway', 'install']]) {
    const {code, stdout, stderr} = await home.openclaw(...args);
    expect(code, `${stdout}${stderr}`).toBe(0);
  }
  await main.healthy(MAIN_PORT);
}

/**
 * What no run of ours may change of main, however it is looked at. Left out is what its gateway writes by itself while it runs: databases,
 * logs, locks and what it makes of its config. `standingStill` compares those, too.
 */
export async function lookAtMain(): Promise<{readonly files: Snapshot; readonly service: object}> {
  const {MainPID, NRestarts, InvocationID, ActiveState, UnitFileState, FragmentPath, DropInPaths, NeedDaemonReload} = await main.show();
  return {
    files: home.snapshot(main.unit, main.link, `${main.unit}.d`, ...['openclaw.json', 'openclaw.json.bak', '.env', 'workspace', 'identity', 'credentials'].map(name => `${MAIN}/${name}`)),
    service: {MainPID, NRestarts, InvocationID, ActiveState, UnitFileState, FragmentPath, DropInPaths, NeedDaemonReload},
  };
}

/** Does something while every process of main's service is frozen, so that whatever changes of main is not its own doing. */
export async function standingStill<T>(work: () => Promise<T>): Promise<T> {
  await systemctl('freeze', main.name);
  try {
    const before = home.snapshot(MAIN);
    const result = await work();
    expect(home.snapshot(MAIN)).toEqual(before);
    return result;
  } finally {
    await systemctl('thaw', main.name);
  }
}

/** A command of ours that must go well. */
export async function ours(...args: readonly string[]): Promise<Result> {
  const result = await standingStill(() => home.ours(args));
  expect(result.code, `${args.join(' ')}\n${result.stdout}${result.stderr}`).toBe(0);
  return result;
}

/** Waits until nothing listens there. */
export async function closed(port: number): Promise<void> {
  await until(PATIENCE_MS, async () => (await run('ss', ['-Hltn', `sport = :${port}`])).stdout === '' || undefined, () => `something listens on ${port}`);
}
