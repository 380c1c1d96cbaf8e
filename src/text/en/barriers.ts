export const en = {
  home: (path: string) => `HOME is ${path}, which`,
  link: (path: string, target: string, root: string) => `${path} is a link to ${target}, out of ${root}, and nothing is written there; put a copy in the place of the link, or take it away.`,
  nixLink: (path: string, target: string, root: string) => `${path} is a link to ${target}, out of ${root}, and nothing is written there; take it out of Home Manager, or take it away.`,
  notAFolder: (path: string) => `${path} is there and is not a folder; move it away.`,
  notAFile: (path: string) => `${path} is a folder, and a file is to be there; move it away.`,
  unusable: (path: string, reason: string) => `${path} can’t be used: ${reason}; mend it or move it away.`,
  nixStore: (name: string) => `${name} lies in the Nix store, which nothing else may write; take it out of Home Manager, or change it there.`,
  readOnly: (name: string) => `${name} is on a read-only file system, so nothing can be written there; mount it writable, or choose another place.`,
  immutable: (name: string, command: string) => `${name} may not be changed by anybody (immutable); ${command} allows it.`,
  mount: (name: string) => `${name} is a mount of its own, so no new file can take its place; mount the folder around it in its stead.`,
  ours: (name: string, command: string) => `${name} gives its own owner no permission to write; ${command} does.`,
  homeOfOther: (name: string, owner: string, account: string) => `${name} belongs to ${owner}, and this is ${account}, who may not write there; set HOME to the home of ${account}, or log in as ${owner}.`,
  ofOther: (name: string, owner: string, account: string, command: string) => `${name} belongs to ${owner}, and this is ${account}; ${command} makes it yours.`,
  user: (uid: number) => `user ${uid}`,
  homeFaults: {
    missing: (home: string) => `HOME is ${home}, which is not there; set HOME to your home folder, or make it.`,
    'not-a-folder': (home: string) => `HOME is ${home}, which is not a folder; set HOME to your home folder.`,
    'control-characters': (home: string) => `HOME is ${home}, which holds control characters (shown as ?), and no service file can hold them; set HOME to another path to the same folder.`,
  },
  root: {
    /** @param own the same for a gateway of root's own */
    slip: (user: string, tool: string, command: string, own: string) => `this is root, by ${tool}, and the OpenClaw is ${user}’s; without ${tool}:  ${command}  (for a gateway of root’s own:  ${own})`,
    home: (home: string, owner: string) => `HOME is ${home}, which belongs to ${owner}, and this is root, whose files ${owner} could not change`,
    without: (tool: string, command: string) => `without ${tool}:  ${command}`,
    as: (user: string, command: string) => `as ${user}:  ${command}`,
    asThatUser: (command: string) => `as that user:  ${command}`,
  },
};
