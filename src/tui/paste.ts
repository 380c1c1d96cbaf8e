/** A paste whose end never comes, as over a line that broke, would take every key for its own: Ctrl-C ends it. */

const MARKERS = /\u001b\[20([01])~|\u0003/g;
const END = '\u001b[201~';
/** So many characters of a marker may have come with the piece before. */
const SPLIT = END.length - 1;
/** Ink (8.0) takes an Esc right before the start of a paste for a part of it, and what is pasted for keys: Enter would apply. */
const UNMARKED = /(?<!\u001b)(?:\u001b\u001b)+$/;
/** Says that the window has the focus, which no key stands for: what takes the Esc instead. */
const FOCUS = '\u001b[I';

/** @returns what makes of each piece of input the one that is to be read: with the end of a paste in front of a Ctrl-C within it */
export function pasteEnder(): (piece: string) => string {
  let isOpen = false;
  let before = '';
  return piece => {
    const text = before + piece;
    let result = '';
    let from = before.length;
    for (const {0: marker, 1: kind, index} of text.matchAll(MARKERS)) {
      const end = index + marker.length;
      // It was seen with the piece before.
      if (end <= before.length) continue;
      if (kind === undefined) {
        if (isOpen) {
          result += text.slice(from, index) + END;
          from = index;
        }
        isOpen = false;
      } else {
        if (kind === '0' && UNMARKED.test(text.slice(0, index + 1))) {
          // Of a marker in two pieces the beginning has been read: it is made a focus as well, and the marker comes whole.
          const sent = Math.max(0, before.length - index);
          result += sent === 0 ? text.slice(from, index) + FOCUS : FOCUS.slice(Math.min(sent, 2)) + marker;
          from = sent === 0 ? index : end;
        }
        isOpen = kind === '0';
      }
    }
    before = text.slice(-SPLIT);
    return result + text.slice(from);
  };
}
