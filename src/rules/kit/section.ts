/**
 * Our part of a file that the user may edit. It stands between two marks; everything outside them is the user's and
 * survives byte for byte. The digest in the first mark tells whether somebody wrote between them.
 */
import {hash} from 'node:crypto';

export type Section = {
  /** Front matter for a file that has none, without its fences; undefined where the file needs none. */
  readonly head?: readonly string[];
  /** Our part, in lines. */
  readonly body: readonly string[];
};

/** The heading under which what the user wrote into our part is kept. */
export const KEPT_HEADING = '## Kept: this was changed between the marks, which are written anew each time';

const BEGIN = /^<!-- openclaw-rescue:begin( .*)?-->$/;
const END = '<!-- openclaw-rescue:end -->';

/**
 * The text with a fresh part in it; doing it again changes nothing.
 * @param text what stands in the file now; undefined or empty for a new one
 */
export function withSection(text: string | undefined, {head, body}: Section): string {
  const [mark = '', rest = ''] = text?.startsWith('\ufeff') ? ['\ufeff', text.slice(1)] : ['', text];
  const eol = eolOf(rest);
  const part = [`<!-- openclaw-rescue:begin ${digestOf(body)} -->`, ...body, END];
  const lines = linesOf(rest);
  const place = placeIn(lines);
  const ours = part.map(line => line + eol).join('');
  const user = place
    ? textOf(lines.slice(0, place.begin)) + ours + textOf(keptLines(lines, place, body, eol)) + textOf(lines.slice(place.end + 1))
    : appended(rest, ours, eol);
  return mark + (head ? withHead(user, head, eol) : user);
}

/** Whether our part is in a text, as it was written last or changed since. */
export function hasSection(text: string | undefined): boolean {
  return text !== undefined && placeIn(linesOf(text)) !== undefined;
}

/** Whether nothing but our part, and a front matter, is in a text: the user wrote neither into it nor around it. */
export function isOursAlone(text: string): boolean {
  const lines = linesOf(text);
  const place = placeIn(lines);
  if (!place) return false;
  const inside = lines.slice(place.begin + 1, place.end).map(line => line.text);
  const fence = lines[0]?.text === FENCE ? lines.findIndex(({text: line}, index) => index > 0 && line === FENCE) : -1;
  const around = [...lines.slice(fence + 1, place.begin), ...lines.slice(place.end + 1)];
  return markedDigest(lines[place.begin]) === digestOf(inside) && around.every(line => line.text.trim() === '');
}

function markedDigest(begin: Line | undefined): string | undefined {
  return BEGIN.exec(begin?.text.trim() ?? '')?.[1]?.trim();
}

type Line = {readonly text: string; readonly end: string};

function linesOf(text: string): Line[] {
  return [...text.matchAll(/([^\n]*?)(\r?\n|$)/g)].flatMap(([whole, line = '', end = '']) => (whole === '' ? [] : {text: line, end}));
}

function textOf(lines: readonly Line[]): string {
  return lines.map(({text, end}) => text + end).join('');
}

function eolOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** The first two marks with none between them, so that one which lost its partner does no harm. */
function placeIn(lines: readonly Line[]): {readonly begin: number; readonly end: number} | undefined {
  let begin: number | undefined;
  for (const [index, {text}] of lines.entries()) {
    if (BEGIN.test(text.trim())) begin = index;
    else if (text.trim() === END && begin !== undefined) return {begin, end: index};
  }
  return undefined;
}

/** Whatever is between the marks and did not come from us. */
function keptLines(lines: readonly Line[], {begin, end}: {readonly begin: number; readonly end: number}, body: readonly string[], eol: string): Line[] {
  const inside = lines.slice(begin + 1, end);
  const present = inside.map(({text}) => text);
  if (markedDigest(lines[begin]) === digestOf(present) || present.join('\n') === body.join('\n')) return [];
  const blank = {text: '', end: eol};
  return [blank, {text: KEPT_HEADING, end: eol}, blank, ...inside];
}

function appended(text: string, ours: string, eol: string): string {
  if (text === '') return ours;
  const gap = text.endsWith('\n') ? eol : eol + eol;
  return text + gap + ours;
}

/** Line ends do not count: an editor that changes them has written nothing. */
function digestOf(body: readonly string[]): string {
  return hash('sha256', body.join('\n'), 'hex').slice(0, 12);
}

const FENCE = '---';

/** A front matter that is there is the user's; only what OpenClaw refuses a skill without is put right (2026.9.6: a description; a name by which others find it). */
function withHead(text: string, head: readonly string[], eol: string): string {
  const lines = linesOf(text);
  const last = lines.findIndex((line, index) => index > 0 && line.text.trimEnd() === FENCE);
  if (lines[0]?.text.trimEnd() !== FENCE || last < 0) {
    return [FENCE, ...head, FENCE, ''].map(line => line + eol).join('') + text;
  }
  const fields = lines.slice(1, last);
  const missing = ['name', 'description'].filter(key => !hasValue(fields, key));
  if (missing.length === 0) return text;
  const kept = fields.filter(({text: line}) => !missing.some(key => line.startsWith(`${key}:`)));
  const added = head.filter(line => missing.some(key => line.startsWith(`${key}:`))).map(line => ({text: line, end: eol}));
  return textOf([lines[0], ...added, ...kept, ...lines.slice(last)]);
}

/** Whether a key says something, be it on the lines below it. */
function hasValue(fields: readonly Line[], key: string): boolean {
  const index = fields.findIndex(({text}) => text.startsWith(`${key}:`));
  const value = fields[index]?.text.slice(key.length + 1).trim();
  if (value === undefined) return false;
  if (/^[>|][-+\d]*$/.test(value) || value === '') return /^[ \t]+\S/.test(fields[index + 1]?.text ?? '');
  return !/^(""|''|~|null|#.*)$/.test(value);
}
