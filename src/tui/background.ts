/** Whether the terminal is dark or light: what the environment says, else what the terminal answers when it is asked. */
import type {Environment} from '../host/environment.ts';

export type Background = 'dark' | 'light';

/** What is known without asking. `COLORFGBG` ends with the number of the background, one of sixteen. */
export function knownBackground(env: Environment): Background | undefined {
  const [, number] = /(?:^|;)(\d{1,2})$/.exec(env['COLORFGBG'] ?? '') ?? [];
  if (number !== undefined) return Number(number) < 7 || number === '8' ? 'dark' : 'light';
  return env['TERM'] === 'linux' ? 'dark' : undefined;
}

/**
 * Asks for the colour of the background (OSC 11), and for the kind of terminal (DA1), which all of them tell: when that
 * answer is there, no other comes any more.
 */
export const BACKGROUND_QUERY = '\u001b]11;?\u001b\\\u001b[c';

/**
 * What terminals answer to these questions and to similar ones, the colours of text and cursor among them; no key sends
 * any of it. The last two are answers that something else came into: nothing follows that belongs to them.
 */
const REPLY = /\u001b\](1[0-2];[\d:/a-z]*)(?:\u0007|\u001b\\)|\u001b\[[?>=][\d;]*\$?([a-z])|\u001b\]1[0-2];[\d:/a-z]*|\u001b\[[?>=][\d;]*\$?/gi;
/** One whose end has not come yet. */
const BEGUN = /\u001b(?:\](?:1(?:[0-2](?:;[\d:/a-z]{0,64}\u001b?)?)?)?|\[(?:[?>=][\d;]{0,64}\$?)?)?$/i;

export type Replies = {
  /** Of the background that was told. */
  readonly onBackground: (background: Background) => void;
  /** The terminal has said all that it will. */
  readonly onEnd: () => void;
};

/** @returns what takes the answers of the terminal out of its input, however they are cut into pieces; keys stay as they are */
export function replyFilter({onBackground, onEnd}: Replies): (piece: string) => string {
  let begun = '';
  // What is begun is kept back till the rest is there; an Escape alone is not, since that is a key.
  let passed = 0;
  return piece => {
    const text = begun + piece;
    const end = BEGUN.exec(text)?.index ?? text.length;
    let from = passed;
    let keys = '';
    for (const {0: reply, 1: color, 2: kind, index} of text.slice(0, end).matchAll(REPLY)) {
      keys += text.slice(from, index);
      from = index + reply.length;
      const background = color === undefined ? undefined : backgroundOf(color);
      if (background) onBackground(background);
      if (kind === 'c') onEnd();
    }
    keys += text.slice(from, end);
    begun = text.slice(end);
    const isKey = begun === '\u001b' && !(end === 0 && passed > 0);
    passed = isKey || (end === 0 && passed > 0) ? 1 : 0;
    return isKey ? keys + begun : keys;
  };
}

/** `11;rgb:1e1e/1e1e/1e1e`, in two or four digits each. */
function backgroundOf(reply: string): Background | undefined {
  const [, red, green, blue] = /^11;rgba?:([\da-f]+)\/([\da-f]+)\/([\da-f]+)/i.exec(reply) ?? [];
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  const share = (digits: string) => Number.parseInt(digits, 16) / (16 ** digits.length - 1);
  // How bright it looks (ITU-R BT.601); half of that is the border.
  return 0.299 * share(red) + 0.587 * share(green) + 0.114 * share(blue) < 0.5 ? 'dark' : 'light';
}
