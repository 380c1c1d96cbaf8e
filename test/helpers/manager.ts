/** A stand-in for systemd's user manager: a `systemctl` on the PATH that starts and stops gateways which only answer /healthz. */
import {execFile} from 'node:child_process';
import {chmodSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {renderUnit} from '../../src/rules/service/systemd.ts';
import {specOn} from '../rules/helpers.ts';
import {profilePaths} from '../../src/rules/profile.ts';
import type {TestHome} from './home.ts';

/** A gateway that is healthy; with a file `sick-<port>` in HOME it is not, with `slow-<port>` it takes a second to end, with `broken-<port>` it ends at once. */
const GATEWAY = `
const {createServer} = require('node:http');
const {existsSync} = require('node:fs');
const [, port, home] = process.argv;
const is = name => existsSync(home + '/' + name + '-' + port);
if (is('broken')) process.exit(78);
createServer((_, answer) => {
  answer.writeHead(is('sick') ? 503 : 200, {'content-type': 'application/json', connection: 'close'});
  answer.end(is('sick') ? '{"ok":false}' : '{"ok":true,"status":"live"}');
}).listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => setTimeout(() => process.exit(0), is('slow') ? 1000 : 0));
`;

/** What it was told is in HOME/manager.log, a line each; `start` fails while there is a file no-start, `stop` while no-stop. */
const SYSTEMCTL = `#!/usr/bin/env node
import {spawn} from 'node:child_process';
import {appendFileSync, existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
const home = process.env.HOME;
const [scope, verb, ...rest] = process.argv.slice(2);
const names = rest.filter(word => !word.startsWith('-'));
const unit = name => home + '/.config/systemd/user/' + name;
const pidFile = name => home + '/' + name + '.pid';
const pidOf = name => {
  try {
    const pid = Number(readFileSync(pidFile(name), 'utf8'));
    return /^State:\\s+[^ZX]/m.test(readFileSync('/proc/' + pid + '/status', 'utf8')) ? pid : 0;
  } catch {
    return 0;
  }
};
const log = line => appendFileSync(home + '/manager.log', line + '\\n');
const isHealthy = port => fetch('http://127.0.0.1:' + port + '/healthz').then(() => true, () => false);
const fail = text => {
  process.stderr.write(text + '\\n');
  process.exit(1);
};
async function main() {
  if (scope !== '--user') return fail('not the user manager');
  if (rest.includes('--property=Version')) return process.stdout.write('Version=252\\n');
  if (verb === 'show') {
    const hasFailed = name => !pidOf(name) && existsSync(pidFile(name));\n    const block = name => ['Id=' + name, 'LoadState=loaded', 'UnitFileState=' + (existsSync(unit(name)) ? 'enabled' : ''), 'ActiveState=' + (pidOf(name) ? 'active' : hasFailed(name) ? 'failed' : 'inactive'), 'ExecMainCode=' + (hasFailed(name) ? 1 : 0), 'ExecMainStatus=' + (hasFailed(name) ? 78 : 0), 'ExecMainExitTimestamp=' + new Date().toUTCString(), 'NRestarts=0', 'MainPID=' + pidOf(name)].join('\\n');
    return process.stdout.write(names.map(block).join('\\n\\n') + '\\n');
  }
  const [name] = names;
  log(verb + ' ' + name);
  if (existsSync(home + '/no-' + verb)) return fail('Job for ' + name + ' failed.');
  const isEnding = verb === 'stop' || verb === 'restart' || (verb === 'disable' && rest.includes('--now')) || (verb === 'try-restart' && existsSync(pidFile(name)));
  const isStarting = verb === 'start' || verb === 'restart' || (verb === 'try-restart' && existsSync(pidFile(name)));
  if (isEnding && pidOf(name)) {
    process.kill(pidOf(name), 'SIGTERM');
    while (pidOf(name)) await sleep(10);
    rmSync(pidFile(name), {force: true});
    if (existsSync(home + '/takes-rescue-down')) process.kill(pidOf('openclaw-gateway-rescue.service'), 'SIGKILL');
  }
  if (isStarting && !pidOf(name)) {
    const port = /--port (\\d+)/.exec(readFileSync(unit(name), 'utf8'))[1];
    const child = spawn(process.execPath, ['-e', readFileSync(home + '/gateway.js', 'utf8'), port, home], {detached: true, stdio: 'ignore'});
    writeFileSync(pidFile(name), String(child.pid));
    child.unref();
    while (pidOf(name) && !(await isHealthy(port))) await sleep(10);
  }
  log(verb + ' done');
}
main();
`;

/** Told what it is; refuses while there is a file no-linger. */
const LOGINCTL = `#!/bin/sh
echo "loginctl $*" >> "$HOME/manager.log"
[ ! -e "$HOME/no-linger" ]
`;

/** `os.userInfo` decides whether a HOME is this user's own; here it is. */
const OWN_HOME = 'import os from "node:os"; import {syncBuiltinESMExports} from "node:module"; const real = os.userInfo; os.userInfo = () => ({...real(), homedir: process.env.HOME}); syncBuiltinESMExports();';

export type Manager = {
  /** {@link TestHome.env}, with the manager reached. */
  readonly env: Record<string, string>;
  readonly ports: {readonly main: number; readonly rescue: number};
  /** What it was told, in order, with `… done` when that is through. */
  readonly told: () => string[];
  readonly isHealthy: (port: number) => Promise<boolean>;
  /** The process of a service; undefined while it is stopped. */
  readonly pidOf: (profile: 'main' | 'rescue') => number | undefined;
  readonly start: (profile: 'main' | 'rescue') => Promise<void>;
  /** Processes that guard a service of this HOME. */
  readonly guards: () => number[];
};

const UNITS = {main: 'openclaw-gateway.service', rescue: 'openclaw-gateway-rescue.service'} as const;

/** Main and rescue with their configs and, as wanted, their services. */
export async function makeManaged(home: Pick<TestHome, 'path' | 'env' | 'read' | 'write'>, services: readonly ('main' | 'rescue')[] = ['main', 'rescue']): Promise<Manager> {
  const [main, rescue] = await freePorts();
  const ports = {main, rescue};
  const bin = home.env['PATH'] as string;
  const entry = join(bin, '../lib/openclaw/dist/index.js');
  const runtime = {node: join(bin, 'node'), entry};
  for (const name of ['main', 'rescue'] as const) {
    const profile = name === 'main' ? 'default' : name;
    const paths = profilePaths(profile, home.path, 'linux');
    const folder = name === 'main' ? '.openclaw' : '.openclaw-rescue';
    home.write(`${folder}/openclaw.json`, `${JSON.stringify({gateway: {mode: 'local', port: ports[name], bind: 'loopback', auth: {mode: 'token', token: `token-of-${name}`}}}, null, 2)}\n`);
    if (services.includes(name)) home.write(`.config/systemd/user/${UNITS[name]}`, renderUnit(specOn('linux', {profile, userHome: home.path, ...paths, port: ports[name], runtime, path: `${bin}:/usr/local/bin:/usr/bin:/bin`})));
  }
  home.write('gateway.js', GATEWAY);
  for (const [command, script] of [['systemctl', SYSTEMCTL], ['loginctl', LOGINCTL]] as const) {
    writeFileSync(join(bin, command), script);
    chmodSync(join(bin, command), 0o755);
  }
  const pidOf = (profile: 'main' | 'rescue') => {
    const file = join(home.path, `${UNITS[profile]}.pid`);
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    return pid > 0 && isRunning(pid) ? pid : undefined;
  };
  onTestFinished(() => {
    for (const name of ['main', 'rescue'] as const) {
      const pid = pidOf(name);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    }
  });
  const env = {...home.env, NODE_OPTIONS: `--import data:text/javascript;base64,${Buffer.from(OWN_HOME).toString('base64')}`};
  const start = (profile: 'main' | 'rescue') => new Promise<void>((resolve, reject) => execFile(join(bin, 'systemctl'), ['--user', 'start', UNITS[profile]], {env: home.env}, error => (error ? reject(error) : resolve())));
  for (const name of services) await start(name);
  return {
    env,
    ports,
    told: () => (existsSync(join(home.path, 'manager.log')) ? home.read('manager.log').trim().split('\n').slice(2 * services.length) : []),
    isHealthy: port => fetch(`http://127.0.0.1:${port}/healthz`).then(async answer => ((await answer.json()) as {ok: boolean}).ok, () => false),
    pidOf,
    start,
    guards: () => guardsOf(home.path),
  };
}

/** What has ended counts for nothing, also where nobody has asked for its end yet. */
function isRunning(pid: number): boolean {
  return /^State:\s+[^ZX]/m.test(textAt(`/proc/${pid}/status`));
}

function guardsOf(home: string): number[] {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  return pids.filter(pid => textAt(`/proc/${pid}/cmdline`).endsWith('guard.js\0') && textAt(`/proc/${pid}/environ`).split('\0').includes(`HOME=${home}`)).map(Number);
}

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Two whose blocks are apart from each other and below the range of outgoing connections. */
async function freePorts(): Promise<[number, number]> {
  for (;;) {
    const main = 20_000 + 4 * Math.floor(Math.random() * 2000);
    const rescue = main + 1000;
    if ((await isFree(main)) && (await isFree(rescue))) return [main, rescue];
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
