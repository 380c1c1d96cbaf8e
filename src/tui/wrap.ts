import stringWidth from 'string-width';

/** Breaks a text between words; a word that is wider than a line is cut. @param width in columns */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  // What a line starts with belongs to its first word: a diff is indented.
  const indent = /^ */.exec(text)?.[0] ?? '';
  let line = indent;
  for (const word of text.slice(indent.length).split(' ')) {
    const joined = line === indent && lines.length === 0 ? indent + word : `${line} ${word}`;
    if (stringWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line.trim() !== '') lines.push(line);
    line = lines.length === 0 ? indent + word : word;
    while (stringWidth(line) > width) {
      const head = cut(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return [...lines, line];
}

/** The longest start of a word that fits; at least one character, so that it ends. */
function cut(word: string, width: number): string {
  let head = '';
  for (const character of word) {
    if (head !== '' && stringWidth(head + character) > width) break;
    head += character;
  }
  return head;
}
