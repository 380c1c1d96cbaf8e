/** A home in which every place that can hold a secret holds one of its own, and what must never show any of them. */
import {execFileSync, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, relative} from 'node:path';
import {onTestFinished} from 'vitest';
import {renderUnit} from '../../src/rules/service/systemd.ts';
import {profilePaths} from '../../src/rules/profile.ts';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {makeManaged, type Manager} from '../helpers/manager.ts';
import {fakeNpm} from '../helpers/npm.ts';
import {specOn} from '../rules/helpers.ts';

const hex = (name: string, length = 48) => createHash('sha512').update(name).digest('hex').slice(0, length);
const mixed = (name: string, length = 32) => createHash('sha512').update(name).digest('base64url').slice(0, length);
const bot = (name: string) => `${parseInt(hex(name, 7), 16) + 100_000_000}:AA${mixed(name, 33)}`;

/** Each another value, of the form that it has in life; some have no form at all. */
export const CANARIES = {
  mainToken: hex('main gateway'),
  rescueToken: hex('rescue gateway'),
  workPassword: 'ferret umbrella waltz',
  mainTelegram: bot('main'),
  workAccount: bot('work account'),
  mainDiscord: `${mixed('d1', 24)}.${mixed('d2', 6)}.${mixed('d3', 30)}`,
  mainSlackApp: `xapp-1-${mixed('slack', 40)}`,
  mainSlackSigning: hex('signing', 32),
  mainVariable: `sk-ant-api03-${mixed('anthropic', 40)}`,
  rescueVariable: `sk-proj-${mixed('openai', 40)}`,
  rescueKey: `sk-${mixed('rescue key', 40)}`,
  mainRemote: hex('remote', 40),
  mainHook: 'gondola-quartz-7',
  workReferred: mixed('secret reference', 32),
  mainDotenv: 'correct horse battery',
  rescueDotenv: `gsk_${mixed('groq', 40)}`,
  rescueServiceEnv: mixed('mistral', 32),
  workUnit: hex('unit', 48),
  rescueUnit: mixed('discord in the unit', 50),
  workArgument: 'nectar!plinth?9',
  workDropIn: mixed('drop-in', 40),
  mainProfiles: `sk-ant-oat01-${mixed('profiles', 40)}`,
  workDatabase: mixed('refresh', 44),
  mainDatabase: `AIza${mixed('agent', 35)}`,
  rescueComment: 'old token was walrus-tango-44',
  mainComment: hex('comment', 48),
  rescueBackup: hex('bak', 48),
  mainLastGood: hex('last good', 48),
  callerToken: hex('caller', 48),
  callerTelegram: bot('caller'),
  callerKey: `sk-ant-api03-${mixed('caller', 40)}`,
  callerPassword: 'zeppelin marmalade 3',
  tokenFile: bot('file'),
  stranger: hex('stranger', 40),
  logLine: bot('log'),
  logKey: hex('log key', 48),
  cdpUser: 'jasmine-orbit-12',
  cdpQuery: hex('cdp', 32),
  managerSaid: hex('said by systemctl', 48),
} as const;

export type Canary = keyof typeof CANARIES;

export type Cage = {
  readonly home: TestHome;
  readonly manager: Manager;
  /** What the caller's shell has. */
  readonly env: Record<string, string>;
  readonly temporary: string;
  /** Which canaries a file had from the beginning, by its path. */
  readonly seeded: ReadonlyMap<string, ReadonlySet<string>>;
};

const GATEWAY_LOG = 'logs/rescue.log';

