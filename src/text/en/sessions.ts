/** What commands that work on an instance say, whichever of them it is. `ours` is how this program is called for it. */
export const en = {
  noConfig: (path: string, ours: string) => `there is no config at ${path}; ${ours} setup makes one.`,
  noProfileMain: (option: string) => `there is no profile main on this host; its main gateway has none, so it is ${option}.`,
  noMain: 'there is no main gateway on this host; openclaw onboard makes it.',
  noProfile: (profile: string, ours: string) => `there is no profile ${profile} on this host; ${ours} setup makes it.`,
  notSetUp: (profile: string, ours: string) => `${profile} is not set up, and a gateway without a config does not start; first ${ours} setup.`,
  noHome: (home: string) => `HOME is ${home}, which is not there`,
  noLock: (reason: string) => `nothing can be written down of what is done, so nothing is done: ${reason}.`,
  notRecovered: (reason: string) => `an earlier change was cut short, and can’t be brought to its end: ${reason}.`,
  noOpenClaw: (install: string) => `OpenClaw is not on this machine; install it with: ${install}`,
  openClawFails: (reason: string) => `OpenClaw can’t be started: ${reason}`,
  /** The reason of a failure, by a signal. */
  interrupted: 'interrupted',
  left: {
    before: 'Nothing was written.',
    written: (ours: string) => `Left while applying, with the files in their places; ${ours} undo takes them back.`,
    takenBack: 'Left while applying; what was written has been put back.',
  },
  goOn: (how: string, ours: string) => `${how} To go on:  ${ours} onboard`,
  crashed: 'something failed that should not',
};
