/** English words about text fields. */
export const en = {
  edits: {
    left: 'left',
    right: 'right',
    'word-left': 'a word left',
    'word-right': 'a word right',
    home: 'to the start',
    end: 'to the end',
    backspace: 'delete before',
    delete: 'delete behind',
    'kill-word': 'cut word before',
    'kill-word-right': 'cut word behind',
    'kill-left': 'cut to the start',
    'kill-right': 'cut to the end',
    yank: 'put back the cut',
    undo: 'undo',
  },
  noMatch: {folder: 'No folder begins like this. Tab goes to the next line.', file: 'No file or folder begins like this. Tab goes to the next line.'},
};
