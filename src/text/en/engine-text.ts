/** The OpenClaw that a profile runs on, in English. */
export const en = {
  shared: (version: string) => `shared: OpenClaw ${version}, which all of this host run on`,
  sharedNone: 'shared: OpenClaw is not on this machine',
  own: (version: string) => `its own: OpenClaw ${version}`,
  ownGone: (version: string) => `its own: OpenClaw ${version}, which is NOT THERE`,
  entry: 'entry',
  onDisk: 'on disk',
  kept: 'also kept',
  itself: 'this is',
  runs: (main: string) => `${main} runs`,
  newest: 'newest',
  newestHere: (version: string) => `${version}, which it has`,
  pin: (ours: string) => `${ours} onboard --own-engine gives it one of its own.`,
  bringBack: (ours: string) => `${ours} onboard --non-interactive brings it back.`,
  migrated: (path: string, schema: number | undefined, before: number) => `${path} (${schema === undefined ? 'not readable' : `schema ${schema}`}, before ${before})`,
};
