/** What is in the way of a write, and root in the place of another user: one line each, with what to do. */
import type {Barrier, Owner} from '../rules/footing.ts';
import type {ForeignRoot} from '../rules/foreign-root.ts';
import {quote} from '../rules/shell.ts';
import {en} from './en/barriers.ts';
import {spoken} from './language.ts';
import {printable} from './terms.ts';

const words = spoken(en, korean => korean.barriers);

/** @param isHome it is HOME itself */
export function barrierText(barrier: Barrier, isHome: boolean): string {
  const {home, link, nixLink, notAFolder, notAFile, unusable, nixStore, readOnly, immutable, mount} = words();
  const path = printable(barrier.path);
  const name = isHome ? home(path) : path;
  switch (barrier.kind) {
    case 'link':
      return (isNix(barrier.leadsTo) ? nixLink : link)(path, printable(barrier.leadsTo), printable(barrier.root));
    case 'not-a-folder':
      return notAFolder(path);
    case 'not-a-file':
      return notAFile(path);
    case 'unusable':
      return unusable(path, printable(barrier.reason));
    case 'read-only':
      return (isNix(barrier.path) ? nixStore : readOnly)(name);
    case 'immutable':
      return immutable(name, `sudo ${barrier.platform === 'darwin' ? 'chflags nouchg' : 'chattr -i'} ${shell(barrier.path)}`);
    case 'mount':
      return mount(name);
    case 'owner':
    case 'permission':
      return ownerText(barrier, name, isHome);
  }
}

function ownerText({path, owner, account, isOurs, kind}: Extract<Barrier, {kind: 'owner' | 'permission'}>, name: string, isHome: boolean): string {
  const {ours, homeOfOther, ofOther} = words();
  if (isOurs) return ours(name, `chmod u+rwx ${shell(path)}`);
  const us = printable(account);
  if (kind === 'permission' && isHome) return homeOfOther(name, ownerName(owner), us);
  return ofOther(name, ownerName(owner), us, `sudo chown -R ${shell(account)} ${shell(path)}`);
}

function ownerName({uid, name}: Owner): string {
  return name === undefined ? words().user(uid) : printable(name);
}

function isNix(path: string): boolean {
  return /^\/nix(\/|$)/.test(path);
}

function shell(word: string): string {
  return quote(word, 'linux');
}

export function homeText(home: string, fault: 'missing' | 'not-a-folder' | 'control-characters'): string {
  return words().homeFaults[fault](printable(home));
}

/**
 * @param command what was called, without sudo, as it can be typed
 * @returns one clause, with the command to run instead
 */
export function foreignRootText(foreign: ForeignRoot, command: string): string {
  const {root, user: numbered} = words();
  if (foreign.kind === 'slip') {
    const {user, tool} = foreign.invoker;
    return root.slip(printable(user), tool, command, `${tool} env -u ${tool.toUpperCase()}_USER ${command}`);
  }
  const {home, owner, isNamed, by} = foreign;
  const name = isNamed ? printable(owner) : numbered(Number(owner));
  const way = by !== undefined ? root.without(by, command) : isNamed ? root.as(name, `su - ${shell(owner)} -c ${shell(command)}`) : root.asThatUser(command);
  return `${root.home(printable(home), name)}; ${way}`;
}
