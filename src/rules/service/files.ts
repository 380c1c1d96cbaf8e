/** The service files of a profile on each platform: where they stand, and what they should say. */
import {DEFAULT_PROFILE, pathsFor, type Platform, serviceNames, type ServiceNames} from '../profile.ts';
import type {ServiceFile, ServiceManager} from '../instance.ts';
import type {Machine} from '../machine.ts';
import type {Target} from '../target.ts';
import {ENV_WRAPPER, renderAgent, renderEnvFile, updateAgent, updateEnvFile} from './launchd.ts';
import {renderCmd, renderTask, renderVbs, updateCmd} from './schtasks.ts';
import type {FileDraft, ServiceSpec} from './spec.ts';
import {renderUnit, updateUnit} from './systemd.ts';

export const MANAGER_OF: Readonly<Record<Platform, ServiceManager>> = {
  linux: 'systemd',
  darwin: 'launchd',
  win32: 'schtasks',
};

/** The name that a service manager is asked for. */
export function serviceNameOf(profile: string, platform: Platform): string {
  const {systemdUnit, launchdLabel, windowsTask}: ServiceNames = serviceNames(profile);
  return {linux: systemdUnit, darwin: launchdLabel, win32: windowsTask}[platform];
}

/** What its manager calls a service, from its file; on Windows that lies in the state folder of its profile. */
export function managedName({name, manager, path}: Pick<ServiceFile, 'name' | 'manager' | 'path'>): string {
  if (manager === 'systemd') return name;
  if (manager === 'launchd') return name.replace(/\.plist$/, '');
  return serviceNames(/\.openclaw-([^/\\]+)[/\\][^/\\]+$/.exec(path)?.[1] ?? DEFAULT_PROFILE).windowsTask;
}

export type ServicePlaces = {
  /** The file that the manager reads: unit, plist, or the task definition. */
  readonly definition: string;
  /** All files of the service, in the order in which they are written. */
  readonly files: readonly string[];
  /** What OpenClaw leaves beside them when it writes them anew, and takes away with them (2026.9.6). */
  readonly backups: readonly string[];
  /** Folders that must be there first, with the permission bits for a new one. */
  readonly folders: readonly {readonly path: string; readonly mode: number; /** Ours alone, so that its mode is put right. */ readonly isOurs: boolean}[];
};

type ServiceOwner = Pick<ServiceSpec, 'platform' | 'profile' | 'userHome' | 'stateDir'>;

/** The service that an instance has or could have; none for one that is no profile: OpenClaw manages no such service. */
export function serviceOf({selector, stateDir}: Pick<Target, 'selector' | 'stateDir'>, {platform, homes}: Machine): (ServicePlaces & {readonly name: string}) | undefined {
  if (selector.kind === 'paths') return undefined;
  const {profile} = selector;
  return {name: serviceNameOf(profile, platform), ...servicePlaces({platform, profile, userHome: homes.user, stateDir})};
}

/** The service that an instance has under its proper name; one that the user gave another name is his to manage. */
export function installedService(target: Pick<Target, 'existing' | 'selector' | 'stateDir'>, machine: Machine): ServiceFile | undefined {
  const files = serviceOf(target, machine)?.files ?? [];
  return target.existing?.services.find(({path, scope, argv}) => scope === 'user' && files.includes(path) && argv.includes('gateway'));
}

export function servicePlaces(owner: ServiceOwner): ServicePlaces {
  const {join} = pathsFor(owner.platform);
  switch (owner.platform) {
    case 'linux': {
      const folder = join(owner.userHome, '.config/systemd/user');
      const unit = join(folder, serviceNames(owner.profile).systemdUnit);
      return {definition: unit, files: [unit], backups: [`${unit}.bak`], folders: [{path: folder, mode: 0o755, isOurs: false}]};
    }
    case 'darwin': {
      const {plist, wrapper, environmentFile, log, environmentFolder} = agentPlaces(owner);
      return {
        definition: plist,
        files: [environmentFile, wrapper, plist],
        backups: [],
        folders: [
          {path: environmentFolder, mode: 0o700, isOurs: true},
          {path: join(owner.stateDir, 'tmp'), mode: 0o700, isOurs: true},
          {path: join(log, '..'), mode: 0o755, isOurs: false},
          {path: join(plist, '..'), mode: 0o755, isOurs: false},
        ],
      };
    }
    case 'win32': {
      const {cmd, vbs, task} = taskPlaces(owner);
      return {definition: task, files: [cmd, vbs, task], backups: [`${cmd}.bak`, `${vbs}.bak`, `${cmd}.task.xml.bak`], folders: []};
    }
  }
}

