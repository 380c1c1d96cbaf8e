/** Finds the service files on this host that start an OpenClaw gateway, and reads what they start. Read-only. */
import {basename, dirname, join} from 'node:path';
import {parseEnv} from 'node:util';
import type {ServiceFile, ServiceManager} from '../rules/instance.ts';
import type {Platform} from '../rules/profile.ts';
import type {Namesake} from '../rules/status.ts';
import {parseCmd} from '../rules/service/schtasks.ts';
import {parseAgent, parseEnvFile} from '../rules/service/launchd.ts';
import {directives, parseUnit, words} from '../rules/service/systemd.ts';
import {listFolder, readText, resolveLinks} from './files.ts';
import {learnSecrets} from './known-secrets.ts';
import {LIMITS} from './limits.ts';

/** Where service files live. A system folder holds those that start without a login. */
export type ServiceFolders = {
  readonly user: readonly string[];
  readonly system: readonly string[];
  /** Home of the user, for `%h` in a unit. */
  readonly home: string;
};

export function serviceFolders(platform: Platform, userHome: string, openclawHome: string): ServiceFolders {
  switch (platform) {
    case 'linux':
      return {
        home: userHome,
        user: [join(userHome, '.config/systemd/user'), '/etc/systemd/user'],
        system: ['/etc/systemd/system'],
      };
    case 'darwin':
      return {
        home: userHome,
        user: [join(userHome, 'Library/LaunchAgents'), '/Library/LaunchAgents'],
        system: ['/Library/LaunchDaemons'],
      };
    case 'win32': {
      // On Windows the launcher of a task lies in the state folder of its instance.
      const stateDirs = listFolder(openclawHome).filter(name => /^\.openclaw(-|$)/.test(name));
      return {home: userHome, user: stateDirs.map(name => join(openclawHome, name)), system: []};
    }
  }
}

const MANAGERS: Readonly<Record<Platform, {manager: ServiceManager; pattern: RegExp}>> = {
  linux: {manager: 'systemd', pattern: /\.service$/},
  // Update jobs are named ai.openclaw.<profile>.update.<time>; they are no instances (openclaw/openclaw#96924).
  darwin: {manager: 'launchd', pattern: /^(?!.*\.update\.).*\.plist$/},
  win32: {manager: 'schtasks', pattern: /^gateway\.cmd$/},
};

export function findServiceFiles(folders: ServiceFolders, platform: Platform): ServiceFile[] {
  const {manager, pattern} = MANAGERS[platform];
  const found: ServiceFile[] = [];
  for (const scope of ['user', 'system'] as const) {
    for (const folder of folders[scope]) {
      for (const name of listFolder(folder).filter(file => pattern.test(file))) {
        const path = join(folder, name);
        const facts = readFacts(path, manager, folders.home);
        learnSecrets(facts?.environment);
        if (facts?.argv.includes('gateway')) found.push({manager, scope, name, path, ...facts});
      }
    }
  }
  // An alias, as `[Install] Alias=` makes one, is the same service once more.
  const paths = new Set(found.map(({path}) => path));
  return found.filter(({path}) => resolveLinks(path) === path || !paths.has(resolveLinks(path)));
}

/** Names that OpenClaw gives its gateway services; `node` is its node host, `mac` its app. */
const SERVICE_NAMES: Readonly<Partial<Record<Platform, RegExp>>> = {
  linux: /^openclaw-gateway(-.+)?\.service$/,
  darwin: /^ai\.openclaw\.(?!node\.|mac\.|.*\.update\.).+\.plist$/,
};

/** Files under the name of a gateway service that start something else, as a public watchdog does. */
export function findNamesakes(folders: ServiceFolders, platform: Platform): Namesake[] {
  const names = SERVICE_NAMES[platform];
  if (!names) return [];
  return [...folders.user, ...folders.system].flatMap(folder =>
    listFolder(folder).filter(name => names.test(name)).flatMap(name => {
      const path = join(folder, name);
      const text = readService(path);
      if (text === undefined) return [];
      const argv = platform === 'darwin' ? (parseAgent(text)?.argv ?? []) : unwrapped(parseUnit([text], folders.home).argv, folders.home).argv;
      return argv.includes('gateway') ? [] : {name, path, command: argv[0] ?? ''};
    }),
  );
}

