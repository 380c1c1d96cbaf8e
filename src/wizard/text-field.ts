/** A line of text with a cursor. Pure; positions count graphemes, so that a cursor never lands inside an accent or an emoji. */

export type TextField = {readonly text: string; /** In graphemes from the start. */ readonly cursor: number};

/** What deletes more than a character; it can be put back. */
export type Kill = 'kill-left' | 'kill-right' | 'kill-word' | 'kill-word-right';

export type FieldEdit =
  /** Typed letters, or a paste, which comes with its line ends and with blanks around it. */
  | {readonly kind: 'insert' | 'paste'; readonly text: string}
  | {readonly kind: 'backspace' | 'delete' | 'left' | 'right' | 'word-left' | 'word-right' | 'home' | 'end' | Kill};

/** Those two need to know what was there before. */
export type TextEdit = FieldEdit | {readonly kind: 'yank'} | {readonly kind: 'undo'};

/** As long as a path may be. A whole file that was pasted by mistake would be drawn anew at every key. */
const LONGEST = 4096;

/** Made when they are needed: the first one of each kind takes 10 ms, and most text is ASCII. */
const segmenters: Partial<Record<'grapheme' | 'word', Intl.Segmenter>> = {};

function segments(text: string, granularity: 'grapheme' | 'word'): string[] {
  const segmenter = (segmenters[granularity] ??= new Intl.Segmenter(undefined, {granularity}));
  return Array.from(segmenter.segment(text), ({segment}) => segment);
}

export function graphemes(text: string): string[] {
  return /^[ -~]*$/.test(text) ? Array.from(text) : segments(text, 'grapheme');
}

/** A field with the cursor behind its text. */
export function fieldOf(text: string): TextField {
  return {text, cursor: graphemes(text).length};
}

export function editField(field: TextField, edit: FieldEdit): TextField {
  const parts = graphemes(field.text);
  const {cursor} = field;
  const splice = (from: number, to: number, inserted = ''): TextField => {
    const before = parts.slice(0, from).join('') + inserted;
    return {text: before + parts.slice(to).join(''), cursor: graphemes(before).length};
  };
  const wordLeft = () => graphemes(withoutLastWord(parts.slice(0, cursor).join(''))).length;
  const wordRight = () => cursor + graphemes(firstWord(parts.slice(cursor).join(''))).length;
  switch (edit.kind) {
    case 'insert':
    case 'paste':
      return splice(cursor, cursor, fitting(edit.kind === 'paste' ? edit.text.trim() : edit.text, LONGEST - field.text.length));
    case 'backspace':
      return cursor === 0 ? field : splice(cursor - 1, cursor);
    case 'delete':
      return splice(cursor, cursor + 1);
    case 'kill-left':
      return splice(0, cursor);
    case 'kill-right':
      return splice(cursor, parts.length);
    case 'kill-word':
      return splice(wordLeft(), cursor);
    case 'kill-word-right':
      return splice(cursor, wordRight());
    case 'left':
      return {...field, cursor: Math.max(0, cursor - 1)};
    case 'right':
      return {...field, cursor: Math.min(parts.length, cursor + 1)};
    case 'word-left':
      return {...field, cursor: wordLeft()};
    case 'word-right':
      return {...field, cursor: wordRight()};
    case 'home':
      return {...field, cursor: 0};
    case 'end':
      return {...field, cursor: parts.length};
  }
}

export function isKill(kind: TextEdit['kind']): kind is Kill {
  return kind.startsWith('kill-');
}

/** What a kill took out of a field, and from which side of the cursor. */
export function killedBy(kill: Kill, before: TextField, after: TextField): {readonly text: string; readonly isBefore: boolean} {
  const cursor = graphemes(before.text).slice(0, before.cursor).join('').length;
  const count = before.text.length - after.text.length;
  const isBefore = kill === 'kill-left' || kill === 'kill-word';
  const from = isBefore ? cursor - count : cursor;
  return {text: before.text.slice(from, from + count), isBefore};
}

/** One line, at most so long; a grapheme that does not fit whole is left out. */
function fitting(text: string, room: number): string {
  // Two more than there is room for show whether the last grapheme goes on.
  const enough = Math.max(0, room) + 2;
  const start = text.slice(0, 2 * enough).replace(/\r\n/g, '\n').replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, enough);
  let line = '';
  for (const part of graphemes(start)) {
    if (line.length + part.length > room) break;
    line += part;
  }
  return line;
}

/** Scripts that write words without blanks between them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Words end at blanks, at the parts of a path, and at the dashes in its names. */
function withoutLastWord(text: string): string {
  const [tail = '', word = ''] = /([^\s/\\-]*)[\s/\\-]*$/.exec(text) ?? [];
  const rest = UNSPACED.test(word) ? segments(word, 'word').slice(0, -1).join('') : '';
  return text.slice(0, text.length - tail.length) + rest;
}

function firstWord(text: string): string {
  const [head = '', word = ''] = /^[\s/\\-]*([^\s/\\-]*)/.exec(text) ?? [];
  return UNSPACED.test(word) ? head.slice(0, head.length - word.length) + (segments(word, 'word')[0] ?? '') : head;
}
