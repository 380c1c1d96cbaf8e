/** The users of this system, by its own list; a directory service has others. */
import {readFileSync} from 'node:fs';

let known: string | undefined;
let names: ReadonlyMap<number, string> | undefined;

function passwd(): string {
  try {
    known ??= readFileSync('/etc/passwd', 'utf8');
  } catch {
    known = '';
  }
  return known;
}

/** The login name of a user; undefined where the list has none. @param uid number of the user */
export function loginName(uid: number): string | undefined {
  names ??= parsePasswd(passwd());
  return names.get(uid);
}

/** The same for people: the number as text where there is no name. */
export function userName(uid: number): string {
  return loginName(uid) ?? String(uid);
}

/** The home of a user by name; undefined for one that is not in the list. */
export function homeOf(user: string): string | undefined {
  const line = passwd().split('\n').find(text => text.startsWith(`${user}:`));
  return line?.split(':')[5] || undefined;
}

/** Login names by number. Where a number has two names the first one counts, as for the system. */
export function parsePasswd(text: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const line of text.split('\n')) {
    const match = /^([^:]+):[^:]*:(\d+):/.exec(line);
    if (match && !found.has(Number(match[2]))) found.set(Number(match[2]), match[1]!);
  }
  return found;
}
