/** An unfinished run, and how it is gone on with. */
export const en = {
  leftAt: (step: string, time: string) => `You left at ${step} on ${time}; going on there.`,
  leftBefore: (step: string, time: string, opened: string) => `You left at ${step} on ${time}; going on at ${opened}, which no longer holds.`,
  anew: 'Ctrl-X starts anew.',
  form: 'Another version wrote down your answers of last time, so they are asked again.',
  damaged: 'Your answers of last time can’t be read, the file of them is broken; they are asked again.',
  lost: (label: string, was: string) => `Asked again: ${label} was “${was}”, which is no longer possible here.`,
  askedAgain: 'Asked again: something that it depends on has changed.',
  goOn: 'To go on:',
  change: 'To change it:',
  nothingWritten: 'Nothing was written.',
  putBack: 'Left while applying; what was written has been put back.',
  inPlace: (undo: string) => `Left while applying, with the files in their places; ${undo} takes them back.`,
  applied: 'Everything was written before you left.',
  nothingToDo: 'There was nothing to do.',
  takenBack: 'What was written has been taken back.',
};
