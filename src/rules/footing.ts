/**
 * What a path of ours stands on, as the disk tells it before anything is tried, and what of that forbids to write there.
 * It covers what can be known; what only shows at the write is told by src/apply/failure-text.ts.
 */
import type {Change} from './change.ts';
import type {Machine} from './machine.ts';
import type {Problem} from './problems.ts';
import {pathsFor} from './profile.ts';
import {type ExistingFile, fileAt, type Target} from './target.ts';
import {relationOf} from './workspace.ts';

/** A link on the way to a path, which leads out of the folder that the path belongs to. @property root links resolved, as `leadsTo` */
export type LinkOut = {readonly path: string; readonly leadsTo: string; readonly root: string};

/** A user of this system. @property name undefined where the number has none here */
export type Owner = {readonly uid: number; readonly name?: string};

/** One file or folder that is there. */
export type Spot = {
  readonly path: string;
  readonly isFolder: boolean;
  readonly owner: Owner;
  /** Why nothing can be written to it: EROFS, EPERM (chattr +i), or no permission. */
  readonly closed?: 'read-only' | 'immutable' | 'permission';
  /** Another file system than that of the folder around it: a rename can’t replace it (EBUSY). */
  readonly isMount?: true;
};

export type Footing = {
  /** The folder that it belongs to, links resolved: nothing that is written may lie outside. */
  readonly root: string;
  readonly link?: LinkOut;
  /** The folder that it is in, else the nearest thing above it that is there. */
  readonly ground: Spot;
  /** The folder that it is in is there, so that nothing has to be made first. */
  readonly isGrounded: boolean;
  /** What is in its place now. */
  readonly present?: Spot;
};

/** Why a path can’t be written. @property path what is in the way: a link, a folder above it, the file itself */
export type Barrier =
  | ({readonly kind: 'link'} & LinkOut)
  | {readonly kind: 'not-a-folder' | 'not-a-file' | 'read-only' | 'mount'; readonly path: string}
  | {readonly kind: 'immutable'; readonly path: string; readonly platform: Machine['platform']}
  | {readonly kind: 'unusable'; readonly path: string; readonly reason: string}
  /** @property account who we are */
  | {readonly kind: 'owner' | 'permission'; readonly path: string; readonly owner: Owner; readonly account: string; readonly isOurs: boolean};

type Us = Pick<Machine, 'userId' | 'account' | 'isContainer' | 'platform'>;

/** What keeps a change from being made; undefined where nothing does that can be known. */
export function barrierOf({kind, action, role}: Pick<Change, 'kind' | 'action' | 'role'>, {footing}: ExistingFile, us: Us): Barrier | undefined {
  if (!footing || action === 'unchanged') return undefined;
  const {link, ground, isGrounded, present} = footing;
  if (link) return {kind: 'link', ...link};
  // A folder that can’t be deleted stays, and is told so.
  if (kind === 'folder' && action === 'delete') return undefined;
  if (kind === 'folder' && action === 'update') return present && (closedBy(present, us) ?? ownerOf(present, us, true));
  if (!ground.isFolder) return {kind: 'not-a-folder', path: ground.path};
  const closed = closedBy(ground, us);
  if (closed) return closed;
  // Others who own the folder could put another config into its place; the workspace and its kit may well be shared.
  const isPrivate = kind === 'file' && role !== 'kit' && isGrounded;
  const owner = isPrivate ? ownerOf(ground, us, false) : undefined;
  if (owner) return owner;
  if (!present || kind === 'folder') return undefined;
  if (kind === 'file' && present.isFolder) return {kind: 'not-a-file', path: present.path};
  if (present.isMount) return {kind: 'mount', path: present.path};
  // A file without permission to write can be replaced, but not one that nobody may change.
  return present.closed === 'permission' ? undefined : closedBy(present, us);
}

/** What forbids to write into a folder, whoever owns it. */
export function closedBy({path, closed, owner}: Spot, {userId, account, platform}: Us): Barrier | undefined {
  switch (closed) {
    case undefined:
      return undefined;
    case 'permission':
      return {kind: 'permission', path, owner, account, isOurs: owner.uid === userId};
    case 'immutable':
      return {kind: closed, path, platform};
    case 'read-only':
      return {kind: closed, path};
  }
}

/**
 * Who owns it where that is somebody else. In a container root works with the files of whoever mounted them. Elsewhere what
 * is root’s and can be written by us is let pass.
 * @param isChanged its mode is to be set, which only its owner may
 */
