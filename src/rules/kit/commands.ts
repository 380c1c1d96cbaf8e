/**
 * The commands of the kit, each of which works as it stands from a child of the rescue's gateway. The environment of such a
 * child names the rescue (OPENCLAW_STATE_DIR, OPENCLAW_CONFIG_PATH, OPENCLAW_GATEWAY_PORT…), and a bare `openclaw` would
 * work on the rescue, whatever was meant (seen on OpenClaw 2026.9.6).
 */
import {shellString} from '../../shells/quote.ts';
import {pathsFor, type Platform} from '../profile.ts';
import {openclawCall} from '../selector.ts';
import {MANAGER_COMMANDS} from '../service/commands.ts';
import type {Engine, KitFacts} from './facts.ts';
import {word} from './words.ts';

export type KitCommands = {
  readonly health: string;
  /** Nothing of main is changed by these. */
  readonly look: readonly string[];
  readonly validate: readonly string[];
  /** The same with the OpenClaw of the rescue, where that is another one. */
  readonly ownEngine: readonly string[];
  readonly restart: readonly string[];
  readonly restore: readonly string[];
};

export function kitCommands(facts: KitFacts): KitCommands {
  const {platform, main, rescue} = facts;
  const {configPath, engine = PATH_ENGINE} = main;
  const prefix = mainPrefix(facts, engine);
  const hasOwn = rescue.engine !== undefined && rescue.engine.entry !== engine.entry;
  return {
    health: healthCommand(main.port, platform),
    look: [healthCommand(main.port, platform), listingOf(configPath, platform), ...serviceLook(facts), ...logLook(facts)],
    validate: [`${prefix} config file`, `${prefix} config validate --json`],
    ownEngine: hasOwn ? [`${mainPrefix(facts, rescue.engine)} config validate --json`] : [],
    restart: restartCommands(facts, prefix),
    restore: restoreCommands(facts, engine),
  };
}

/** Where no install was found: whatever the PATH leads to. */
const PATH_ENGINE: Pick<Engine, 'node' | 'entry'> = {node: '', entry: 'openclaw'};

/** Proxies are for other hosts. */
function healthCommand(port: number, platform: Platform): string {
  return platform === 'win32' ? `curl.exe -sS -m 5 --noproxy * http://127.0.0.1:${port}/healthz` : `curl -sS -m 5 --noproxy '*' http://127.0.0.1:${port}/healthz`;
}

/**
 * OpenClaw for main. `env -i` leaves everything behind, be it named by OpenClaw or be it a token that would switch a channel on.
 * @param config another file to read as main's config
 */
function mainPrefix({platform, home, openclawHome, main}: KitFacts, {node, entry}: Pick<Engine, 'node' | 'entry'>, config?: string): string {
  const {args, environment} = openclawCall(main.selector);
  const variables = {...environment, ...(config === undefined ? {} : {OPENCLAW_CONFIG_PATH: config})};
  const program = (node === '' ? [entry] : [node, entry]).map(part => word(part, platform));
  const call = [...program, ...args.map(part => word(part, platform))].join(' ');
  if (platform === 'win32') {
    const home = openclawHome === undefined ? {} : {OPENCLAW_HOME: openclawHome};
    const sets = Object.entries({...home, ...variables}).map(([name, value]) => `$env:${name} = ${shellString(value, 'powershell')}; `).join('');
    return `Remove-Item Env:OPENCLAW_*, Env:CLAWDBOT_*, Env:MOLTBOT_*, Env:*_TOKEN -ErrorAction SilentlyContinue; ${sets}& ${call}`;
  }
  const {dirname, delimiter} = pathsFor(platform);
  const path = [...new Set([...(node === '' ? [] : [dirname(node)]), '/opt/homebrew/bin', '/usr/local/bin', '/usr/bin', '/bin'])]
    .filter(folder => platform === 'darwin' || folder !== '/opt/homebrew/bin')
    .join(delimiter);
  const set = (name: string, value: string) => `${name}=${word(value, platform)}`;
  const kept = [
    set('HOME', home),
    node === '' ? 'PATH="$PATH"' : set('PATH', path),
    ...(openclawHome === undefined ? [] : [set('OPENCLAW_HOME', openclawHome)]),
    ...Object.entries(variables).map(([name, value]) => set(name, value)),
  ];
  return `env -i ${kept.join(' ')} ${call}`;
}

