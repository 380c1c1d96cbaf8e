/** Reads the PowerShell that we write; none can be run here. It is a small part of the language: single-quoted strings, `switch`, lists. */

/** A quoted word: `'it''s'`, or with other characters than ASCII `(''+'it'+[char]0x2019+'s')`. */
const STRING = String.raw`(?:\(''(?:\+(?:'(?:[^']|'')*'|\[char\]0x[0-9a-f]{4}))+\)|'(?:[^']|'')*')`;

/** What a quoted word stands for. */
export function stringOf(quoted: string): string {
  if (!new RegExp(`^${STRING}$`).test(quoted)) throw new Error(`not a string: ${quoted}`);
  const terms = quoted.match(/'(?:[^']|'')*'|\[char\]0x[0-9a-f]{4}/g) ?? [];
  return terms.map(term => (term.startsWith("'") ? term.slice(1, -1).replaceAll("''", "'") : String.fromCharCode(Number.parseInt(term.slice(-4), 16)))).join('');
}

/** All quoted words of a text, in their order. */
export function stringsIn(text: string): string[] {
  return (text.match(new RegExp(STRING, 'g')) ?? []).map(stringOf);
}

/** The lists of words, each with its text behind it. */
export function pairsIn(text: string): [word: string, about: string][] {
  return [...text.matchAll(new RegExp(`^ *(${STRING}), (${STRING})$`, 'gm'))].map(([, word = '', about = '']) => [stringOf(word), stringOf(about)]);
}

/** The text without comments and without what is in strings; every bracket that is left must have its other half. */
export function skeletonOf(text: string): string {
  const skeleton = text.replace(/'(?:[^']|'')*'|"(?:[^"`]|`.)*"|#.*/g, word => (word.startsWith('#') ? '' : '""'));
  if (/[']/.test(skeleton) || (skeleton.match(/"/g)?.length ?? 0) % 2 === 1) throw new Error(`an open string in ${skeleton}`);
  return skeleton;
}

/** @throws at the first bracket without its other half */
export function assertBalanced(text: string): void {
  const open: string[] = [];
  for (const [bracket] of skeletonOf(text).matchAll(/[()[\]{}]/g)) {
    const pair = {')': '(', ']': '[', '}': '{'}[bracket];
    if (pair === undefined) open.push(bracket);
    else if (open.pop() !== pair) throw new Error(`${bracket} closes nothing`);
  }
  if (open.length > 0) throw new Error(`${open.join('')} stays open`);
}

type Case = {readonly pattern: RegExp; readonly body: string};

/** The branches of each `switch -Regex -CaseSensitive`, which take the first that matches since each one ends. */
export function switchesIn(text: string): Case[][] {
  return text.split('switch -Regex -CaseSensitive').slice(1).map(part => {
    const cases = [...part.matchAll(/^( +)('\^(?:[^']|'')*') \{\n([^]*?)\n\1\}$/gm)];
    return cases.map(([, , pattern = '', lines = '']) => {
      const body = lines.trim();
      if (!/(?:^|\s)(?:break|return)$/.test(body)) throw new Error(`a branch goes on: ${body}`);
      return {pattern: new RegExp(stringOf(pattern)), body};
    });
  });
}