/** Main, rescue and a third instance, `work`; their services are those of a stand-in for systemd. */
export async function makeCage(): Promise<Cage> {
  const home = makeHome();
  const manager = await makeManaged(home);
  fakeNpm(home);
  const c = CANARIES;
  const {ports} = manager;
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const main = json({
    gateway: {mode: 'local', port: ports.main, bind: 'loopback', auth: {mode: 'token', token: c.mainToken}, remote: {url: 'ws://10.0.0.1:1', token: c.mainRemote}},
    agents: {defaults: {}},
    env: {vars: {ANTHROPIC_API_KEY: c.mainVariable}},
    hooks: {enabled: true, token: c.mainHook},
    channels: {telegram: {enabled: true, botToken: c.mainTelegram}, discord: {enabled: true, token: c.mainDiscord}, slack: {enabled: true, appToken: c.mainSlackApp, signingSecret: c.mainSlackSigning}},
    browser: {enabled: true, profiles: {far: {cdpUrl: `https://someone:${c.cdpUser}@browser.example:9222/devtools?token=${c.cdpQuery}`}}},
  });
  home.write('.openclaw/openclaw.json', `/* ${c.mainComment} */\n${main}`);
  home.write('.openclaw/openclaw.json.last-good', json({gateway: {mode: 'local', auth: {token: c.mainLastGood}}}));
  home.write('.openclaw/.env', `OPENCLAW_GATEWAY_PASSWORD="${c.mainDotenv}"\n`);
  home.write('.openclaw/agents/main/agent/auth-profiles.json', json({version: 1, profiles: {'anthropic:default': {type: 'api_key', provider: 'anthropic', key: c.mainProfiles}}}));
  database(home, '.openclaw/agents/main/agent/openclaw-agent.sqlite', 'auth_profile_store', 'id', 'store_json', {profiles: {'google:default': {type: 'api_key', provider: 'google', key: c.mainDatabase}}});
  home.write(
    '.openclaw-rescue/openclaw.json',
    `{\n  // ${c.rescueComment}\n${json({
      gateway: {mode: 'local', port: ports.rescue, bind: 'loopback', auth: {mode: 'token', token: c.rescueToken}},
      env: {vars: {OPENAI_API_KEY: c.rescueVariable}},
      models: {providers: {openai: {apiKey: c.rescueKey}}},
      logging: {file: `~/${GATEWAY_LOG}`},
    }).slice(2)}`,
  );
  home.write('.openclaw-rescue/openclaw.json.bak', json({gateway: {mode: 'local', auth: {token: c.rescueBackup}}}));
  home.write('.openclaw-rescue/.env', `GROQ_API_KEY=${c.rescueDotenv}\n`);
  home.write('.openclaw-rescue/gateway.systemd.env', `MISTRAL_API_KEY=${c.rescueServiceEnv}\n`);
  home.write(
    '.openclaw-work/openclaw.json',
    json({
      gateway: {mode: 'local', port: ports.rescue + 1000, bind: 'lan', auth: {mode: 'password', password: c.workPassword}},
      channels: {telegram: {enabled: true, accounts: {alt: {botToken: c.workAccount}}}},
      models: {providers: {local: {apiKey: {source: 'env', provider: 'default', id: 'WORK_API_KEY'}}}},
    }),
  );
  home.write('.openclaw-work/.env', `WORK_API_KEY=${c.workReferred}\n`);
  database(home, '.openclaw-work/state/openclaw.sqlite', 'config_machine_state', 'state_key', 'value_json', {profiles: {'openai:oauth': {type: 'oauth', provider: 'openai', refresh: c.workDatabase}}}, 'authProfiles.store');
  const units = '.config/systemd/user';
  const rescueUnit = `${units}/openclaw-gateway-rescue.service`;
  home.write(rescueUnit, home.read(rescueUnit).replace('[Service]\n', `[Service]\nEnvironment=DISCORD_BOT_TOKEN=${c.rescueUnit}\nEnvironmentFile=-%h/.openclaw-rescue/gateway.systemd.env\n`));
  const bin = home.env['PATH'] as string;
  const runtime = {node: join(bin, 'node'), entry: join(bin, '../lib/openclaw/dist/index.js')};
  const workUnit = renderUnit(specOn('linux', {profile: 'work', userHome: home.path, ...profilePaths('work', home.path, 'linux'), port: ports.rescue + 1000, runtime, path: bin}));
  home.write(`${units}/openclaw-gateway-work.service`, workUnit.replace('[Service]\n', `[Service]\nEnvironment=OPENCLAW_GATEWAY_TOKEN=${c.workUnit}\n`).replace(/^(ExecStart=.*)$/m, `$1 --token ${c.workArgument}`));
  home.write(`${units}/openclaw-gateway-work.service.d/own.conf`, `[Service]\nEnvironment=XAI_API_KEY=${c.workDropIn}\n`);
  home.write('secrets/bot.token', `${c.tokenFile}\n`);
  const said = (message: string) => `${JSON.stringify({0: '{"subsystem":"gateway"}', _meta: {logLevelName: 'ERROR'}, time: '2026-11-24T09:03:24.603+00:00', message})}\n`;
  home.write(GATEWAY_LOG, `${said(`fetch https://api.telegram.org/bot${c.logLine}/getMe failed`)}plugin: apiKey=${c.logKey}\n${said(`token: ${c.logKey}`)}`);
  await aStranger(ports.rescue + 2);
  record(home, bin);
  const temporary = join(dirname(home.path), 'tmp');
  mkdirSync(temporary);
  const env = {
    ...manager.env,
    TMPDIR: temporary,
    OPENCLAW_GATEWAY_TOKEN: c.callerToken,
    OPENCLAW_GATEWAY_PASSWORD: c.callerPassword,
    TELEGRAM_BOT_TOKEN: c.callerTelegram,
    ANTHROPIC_API_KEY: c.callerKey,
  };
  return {home, manager, env, temporary, seeded: new Map(filesBelow(home.path).map(path => [path, new Set(found(readFileSync(path)))]))};
}

function database(home: TestHome, file: string, table: string, key: string, column: string, value: unknown, id = 'store'): void {
  const {DatabaseSync} = createRequire(import.meta.url)('node:sqlite') as typeof import('node:sqlite');
  const path = join(home.path, file);
  mkdirSync(dirname(path), {recursive: true});
  const opened = new DatabaseSync(path);
  opened.exec(`CREATE TABLE ${table} (${key} TEXT, ${column} TEXT)`);
  opened.prepare(`INSERT INTO ${table} VALUES (?, ?)`).run(id, JSON.stringify(value));
  opened.close();
}

/** Somebody's program on a port of the rescue, with a secret on its command line. */
async function aStranger(port: number): Promise<void> {
  const child = spawn(process.execPath, ['-e', `require('node:net').createServer().listen(${port}, '127.0.0.1', () => console.log('ready'))`, '--', '--token', CANARIES.stranger], {stdio: ['ignore', 'pipe', 'ignore']});
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', code => reject(new Error(`the stranger ended with ${code}`)));
  });
}

