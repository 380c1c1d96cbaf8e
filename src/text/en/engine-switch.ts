/** What an upgrade or a give-up of an own OpenClaw comes to. */
const bracketed = (version: string | undefined) => (version === undefined ? '' : ` (${version})`);

export const en = {
  noNpm: (tag: string) => `npm is not on this machine, and nobody else knows which OpenClaw is ${tag}.`,
  shares: (name: string, ours: string) => `${name} runs on the OpenClaw that all share; ${ours} onboard --own-engine gives it one of its own, which can be upgraded alone.`,
  already: (name: string, version: string) => `${name} runs on its own OpenClaw ${version} already.`,
  onOwn: {
    later: (name: string, version: string) => `${name} will run on its own OpenClaw ${version}.`,
    healthy: (name: string, version: string) => `${name} is healthy on its own OpenClaw ${version}.`,
  },
  onShared: {
    already: (name: string, version: string | undefined) => `${name} runs on the OpenClaw that all share${bracketed(version)}.`,
    later: (name: string, version: string | undefined) => `${name} will run on the OpenClaw that all share${bracketed(version)}.`,
    healthy: (name: string, version: string | undefined) => `${name} is healthy on the OpenClaw that all share${bracketed(version)}.`,
  },
  deleted: (versions: string) => `Deleted: OpenClaw ${versions} of its own.`,
  deletes: (ours: string) => `${ours} engine unpin --delete deletes it.`,
  stays: (version: string, size: string, folder: string) => `${version} stays for undo: ${size} in ${folder}.`,
  engine: (version: string) => `OpenClaw ${version}`,
  own: (version: string) => `its own OpenClaw ${version}`,
  shared: 'the shared OpenClaw',
  noBackup: (name: string, present: string) => `${name} could not be brought back to ${present}: there is no backup of it.`,
  held: (wanted: string, name: string, present: string, reason: string, undo: string) => `${wanted} failed, and ${name} could not be brought back to ${present}: ${reason}; ${undo} --force tries it again.`,
  stuck: (wanted: string, name: string, present: string, command: string, undo: string) => `${wanted} failed, and ${name} could not be brought back to ${present}: ${command} failed; ${undo} tries it again.`,
  back: (wanted: string, name: string, present: string) => `${wanted} does not come up here, so ${name} is back on ${present}`,
  backWithData: (wanted: string, data: string, name: string, present: string) => `${wanted} does not come up here and had migrated ${data}, of which the copy from before is back, so ${name} is back on ${present}`,
  andHealthy: (back: string) => `${back}, and healthy.`,
  but: (back: string, why: string) => `${back}; but ${why}`,
};