function agentPlaces({platform, profile, userHome, stateDir}: ServiceOwner) {
  const {join} = pathsFor(platform);
  const label = serviceNames(profile).launchdLabel;
  const environmentFolder = join(stateDir, 'service-env');
  return {
    label,
    environmentFolder,
    environmentFile: join(environmentFolder, `${label}.env`),
    wrapper: join(environmentFolder, `${label}-env-wrapper.sh`),
    plist: join(userHome, 'Library/LaunchAgents', `${label}.plist`),
    log: join(userHome, 'Library/Logs/openclaw', profile === 'default' ? 'gateway.log' : `gateway-${profile}.log`),
  };
}

function taskPlaces({platform, stateDir}: ServiceOwner) {
  const {join} = pathsFor(platform);
  return {cmd: join(stateDir, 'gateway.cmd'), vbs: join(stateDir, 'gateway.vbs'), task: join(stateDir, 'gateway-task.xml')};
}

/**
 * Every service file as it should stand. A file that is there is edited in place, so that what the user or OpenClaw
 * put into it stays; a missing one is written as OpenClaw writes it.
 * @param textAt the present text of a file, undefined when it is not there
 */
export function serviceDrafts(spec: ServiceSpec, account: string, textAt: (path: string) => string | undefined): FileDraft[] {
  const draft = (path: string, mode: number, fresh: () => string, update: (text: string) => string, encoding: FileDraft['encoding'] = 'utf8') => {
    const text = textAt(path);
    const anew = fresh();
    return {path, mode, encoding, fresh: anew, text: text === undefined ? anew : update(text)};
  };
  switch (spec.platform) {
    case 'linux': {
      const {definition} = servicePlaces(spec);
      return [draft(definition, 0o600, () => renderUnit(spec), text => updateUnit(text, spec))];
    }
    case 'darwin': {
      const places = agentPlaces(spec);
      return [
        draft(places.environmentFile, 0o600, () => renderEnvFile(spec), text => updateEnvFile(text, spec)),
        draft(places.wrapper, 0o700, () => ENV_WRAPPER, () => ENV_WRAPPER),
        draft(places.plist, 0o644, () => renderAgent(spec, places), text => updateAgent(text, spec)),
      ];
    }
    case 'win32': {
      const {cmd, vbs, task} = taskPlaces(spec);
      const vbsText = () => `\ufeff${renderVbs(spec, cmd)}`;
      const taskText = () => `\ufeff${renderTask(spec, account, vbs)}`;
      return [
        draft(cmd, 0o600, () => renderCmd(spec), text => updateCmd(text, spec)),
        draft(vbs, 0o600, vbsText, vbsText, 'utf16le'),
        draft(task, 0o600, taskText, taskText, 'utf16le'),
      ];
    }
  }
}

/** Folders of a user's home that OpenClaw puts on a Linux service's PATH: always, or only where they exist. */
export const USER_BIN_FOLDERS: readonly {readonly name: string; readonly isOptional?: true}[] = [
  {name: '.local/bin'},
  {name: '.npm-global/bin'},
  {name: 'bin'},
  {name: '.volta/bin', isOptional: true},
  {name: '.asdf/shims', isOptional: true},
  {name: '.bun/bin', isOptional: true},
  {name: '.nix-profile/bin'},
  {name: '.nvm/current/bin', isOptional: true},
  {name: '.local/share/fnm/aliases/default/bin', isOptional: true},
  {name: '.local/share/fnm/current/bin', isOptional: true},
  {name: '.fnm/aliases/default/bin', isOptional: true},
  {name: '.fnm/current/bin', isOptional: true},
  {name: '.local/share/pnpm/bin', isOptional: true},
  {name: '.local/share/pnpm', isOptional: true},
];

const SYSTEM_BIN_FOLDERS: Readonly<Record<Platform, readonly string[]>> = {
  linux: ['/usr/local/bin', '/usr/bin', '/bin'],
  darwin: ['/opt/homebrew/bin', '/opt/homebrew/sbin', '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'],
  win32: [],
};

/**
 * PATH of the service as OpenClaw 2026.9.6 builds it, each folder once; Windows services get the user's own.
 * @param toolFolders Node's folder first, then those that hold the `openclaw` command
 * @param userFolders folders of {@link USER_BIN_FOLDERS} that count on this host, absolute
 */
export function servicePath(toolFolders: readonly string[], userFolders: readonly string[], platform: Platform): string {
  const folders = [...toolFolders, ...SYSTEM_BIN_FOLDERS[platform], ...(platform === 'linux' ? userFolders : [])];
  return [...new Set(folders)].join(pathsFor(platform).delimiter);
}
