/** What the wizard knows about the machine itself. */
import type {SelectorVariable} from './audit/evidence.ts';
import type {Credential} from './config/credentials.ts';
import type {Spot} from './footing.ts';
import type {Invoker} from './foreign-root.ts';
import type {Range} from './ports.ts';
import type {Platform} from './profile.ts';
import type {Runtime} from './service/spec.ts';
import type {Shell} from './shell.ts';

/** An OpenClaw install and the Node that goes with it. */
export type OpenClaw = Runtime & {
  readonly version: string;
  readonly nodeVersion: string;
  /** Whether OpenClaw's own `engines` allow that Node. */
  readonly isNodeSupported: boolean;
  /** Folders of the PATH that hold its command; empty when only a service names the install. */
  readonly binFolders: readonly string[];
};

/** npm of this host. */
export type Npm = {
  /** What is called where there is no script. */
  readonly path: string;
  /** Its npm-cli.js, to be run by a Node: a .cmd would take a shell. */
  readonly script?: string;
  /** PATH for it, without what npm itself puts there for a project's scripts. */
  readonly searchPath: string;
};

/** Whether a service can be started now; the files can be written in any case. */
export type ManagerState =
  | {readonly kind: 'ready'; /** systemd only: whether user services outlive the last logout. */ readonly lingers?: boolean}
  | {
      readonly kind: 'unreachable';
      /**
       * `openclaw-home`: OpenClaw refuses to manage services under OPENCLAW_HOME. `other-home`: HOME is not the home of
       * this user, so the manager would look elsewhere. `no-manager`, `no-session`: not there, or no session to reach it.
       */
      readonly reason: 'openclaw-home' | 'other-home' | 'no-manager' | 'no-session';
    };

export type Inherited = {
  readonly selectors: readonly SelectorVariable[];
  /** Tokens that would switch a channel on in any gateway without one of its own. */
  readonly channels: readonly Credential[];
};

export const NOTHING_INHERITED: Inherited = {selectors: [], channels: []};

export type Machine = {
  readonly platform: Platform;
  readonly homes: {readonly openclaw: string; readonly user: string; readonly isOverridden: boolean};
  /** The homes as they stand, each undefined where nothing is there; undefined as a whole where nobody looked. */
  readonly places?: {readonly user: Spot | undefined; readonly openclaw: Spot | undefined};
  readonly userId: number;
  /** Files may belong to users of another machine. */
  readonly isContainer?: boolean;
  /** Who became root by sudo or doas. */
  readonly invoker?: Invoker | undefined;
  /** DOMAIN\user on Windows, the login name elsewhere. */
  readonly account: string;
  readonly memoryMiB: number;
  readonly temporaryFolder: string;
  /** Folders under home that a Linux service gets on its PATH. */
  readonly userBinFolders: readonly string[];
  /** The system's file of certificates, where one is readable. */
  readonly caBundle: string | undefined;
  /** Ports of outgoing connections, inclusive. */
  readonly ephemeral: Range | undefined;
  /** Ports that this user may not open, whether or not something listens (EACCES). */
  readonly closedPorts: readonly Range[];
  /** How this very program is called from a shell of this user. */
  readonly ownCommand: string;
  /** The login shell of the user, where it is one that we write for. */
  readonly shell: Shell | undefined;
  /** Inherited variables that are not listened to. */
  readonly ignoredVariables: readonly string[];
  /** What of this shell would lead OpenClaw itself to an instance. */
  readonly inherited: Inherited;
};

/** Paths that a version manager moves or removes with the next upgrade (openclaw/openclaw#17309, #58111). */
const VERSION_MANAGERS: readonly [name: string, pattern: RegExp][] = [
  ['nvm', /[/\\]\.?nvm[/\\]|[/\\]\.?nvs[/\\]/],
  ['fnm', /[/\\]\.?fnm(_multishells)?[/\\]/],
  ['volta', /[/\\]\.?volta[/\\]/i],
  ['asdf', /[/\\]\.asdf[/\\]/],
  ['mise', /[/\\]mise[/\\]/],
  ['nodenv', /[/\\]\.nodenv[/\\]/],
  ['n', /[/\\]\.n[/\\]|[/\\]n[/\\]versions[/\\]/],
];
const MOVING_FOLDERS: readonly [name: string, pattern: RegExp][] = [
  ['pnpm store', /[/\\]\.?pnpm[/\\]/],
  ['node_modules of a project', /[/\\]node_modules[/\\](node|\.bin)[/\\]/],
  ['npx cache', /[/\\]_npx[/\\]/],
  ['temporary folder', /^\/(private\/)?(var\/)?tmp\//],
];

/** Whether OpenClaw would take this Node for one of a version manager. */
export function isVersionManaged(path: string): boolean {
  return VERSION_MANAGERS.some(([, pattern]) => pattern.test(path));
}

/** What will move this path one day, be it an upgrade or a clean-up; undefined for a path that stays. */
export function unstablePath(path: string): string | undefined {
  return [...VERSION_MANAGERS, ...MOVING_FOLDERS].find(([, pattern]) => pattern.test(path))?.[0];
}