function ownerOf({path, owner}: Spot, {userId, account, isContainer}: Us, isChanged: boolean): Barrier | undefined {
  const isRoot = userId === 0;
  const isFine = userId < 0 || owner.uid === userId || (isRoot && (isContainer || isChanged)) || (owner.uid === 0 && !isChanged);
  return isFine ? undefined : {kind: 'owner', path, owner, account, isOurs: false};
}

/** The problem of a file that can’t be worked with: a link that leads out of its folder is told as such. */
export function unusableProblem(id: 'config-unusable' | 'kit-unusable' | 'service-unusable', path: string, {footing, reason}: Extract<ExistingFile, {kind: 'unusable'}>): Problem {
  return footing?.link ? {id: 'barred', path: footing.link.path, barrier: {kind: 'link', ...footing.link}, isHome: false} : {id, path, reason};
}

/**
 * What keeps changes from being made, each cause once.
 * @param folders more that something is to be put into, such as that of the engines, and our own
 */
export function barredProblems(changes: readonly Change[], folders: readonly ExistingFile[], target: Target, machine: Machine): Problem[] {
  const made = {kind: 'folder', action: 'create', role: 'folder'} as const;
  const barriers = [
    ...changes.map(change => barrierOf(change, fileAt(target, change.path), machine)),
    ...folders.map(file => (file.kind === 'folder' ? file.footing?.present && closedBy(file.footing.present, machine) : barrierOf(made, file, machine))),
  ];
  const home = machine.places?.user?.path;
  const problems = barriers.flatMap((barrier): Problem[] => (barrier ? [{id: 'barred', path: barrier.path, barrier, isHome: barrier.path === home}] : []));
  return withoutConsequences(problems, machine);
}

/** Problems without those that only follow from another one: what is in the way of a folder is in the way of all below it. */
export function withoutConsequences(problems: readonly Problem[], {platform}: Pick<Machine, 'platform'>): Problem[] {
  const placed = problems.flatMap(problem => ('path' in problem && problem.path !== undefined ? [{problem, path: problem.path, rank: rankOf(problem)}] : [])).filter(({rank}) => rank >= 0);
  const told = placed.filter(({path, rank}, index) => {
    const comesFrom = (cause: (typeof placed)[number], at: number) => {
      const relation = relationOf(path, cause.path, platform);
      return cause.rank < CAUSES && (relation === 'inside' || (relation === 'equal' && (cause.rank < rank || (cause.rank === rank && at < index))));
    };
    return !placed.some(comesFrom);
  });
  return problems.filter(problem => placed.every(one => one.problem !== problem) || told.some(one => one.problem === problem));
}

/** What is told of one place, the first that there is; those after the causes are never the cause of another. */
const RANKS = ['not-a-folder', 'barred', 'workspace-blocked', 'barred-by-file', 'config-unusable', 'kit-unusable', 'service-unusable'];
const CAUSES = RANKS.indexOf('config-unusable');

/** A file in the way of the workspace is told where that is asked. */
function rankOf(problem: Problem): number {
  return RANKS.indexOf(problem.id === 'barred' && problem.barrier.kind === 'not-a-folder' ? 'barred-by-file' : problem.id);
}

/**
 * What forbids to work with this HOME at all: then nothing else needs to be said.
 * @param isNeeded whether a service file would have to hold it
 */
export function homeProblem({homes, places, platform}: Machine, workspace: string, isNeeded: boolean): Problem | undefined {
  const isBroken = CONTROL.test(homes.user) || CONTROL.test(homes.openclaw);
  const isInside = relationOf(workspace, homes.openclaw, platform) === 'inside';
  if (isBroken && (isNeeded || isInside)) return {id: 'home-unusable', home: CONTROL.test(homes.user) ? homes.user : homes.openclaw, fault: 'control-characters'};
  if (!places) return undefined;
  if (!places.user) return {id: 'home-unusable', home: homes.user, fault: 'missing'};
  return places.user.isFolder ? undefined : {id: 'home-unusable', home: homes.user, fault: 'not-a-folder'};
}

/** What no service file can hold: systemd refuses line breaks (openclaw/openclaw 2026.9.6, systemd-unit.ts), XML and cmd the others. A tab they all can. */
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** The first of some texts that no service file can hold. */
export function unholdable(texts: readonly (string | undefined)[]): string | undefined {
  return texts.find(text => text !== undefined && CONTROL.test(text));
}

/** Whether a resolved path is a resolved folder or lies inside it. */
export function isWithin(path: string, root: string, platform: Machine['platform']): boolean {
  const {join, sep} = pathsFor(platform);
  return path === root || path.startsWith(join(root, sep));
}
