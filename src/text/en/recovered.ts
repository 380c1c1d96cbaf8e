export const en = {
  cutShort: {
    apply: (name: string, startedAt: string) => `A change of ${name} of ${startedAt} was cut short`,
    undo: (name: string, startedAt: string) => `An undo of ${name} of ${startedAt} was cut short`,
  },
  takenBack: 'it is taken back, and all is as before it.',
  takenBackInPart: (paths: string) => `it is taken back, but for what somebody else changed meanwhile: ${paths}.`,
  finished: 'it is brought to its end, and all is as it was meant.',
  mixed: (paths: string) => `some of it could not be put right, and the next command tries it again: ${paths}.`,
  failed: (command: string) => `This failed: ${command}.`,
};
