/** What `undo` says. */
export const en = {
  nothing: (name: string) => `there is no apply of ${name} to take back.`,
  changed: (paths: string) => `${paths} changed since that apply; with --force that change is lost.`,
  migrated: (databases: string) => `the OpenClaw of that apply has migrated ${databases}, which the one before may not open; with --force the copy from before that apply is put back, and what was written there since is lost.`,
  reasons: (reasons: readonly string[]) => reasons.join(' And '),
  confirm: 'Take it back all the same?',
  refused: (command: string) => `${command} failed, so nothing was taken back: the service would run on without its file. --force goes on.`,
  held: (reason: string) => `${reason}, so nothing was taken back; stop its gateway first.`,
  done: (name: string, time: string) => `The change of ${time} to ${name} is taken back.`,
  notPutBack: (paths: string, folder: string) => `could not be put back: ${paths}; the copies are in ${folder}.`,
  commandFailed: (command: string) => `the files are back, but this failed: ${command}`,
  /** What became of a file. */
  fates: {failed: 'not put back', kept: 'kept, not empty', missing: 'was not there', restored: 'put back', removed: 'removed'},
  /** What would become of one. */
  previews: {restored: 'put back', removed: 'remove'},
  /** What would be done to a file that was changed since. */
  differences: {delete: 'delete', create: 'bring back', update: 'change'},
};