type Facts = Pick<ServiceFile, 'argv' | 'environment' | 'inline' | 'dropIns'>;

/** A drop-in that decides what is started, or on which port, whatever the unit itself says. */
function setsCommand(dropIn: string): boolean {
  return directives(dropIn).some(({key, value}) => key === 'ExecStart' || (key === 'Environment' && (value === '' || /OPENCLAW_(GATEWAY_PORT|STATE_DIR|CONFIG_PATH|PROFILE)=/.test(value))));
}

/** Those of the unit itself, and those that it shares with others: `openclaw-gateway-.service.d`, `service.d`. One name counts once. */
function dropInsOf(path: string): string[] {
  const folder = dirname(path);
  const name = basename(path);
  const prefixes = [...name.matchAll(/-/g)].map(({index}) => `${name.slice(0, index + 1)}.service.d`);
  const found = new Map(['service.d', ...prefixes, `${name}.d`].flatMap(place => listFolder(join(folder, place)).filter(file => file.endsWith('.conf')).map(file => [file, join(folder, place, file)] as const)));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
}

/** A command line without what only stands in front of it: `/usr/bin/env NAME=value`, `sh -c`. */
function unwrapped(argv: readonly string[], home: string): {argv: readonly string[]; environment: Readonly<Record<string, string>>} {
  const program = basename(argv[0] ?? '');
  if (/^(ba|da)?sh$/.test(program) && argv[1] === '-c') return unwrapped(words((argv[2] ?? '').replace(/^exec\s+/, ''), home), home);
  if (program !== 'env') return {argv, environment: {}};
  const first = argv.findIndex((word, index) => index > 0 && !/^[A-Za-z_]\w*=/.test(word));
  const pairs = argv.slice(1, first < 0 ? undefined : first).map(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
  return {argv: first < 0 ? [] : argv.slice(first), environment: Object.fromEntries(pairs)};
}

function readFacts(path: string, manager: ServiceManager, home: string): Facts | undefined {
  const text = readService(path);
  if (text === undefined || !/openclaw|clawdbot|moltbot/i.test(text)) return undefined;
  switch (manager) {
    case 'systemd': {
      const paths = dropInsOf(path);
      const texts = [text, ...paths.map(dropIn => readService(dropIn) ?? '')];
      const ruling = paths.filter((_, index) => setsCommand(texts[index + 1] as string));
      const owner = directives(text).find(({key}) => key === 'User')?.value;
      const ownHome = owner === undefined ? home : owner === 'root' ? '/root' : join('/home', owner);
      const {argv: command, environment: set, environmentFiles} = parseUnit(texts, ownHome);
      const {argv, environment: given} = unwrapped(command, ownHome);
      const environment = {...set, ...given};
      const fromFiles = Object.assign({}, ...environmentFiles.map(file => parseEnv(readText(file, LIMITS.variables) ?? '')));
      return {
        argv,
        environment: {...(ownHome === home ? {} : {HOME: ownHome}), ...environment, ...fromFiles},
        inline: Object.keys(set).filter(name => !(name in given) && !(name in fromFiles)),
        ...(ruling.length > 0 ? {dropIns: ruling} : {}),
      };
    }
    case 'launchd': {
      const agent = parseAgent(text);
      const file = agent?.environmentFile;
      return agent && {argv: agent.argv, environment: {...agent.environment, ...(file ? parseEnvFile(readText(file, LIMITS.variables) ?? '') : {})}, inline: Object.keys(agent.environment)};
    }
    case 'schtasks':
      return parseCmd(text);
  }
}

function readService(path: string): string | undefined {
  return readText(path, LIMITS.serviceFile);
}