/** The stand-ins say a secret when they fail, as real ones may. */
function record(home: TestHome, bin: string): void {
  const real = join(bin, '../systemctl.js');
  renameSync(join(bin, 'systemctl'), real);
  writeFileSync(join(bin, 'systemctl'), `#!/bin/sh\nif [ -e "${home.path}/no-start" ] && [ "$2" != show ]; then echo "Failed with OPENCLAW_GATEWAY_TOKEN=${CANARIES.managerSaid} set" >&2; fi\nexec "${join(bin, 'node')}" "${real}" "$@"\n`);
  chmodSync(join(bin, 'systemctl'), 0o755);
  writeFileSync(real.replace(/systemctl\.js$/, 'package.json'), '{"type": "module"}');
}

/** A secret as it is and as it is written elsewhere. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [...new Set([secret, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url'), bytes.toString('hex'), encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])];
}

const NEEDLES: readonly (readonly [string, string])[] = Object.entries(CANARIES).flatMap(([name, secret]) => formsOf(secret).map(form => [name, form] as const));

/** The canaries in a text, by their names. @param more other secrets than those of the cage */
export function found(text: string | Buffer, more: Readonly<Record<string, string>> = {}): string[] {
  const haystack = typeof text === 'string' ? text : text.toString('latin1');
  const needles = [...NEEDLES, ...Object.entries(more).flatMap(([name, secret]) => formsOf(secret).map(form => [name, form] as const))];
  return [...new Set(needles.flatMap(([name, form]) => (haystack.includes(form) ? name : [])))];
}

export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, {withFileTypes: true}).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/**
 * Files below HOME, our own folder among them, and the folder for temporary files that hold a secret where it does not belong.
 * A secret belongs where it was from the beginning; in what the profile's own config and service files say by now, of what they
 * said before; and in our copies of what was replaced, which are for their owner alone.
 */
export function strays({home, temporary, seeded}: Cage, more: Readonly<Record<string, string>> = {}): string[] {
  const rescue = new Set([...seeded].filter(([path]) => /\.openclaw-rescue\/|gateway-rescue/.test(path)).flatMap(([, names]) => [...names]));
  const isOwn = (path: string) => /^\.openclaw-rescue\/openclaw\.json(\.bak)?$/.test(relative(home.path, path));
  const isCopy = (path: string) => /^\.config\/openclaw-rescue\/(backups|transactions|journal)\/.*/.test(relative(home.path, path)) && !path.endsWith('.json');
  return [...filesBelow(home.path), ...filesBelow(temporary)].flatMap(path => {
    const names = found(readFileSync(path), more).filter(name => {
      if (seeded.get(path)?.has(name)) return false;
      if (isOwn(path)) return !(rescue.has(name) || name in more);
      if (isCopy(path)) return !((rescue.has(name) || name in more) && (statSync(path).mode & 0o077) === 0 && (lstatSync(dirname(path)).mode & 0o077) === 0);
      return true;
    });
    return names.map(name => `${name} in ${path}`);
  });
}

/** Every program that was started, with its words and its whole environment, but for the first: that is ours, and has what its caller gave it. */
export function startedIn(trace: string): string {
  return readFileSync(trace, 'utf8').split('\n').filter(line => line.includes('execve(')).slice(1).join('\n');
}

/** How our program ended, as its trace says; undefined while it runs. */
export function exitIn(trace: string): number | undefined {
  const text = existsSync(trace) ? readFileSync(trace, 'utf8') : '';
  const pid = /^\d+/.exec(text)?.[0];
  const [, code] = new RegExp(`^${pid} +\\+\\+\\+ exited with (\\d+)`, 'm').exec(text) ?? [];
  return code === undefined ? undefined : Number(code);
}

export const traced = (trace: string): [string, ...string[]] => ['/usr/bin/strace', '-f', '--seccomp-bpf', '-q', '-I', '1', '-e', 'trace=execve', '-v', '-s', '65536', '-o', trace];

/** @throws where strace is not on this machine, or may not trace */
export function assertTracing(): void {
  execFileSync('/usr/bin/strace', ['-qq', '-o', '/dev/null', '/bin/true']);
}
