/** A line of text with a cursor. Pure; positions count graphemes, so that a cursor never lands inside an accent or an emoji. */

export type TextField = {readonly text: string; /** In graphemes from the start. */ readonly cursor: number};

export type TextEdit =
  | {readonly kind: 'insert'; readonly text: string}
  | {readonly kind: 'backspace' | 'delete' | 'left' | 'right' | 'home' | 'end'}
  | {readonly kind: 'kill-left' | 'kill-right' | 'kill-word'};

/** As long as a path may be. A whole file that was pasted by mistake would be drawn anew at every key. */
const LONGEST = 4096;

const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({segment}) => segment);
}

/** A field with the cursor behind its text. */
export function fieldOf(text: string): TextField {
  return {text, cursor: graphemes(text).length};
}

export function editField(field: TextField, edit: TextEdit): TextField {
  const parts = graphemes(field.text);
  const {cursor} = field;
  const splice = (from: number, to: number, inserted = ''): TextField => {
    const before = parts.slice(0, from).join('') + inserted;
    return {text: before + parts.slice(to).join(''), cursor: graphemes(before).length};
  };
  switch (edit.kind) {
    case 'insert':
      // A paste arrives as one piece with its line ends; a field is one line.
      return splice(cursor, cursor, edit.text.slice(0, Math.max(0, LONGEST - field.text.length)).replace(/[\r\n]+$/, '').replace(/[\u0000-\u001f\u007f]/g, ' '));
    case 'backspace':
      return cursor === 0 ? field : splice(cursor - 1, cursor);
    case 'delete':
      return splice(cursor, cursor + 1);
    case 'kill-left':
      return splice(0, cursor);
    case 'kill-right':
      return splice(cursor, parts.length);
    case 'kill-word': {
      const left = parts.slice(0, cursor).join('');
      return splice(graphemes(left.replace(/[^\s/\\-]*[\s/\\-]*$/, '')).length, cursor);
    }
    case 'left':
      return {...field, cursor: Math.max(0, cursor - 1)};
    case 'right':
      return {...field, cursor: Math.min(parts.length, cursor + 1)};
    case 'home':
      return {...field, cursor: 0};
    case 'end':
      return {...field, cursor: parts.length};
  }
}
