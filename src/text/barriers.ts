/** What is in the way of a write, and root in the place of another user: one line each, with what to do. */
import type {Barrier, Owner} from '../rules/footing.ts';
import type {ForeignRoot} from '../rules/foreign-root.ts';
import {quote} from '../rules/shell.ts';
import {printable} from './terms.ts';

/** @param isHome it is HOME itself */
export function barrierText(barrier: Barrier, isHome: boolean): string {
  const path = printable(barrier.path);
  const name = isHome ? `HOME is ${path}, which` : path;
  switch (barrier.kind) {
    case 'link': {
      const way = isNix(barrier.leadsTo) ? 'take it out of Home Manager' : 'put a copy in the place of the link';
      return `${path} is a link to ${printable(barrier.leadsTo)}, out of ${printable(barrier.root)}, and nothing is written there; ${way}, or take it away.`;
    }
    case 'not-a-folder':
      return `${path} is there and is not a folder; move it away.`;
    case 'not-a-file':
      return `${path} is a folder, and a file is to be there; move it away.`;
    case 'unusable':
      return `${path} can’t be used: ${printable(barrier.reason)}; mend it or move it away.`;
    case 'read-only':
      return isNix(barrier.path) ? `${name} lies in the Nix store, which nothing else may write; take it out of Home Manager, or change it there.` : `${name} is on a read-only file system, so nothing can be written there; mount it writable, or choose another place.`;
    case 'immutable':
      return `${name} may not be changed by anybody (immutable); sudo ${barrier.platform === 'darwin' ? 'chflags nouchg' : 'chattr -i'} ${shell(barrier.path)} allows it.`;
    case 'mount':
      return `${name} is a mount of its own, so no new file can take its place; mount the folder around it in its stead.`;
    case 'owner':
    case 'permission':
      return `${name} ${ownerText(barrier, isHome)}`;
  }
}

function ownerText({path, owner, account, isOurs, kind}: Extract<Barrier, {kind: 'owner' | 'permission'}>, isHome: boolean): string {
  if (isOurs) return `gives its own owner no permission to write; chmod u+rwx ${shell(path)} does.`;
  const us = printable(account);
  if (kind === 'permission' && isHome) return `belongs to ${ownerName(owner)}, and this is ${us}, who may not write there; set HOME to the home of ${us}, or log in as ${ownerName(owner)}.`;
  return `belongs to ${ownerName(owner)}, and this is ${us}; sudo chown -R ${shell(account)} ${shell(path)} makes it yours.`;
}

function ownerName({uid, name}: Owner): string {
  return name === undefined ? `user ${uid}` : printable(name);
}

function isNix(path: string): boolean {
  return /^\/nix(\/|$)/.test(path);
}

function shell(word: string): string {
  return quote(word, 'linux');
}

export function homeText(home: string, fault: 'missing' | 'not-a-folder' | 'control-characters'): string {
  const name = `HOME is ${printable(home)}`;
  switch (fault) {
    case 'missing':
      return `${name}, which is not there; set HOME to your home folder, or make it.`;
    case 'not-a-folder':
      return `${name}, which is not a folder; set HOME to your home folder.`;
    case 'control-characters':
      return `${name}, which holds control characters (shown as ?), and no service file can hold them; set HOME to another path to the same folder.`;
  }
}

/**
 * @param command what was called, without sudo, as it can be typed
 * @returns one clause, with the command to run instead
 */
export function foreignRootText(foreign: ForeignRoot, command: string): string {
  if (foreign.kind === 'slip') {
    const {user, tool} = foreign.invoker;
    return `this is root, by ${tool}, and the OpenClaw is ${printable(user)}’s; without ${tool}:  ${command}  (for a gateway of root’s own:  ${tool} env -u ${tool.toUpperCase()}_USER ${command})`;
  }
  const {home, owner, isNamed, by} = foreign;
  const name = isNamed ? printable(owner) : `user ${owner}`;
  const why = `HOME is ${printable(home)}, which belongs to ${name}, and this is root, whose files ${name} could not change`;
  if (by !== undefined) return `${why}; without ${by}:  ${command}`;
  return isNamed ? `${why}; as ${name}:  su - ${shell(owner)} -c ${shell(command)}` : `${why}; as that user:  ${command}`;
}
