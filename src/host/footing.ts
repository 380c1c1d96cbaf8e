/** What paths stand on: whose folders they are in, whether these can be written to, and links that lead out of them. Read-only. */
import {accessSync, type BigIntStats, constants} from 'node:fs';
import {dirname, join, relative, sep} from 'node:path';
import {type Footing, isWithin, type LinkOut, type Owner, type Spot} from '../rules/footing.ts';
import type {ExistingFile} from '../rules/target.ts';
import {reasons} from '../text/reasons.ts';
import {isLink, readExisting, readText, resolveLinks, statOf} from './files.ts';
import {LIMITS} from './limits.ts';
import {currentPlatform} from './platform.ts';
import {loginName} from './users.ts';

/**
 * A file or folder with what it stands on. What a link that leads out of the root stands for is not read: it may be another
 * instance's.
 * @param root the folder that it belongs to; a link in the place of the root itself is the user's choice
 */
export function readStanding(path: string, root: string): ExistingFile {
  const footing = readFooting(path, root);
  return footing.link ? {kind: 'unusable', reason: reasons().linkOut, footing} : {...readExisting(path), footing};
}

function readFooting(path: string, root: string): Footing {
  const link = linkOut(path, root);
  // A link that stays inside is followed: what it leads to is written.
  const goal = path !== root && isLink(path) ? resolveLinks(path) : path;
  const ground = nearestSpot(dirname(goal));
  const present = spotAt(goal);
  const mount = present && isMountPoint(goal) ? {isMount: true as const} : {};
  return {root: resolveLinks(root), ...(link ? {link} : {}), ground, isGrounded: ground.path === dirname(goal), ...(present ? {present: {...present, ...mount}} : {})};
}

/** The link that leads out of a root on the way to a path; undefined where none does. */
export function linkOut(path: string, root: string): LinkOut | undefined {
  const resolvedRoot = resolveLinks(root);
  const isOutside = (place: string) => !isWithin(resolveLinks(place), resolvedRoot, currentPlatform());
  if (!isOutside(path)) return undefined;
  const names = relative(root, path).split(sep);
  const steps = names.map((_, index) => join(root, ...names.slice(0, index + 1)));
  const link = steps.find(step => isLink(step) && isOutside(step)) ?? path;
  return {path: link, leadsTo: resolveLinks(link), root: resolvedRoot};
}

/** What is at a path, links followed; undefined where nothing is, or where it can’t be looked at. */
export function spotAt(path: string): Spot | undefined {
  const stats = statOf(path);
  if (!stats) return undefined;
  const isFolder = stats.isDirectory();
  const closed = closedFor(path, isFolder);
  return {path, isFolder, owner: ownerOf(stats), ...(closed ? {closed} : {})};
}

/** The kernel's own list where there is one: in an overlay, as in a container, files of one folder may bear different numbers of their file system. */
export function isMountPoint(path: string): boolean {
  if (process.platform === 'linux') return mountPoints().has(resolveLinks(path));
  const [own, around] = [statOf(path)?.dev, statOf(dirname(path))?.dev];
  return own !== undefined && around !== undefined && own !== around;
}

/** Blanks and the like are written in octal there. */
function mountPoints(): ReadonlySet<string> {
  const lines = (readText('/proc/self/mountinfo', LIMITS.file) ?? '').split('\n');
  return new Set(lines.map(line => (line.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)))));
}

function nearestSpot(path: string): Spot {
  const spot = spotAt(path);
  if (spot) return spot;
  return dirname(path) === path ? {path, isFolder: true, owner: {uid: 0}} : nearestSpot(dirname(path));
}

/** Asked of the kernel, which knows of mounts and `chattr +i`, and what root may do. */
function closedFor(path: string, isFolder: boolean): Spot['closed'] {
  try {
    // Windows decides by more than it tells here.
    if (process.platform !== 'win32') accessSync(path, isFolder ? constants.W_OK | constants.X_OK : constants.W_OK);
    return undefined;
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    return code === 'EROFS' ? 'read-only' : code === 'EPERM' ? 'immutable' : 'permission';
  }
}

function ownerOf(stats: BigIntStats): Owner {
  const uid = Number(stats.uid);
  const name = loginName(uid);
  return {uid, ...(name === undefined ? {} : {name})};
}
