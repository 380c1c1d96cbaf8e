/** How an instance is doing, as `list`, `status` and their JSON tell it. */
import type {Finding} from './audit/finding.ts';
import type {Instance, ServiceFile} from './instance.ts';
import type {Machine} from './machine.ts';
import type {Holder} from './occupancy.ts';
import {DEFAULT_PROFILE, expandTilde, pathsFor} from './profile.ts';
import type {ServiceState} from './target.ts';
import {isBefore} from './version.ts';

/**
 * What its gateway answers: `page` for one too old to say (before OpenClaw 2026.5), `unhealthy` for anything else,
 * `silent` where something listens and does not answer, `closed` where nothing listens.
 */
export type Health = 'healthy' | 'page' | 'unhealthy' | 'silent' | 'closed';

export type ConfigStatus = {
  /** `readable` is our own reading; `valid` and `invalid` are OpenClaw's word. */
  readonly state: 'missing' | 'unreadable' | 'readable' | 'valid' | 'invalid';
  /** One clause; undefined where nothing is wrong. */
  readonly reason?: string;
  /** Who says so. */
  readonly by: string;
};

export type ServiceStatus = ServiceFile & {/** Undefined where the manager can't be asked. */ readonly state: ServiceState | undefined};

export type InstanceStatus = {
  readonly instance: Instance;
  readonly config: ConfigStatus;
  readonly services: readonly ServiceStatus[];
  readonly holder: Holder | undefined;
  readonly health: Health;
  /** Of the OpenClaw that its service starts, else of the one on the PATH. */
  readonly version: string | undefined;
  /** Where its newest log is. */
  readonly log: LogPlace | undefined;
  /** What the audit finds about it. */
  readonly findings: readonly Finding[];
};

export type LogPlace =
  | {readonly kind: 'file'; readonly path: string}
  /** @property path of the log file that it writes besides */
  | {readonly kind: 'journal'; readonly unit: string; readonly path?: string};

/** A file that bears the name of an OpenClaw service and starts something else. */
export type Namesake = {readonly name: string; readonly path: string; /** What it starts. */ readonly command: string};

/** The service that counts: one of the user before one of the system. */
export function mainService<S extends ServiceFile>({services}: {readonly services: readonly S[]}): S | undefined {
  return services.find(({scope}) => scope === 'user') ?? services[0];
}

/** Where the gateway of an instance writes its log: one of these files, or the newest `<prefix>YYYY-MM-DD.log` of a folder. */
export type LogSources = {readonly files: readonly string[]; readonly dated: readonly {readonly folder: string; readonly prefix: string}[]};

/**
 * @param temporary the folder for temporary files that the gateway has
 * @param version of the gateway, as far as it is known
 */
export function logSources(
  {profile = DEFAULT_PROFILE, settings}: Pick<Instance, 'profile' | 'settings'>,
  {platform, homes, userId}: Machine,
  temporary: string,
  version: string | undefined,
): LogSources {
  const isNamed = profile !== DEFAULT_PROFILE;
  // Before 2026.7 all profiles wrote into one file (openclaw/openclaw#61295); later it is main's own.
  const prefix = isNamed && !(version !== undefined && isBefore(version, 2026, 7)) ? `openclaw-${profile}-` : 'openclaw-';
  const {join} = pathsFor(platform);
  // Where /tmp/openclaw belongs to somebody else, OpenClaw takes a folder with the number of the user.
  const folders = platform === 'win32' ? [join(temporary, 'openclaw')] : ['/tmp/openclaw', `/tmp/openclaw-${userId}`, join(temporary, `openclaw-${userId}`)];
  const log = isNamed ? `gateway-${profile}.log` : 'gateway.log';
  return {
    files: [
      ...(settings.logFile === undefined ? [] : [expandTilde(settings.logFile, homes.openclaw, platform)]),
      ...(platform === 'darwin' ? [join(homes.user, 'Library/Logs/openclaw', log)] : []),
    ],
    dated: [...new Set(folders)].map(folder => ({folder, prefix})),
  };
}