function listingOf(config: string, platform: Platform): string {
  if (platform !== 'win32') return `ls -l ${word(config, platform)}*`;
  const {dirname, basename} = pathsFor(platform);
  return `Get-ChildItem -LiteralPath ${word(dirname(config), platform)} -Filter ${word(`${basename(config)}*`, platform)}`;
}

/** A user manager is asked by this variable, which not every child has. */
function systemctl({userId}: KitFacts, isUser: boolean, ...words: readonly string[]): string {
  const [program = '', ...rest] = words;
  return isUser ? `XDG_RUNTIME_DIR=/run/user/${userId} ${program} --user ${rest.join(' ')}` : words.join(' ');
}

function serviceLook(facts: KitFacts): string[] {
  const {main, platform, userId} = facts;
  const {service} = main;
  if (!service) return [];
  const name = word(service.name, platform);
  switch (service.manager) {
    case 'systemd': {
      const isUser = service.scope === 'user';
      return [systemctl(facts, isUser, 'systemctl', 'status', name, '--no-pager', '--lines=0'), systemctl(facts, isUser, 'journalctl', '--unit', name, '--lines=100', '--no-pager')];
    }
    case 'launchd':
      return [`launchctl print ${service.scope === 'user' ? `gui/${userId}` : 'system'}/${name}`];
    case 'schtasks':
      return [`schtasks /Query /TN ${name} /V /FO LIST`];
  }
}

/** The newest log file, by the places where its build of OpenClaw may write one. */
function logLook({main, platform}: KitFacts): string[] {
  const {join} = pathsFor(platform);
  const {files, dated} = main.logs;
  if (platform === 'win32') {
    const places = [...files, ...dated.map(({folder, prefix}) => join(folder, `${prefix}2*.log`))].map(place => shellString(place, 'powershell'));
    return [`Get-ChildItem -Path ${places.join(', ')} -ErrorAction SilentlyContinue | Sort-Object LastWriteTime | Select-Object -Last 1 | Get-Content -Tail 100`];
  }
  // A day begins with the year: what begins with a name is another profile's.
  const places = [...files.map(file => word(file, platform)), ...dated.map(({folder, prefix}) => `${word(join(folder, prefix), platform)}2*.log`)];
  return [`tail -n 100 "$(ls -t ${places.join(' ')} 2>/dev/null | head -n 1)"`];
}

function restartCommands(facts: KitFacts, prefix: string): string[] {
  const {main, platform, userId} = facts;
  const {service} = main;
  if (!service) return [`${prefix} gateway`];
  const {manager, path} = service;
  const name = word(service.name, platform);
  const order = {name, definition: word(path, platform), userId, isActive: true};
  const restart = (isEnabled: boolean) => MANAGER_COMMANDS[manager].restart({...order, isEnabled}).map(({argv}) => argv.join(' '));
  if (manager === 'schtasks') return restart(true);
  if (manager === 'launchd') {
    if (service.scope === 'system') return [`sudo launchctl kickstart -k system/${name}`];
    return [...restart(true), '# only if it says that there is no such service:', ...restart(false)];
  }
  if (service.scope === 'system') return [`sudo systemctl reset-failed ${name}`, `sudo systemctl restart ${name}`];
  // A unit that failed too often is not started again before this.
  return [systemctl(facts, true, 'systemctl', 'reset-failed', name), ...restart(true).map(line => `XDG_RUNTIME_DIR=/run/user/${userId} ${line}`)];
}

function restoreCommands(facts: KitFacts, engine: Pick<Engine, 'node' | 'entry'>): string[] {
  const {main, platform} = facts;
  const backup = `${main.configPath}.bak`;
  const [config, candidate] = [word(main.configPath, platform), word(backup, platform)];
  const candidatePrefix = mainPrefix(facts, engine, backup);
  const checks = [`${candidatePrefix} config validate --json`, `${candidatePrefix} config get gateway.mode`];
  const [keep, copy] = platform === 'win32'
    ? [`Copy-Item -LiteralPath ${config} -Destination (${shellString(main.configPath, 'powershell')} + '.broken-' + (Get-Date -Format yyyyMMdd-HHmmss))`, `Copy-Item -LiteralPath ${candidate} -Destination ${config}`]
    : [`cp -p ${config} ${config}.broken-$(date +%Y%m%d-%H%M%S)`, `cp -p ${candidate} ${config}`];
  return ['# Is the backup valid, and does it say gateway.mode local? This changes nothing.', ...checks, '# Only after a yes of the user: keep what is there, then put the backup in its place.', keep, copy];
}
