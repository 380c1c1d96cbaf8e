/** The instance that the wizard works on, as it stands on disk before anything is done. */
import type {Settings} from './config/settings.ts';
import type {EngineState} from './engine.ts';
import type {Footing} from './footing.ts';
import type {Instance} from './instance.ts';
import type {ProfilePaths} from './profile.ts';
import type {Selector} from './selector.ts';
import type {Runtime} from './service/spec.ts';
import type {Written} from './written.ts';

/** A file that we may write: its text now, or why it can't be worked with. */
export type ExistingFile = (
  | {readonly kind: 'absent'}
  /** @property mode permission bits */
  | {readonly kind: 'text'; readonly text: string; readonly mode: number}
  | {readonly kind: 'folder'; readonly mode: number}
  | {readonly kind: 'unusable'; readonly reason: string}
) & {
  /** What it stands on; undefined where nobody looked. */
  readonly footing?: Footing;
};

/** What a service manager says of one service. */
export type ServiceState = {
  readonly isEnabled: boolean;
  readonly isActive: boolean;
  readonly isFailed?: boolean;
  /** Its main process, as far as the manager tells. */
  readonly pid?: number;
};

/** Another process that is at work on an instance. @property since ISO 8601. @property file its lock, where it is a process of another container, which can't be seen from here */
export type Holder = {readonly pid: number; readonly since: string; readonly file?: string};

/** What is known of it with the host, as far as who only looks needs to know. */
export type SeenTarget = ProfilePaths & {
  readonly selector: Selector;
  /** The name of the profile; a short name for one that is no profile. */
  readonly profile: string;
  /** Undefined for a profile that is not on this host yet. */
  readonly existing: Instance | undefined;
  readonly settings: Settings;
  /** The base port whose overlap was accepted when this profile was applied last. */
  readonly acceptedBase: number | undefined;
};

export type Target = SeenTarget & {
  /** State dir and config with links resolved as far as they exist. */
  readonly resolvedStateDir: string;
  readonly resolvedConfigPath: string;
  /** The same as the disk calls them; undefined where it was not asked. */
  readonly trails?: {readonly state: readonly string[]; readonly config: readonly string[]};
  /** Who else is changing it just now: then it may be looked at, not changed. */
  readonly heldBy?: Holder;
  /** Every file that a plan for this profile could touch, by path. */
  readonly files: ReadonlyMap<string, ExistingFile>;
  /** Our own folder for it, where its journal and copies go; undefined where nobody looked. */
  readonly records?: ExistingFile | undefined;
  /** Names that the `.env` of the state dir sets, which the gateway reads by itself. */
  readonly envNames: readonly string[];
  /** What the present service file starts, when both files are still there. */
  readonly serviceRuntime: Runtime | undefined;
  /** What the service manager says; undefined where it can't be asked or knows no such service. */
  readonly serviceState: ServiceState | undefined;
  /** Versions of OpenClaw that it keeps for itself. */
  readonly engines: EngineState;
  /** Something is in the workspace that it has now. */
  readonly isWorkspaceUsed: boolean;
  /** What we wrote for it last; undefined where we never did. */
  readonly written?: Written | undefined;
};

export function fileAt(target: Target, path: string): ExistingFile {
  return target.files.get(path) ?? {kind: 'absent'};
}

/** The text of a file; undefined where there is none that can be edited. */
export function textAt(target: Target, path: string): string | undefined {
  const file = fileAt(target, path);
  return file.kind === 'text' ? file.text : undefined;
}

/** The target with what is at more paths, such as those of the workspace that was answered. */
export function withFiles(target: Target, files: ReadonlyMap<string, ExistingFile>): Target {
  return {...target, files: new Map([...target.files, ...files])};
}

/** Whether there is something to edit: a config or a service, not just a folder. */
export function isEdit({existing}: SeenTarget): boolean {
  return existing !== undefined && (existing.config.kind !== 'missing' || existing.services.length > 0);
}
