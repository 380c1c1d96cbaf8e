/**
 * Where a profile's workspace goes, and which places are refused. All paths are absolute; the judged ones have their
 * links resolved by the caller, so that a link into main's folder is seen for what it is.
 */
import {expandTilde, pathsFor, plainPath, type Platform} from './profile.ts';

/** `agent-workspace`: of one agent, which wins over the default (openclaw/openclaw#114487). */
export type PlaceKind = 'workspace' | 'agent-workspace' | 'state' | 'config' | 'agent-state' | 'browser-data' | 'log';

/** A path with links resolved. */
type Located = {
  readonly path: string;
  /**
   * What the disk itself calls the path and each folder above it, the path first. It tells that two paths are one where
   * links do not: by a bind mount, or a file system without case. Undefined where the disk was not asked.
   */
  readonly trail?: readonly string[] | undefined;
};

/** A file or folder that belongs to an instance. */
export type Place = Located & {readonly kind: PlaceKind};

/** All places of one instance, links resolved. */
export type Footprint = {readonly label: string; readonly places: readonly Place[]};

export type Relation = 'equal' | 'inside' | 'around';

export type WorkspaceProblem =
  | {readonly id: 'workspace-empty'}
  | {readonly id: 'workspace-not-absolute'; readonly path: string}
  | {readonly id: 'workspace-control-characters'}
  | ({readonly id: 'workspace-blocked'} & Obstacle)
  | {readonly id: 'workspace-holds-own-state'; readonly stateDir: string}
  | {
      readonly id: 'workspace-shared';
      readonly relation: Relation;
      readonly owner: string;
      readonly place: Place;
    };

/**
 * How `path` lies to `other`: the same, below it, or above it; undefined when they are apart.
 * macOS and Windows compare without case, as their usual file systems do.
 */
export function relationOf(path: string, other: string, platform: Platform): Relation | undefined {
  const {relative, isAbsolute, sep} = pathsFor(platform);
  const fold = (text: string) => (platform === 'linux' ? text : text.toLowerCase());
  const way = relative(fold(other), fold(path));
  if (way === '') return 'equal';
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return 'inside';
  if (way.split(sep).every(part => part === '..')) return 'around';
  return undefined;
}

/** {@link relationOf}, also where only the disk knows that two paths are one. */
function relate(a: Located, b: Located, platform: Platform): Relation | undefined {
  return relationOf(a.path, b.path, platform) ?? relationOnDisk(a.trail, b.trail);
}

function relationOnDisk(a: Located['trail'], b: Located['trail']): Relation | undefined {
  if (!a?.[0] || !b?.[0]) return undefined;
  if (a[0] === b[0]) return 'equal';
  return a.includes(b[0]) ? 'inside' : b.includes(a[0]) ? 'around' : undefined;
}

/** Everything that a place is found by: its path and those of the folders above it, then the same by the disk. */
export function trailsOf({path, trail}: Located, platform: Platform): readonly (readonly string[])[] {
  const {dirname} = pathsFor(platform);
  const paths = [platform === 'linux' ? path : path.toLowerCase()];
  for (let last = paths[0] as string; dirname(last) !== last; ) {
    last = dirname(last);
    paths.push(last);
  }
  return trail ? [paths, trail] : [paths];
}

export type WorkspaceInput = {
  readonly profile: string;
  readonly stateDir: string;
  readonly mainStateDir: string;
  readonly mainWorkspace: string;
  readonly platform: Platform;
};

/**
 * Main's workspace name with `-<profile>` after it: inside our state dir when main's lies in main's state dir, since a
 * reset, backup or move of main must not take it along (openclaw/openclaw#122733); a sibling of main's elsewhere.
 */
export function defaultWorkspace({profile, stateDir, mainStateDir, mainWorkspace, platform}: WorkspaceInput): string {
  const path = pathsFor(platform);
  const name = `${path.basename(mainWorkspace) || 'workspace'}-${profile}`;
  const isInMainState = relationOf(mainWorkspace, mainStateDir, platform) !== undefined;
  return path.join(isInMainState ? stateDir : path.dirname(mainWorkspace), name);
}

/** The path that a typed workspace stands for: `~` expanded, without `.`, `..` and a last slash. Relative ones stay relative. */
export function workspacePath(text: string, home: string, platform: Platform): string {
  const expanded = expandTilde(text.trim(), home, platform);
  return plainPath(expanded, platform);
}

/** Something in the way of a folder, and one clause about it. */
export type Obstacle = {readonly path: string; readonly reason: string};

export type WorkspaceCandidate = {
  /** As it will be written: absolute, `~` expanded. */
  readonly path: string;
  /** The same with links resolved, as far as it exists. */
  readonly resolved: string;
  readonly trail?: Located['trail'];
  /** What keeps a folder from being there. */
  readonly obstacle?: Obstacle | undefined;
};

/** Refuses what is equal to, inside or around another instance's workspace, state dir or config, or around our own state. */
export function judgeWorkspace(
  candidate: WorkspaceCandidate,
  ownStateDir: string,
  others: readonly Footprint[],
  platform: Platform,
): WorkspaceProblem | undefined {
  const {path, resolved, trail} = candidate;
  if (path === '') return {id: 'workspace-empty'};
  if (/[\u0000-\u001f\u007f]/.test(path)) return {id: 'workspace-control-characters'};
  if (!pathsFor(platform).isAbsolute(path)) return {id: 'workspace-not-absolute', path};
  if (candidate.obstacle) return {id: 'workspace-blocked', ...candidate.obstacle};
  const clash = sharedPlace({path: resolved, trail}, others, platform);
  if (clash) return {id: 'workspace-shared', ...clash};
  const own = relationOf(resolved, ownStateDir, platform);
  const isInConfig = relationOf(resolved, pathsFor(platform).join(ownStateDir, 'openclaw.json'), platform);
  if (own === 'equal' || own === 'around' || isInConfig) return {id: 'workspace-holds-own-state', stateDir: ownStateDir};
  return undefined;
}

/**
 * Where builds before 2026.8 put the workspace of a profile: in main's state folder, under a name of its own. It is left
 * where it is.
 */
export function isOldLayout(path: string, profile: string | undefined, outer: Place, isMains: boolean, platform: Platform): boolean {
  const {basename} = pathsFor(platform);
  return profile !== undefined && isMains && outer.kind === 'state' && basename(path) === `workspace-${profile}`;
}

export type SharedPlace = {readonly relation: Relation; readonly owner: string; readonly place: Place};

/** The place of another instance that this one is equal to, else the first that it lies inside or around. */
export function sharedPlace(own: Located, others: readonly Footprint[], platform: Platform): SharedPlace | undefined {
  const shared = others.flatMap(({label, places}) =>
    places.flatMap(place => {
      const relation = relate(own, place, platform);
      return relation ? {relation, owner: label, place} : [];
    }),
  );
  return shared.find(({relation}) => relation === 'equal') ?? shared[0];
}
