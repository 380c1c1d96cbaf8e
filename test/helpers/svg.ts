/** A picture of a terminal screen, for the README and the gallery: one text element for each run of equal style. */
import type {IBufferCell, Terminal} from '@xterm/headless';
import {hexOf, indexedColor} from './contrast.ts';

const CELL = {width: 8.4, height: 19};
const MARGIN = 14;

type Surface = {readonly background: string; readonly foreground: string};

const SURFACES = {
  dark: {background: '#1e2127', foreground: '#d7dae0'},
  light: {background: '#ffffff', foreground: '#24292f'},
} as const satisfies Record<string, Surface>;

type Run = {readonly column: number; columns: number; text: string; readonly style: string; readonly isInverse: boolean; readonly isWide: boolean};

/** Where it stands, while it is to be seen. */
export type Cursor = {readonly x: number; readonly y: number} | undefined;

export type PictureOptions = {readonly title: string; readonly surface?: keyof typeof SURFACES; readonly cursor?: Cursor};

/** What is on the screen now. */
export function svgOf(screen: Terminal, {title, surface = 'dark', cursor}: PictureOptions): string {
  return page(screen, {title, surface}, '', drawnRows(screen, SURFACES[surface], cursor).join('\n'));
}

export type Shot = {/** What {@link shotOf} kept of the screen. */ readonly rows: readonly string[]; readonly seconds: number};

/** The screen as it is now, to be shown for some seconds in {@link animationOf}. */
export function shotOf(screen: Terminal, seconds: number, cursor?: Cursor): Shot {
  return {rows: drawnRows(screen, SURFACES.dark, cursor), seconds};
}

/**
 * Shots one after another, in a loop, by CSS alone. Rows that stay from one shot to the next are drawn once for all of
 * them. Who wants no motion sees the one that is the still.
 */
export function animationOf(screen: Terminal, shots: readonly Shot[], {title, still}: {readonly title: string; readonly still: number}): string {
  const whole = shots.reduce((sum, {seconds}) => sum + seconds, 0);
  const starts = shots.map((_, index) => shots.slice(0, index).reduce((sum, {seconds}) => sum + seconds, 0));
  const share = (seconds: number) => `${round((100 * seconds) / whole)}%`;
  const spans = spansOf(shots.map(({rows}) => rows));
  const names = new Map([...new Set(spans.map(({from, to}) => `${from}-${to}`))].map((span, index) => [span, `s${index}`]));
  const rules = [...names].map(([span, name]) => {
    const [from = 0, to = 0] = span.split('-').map(Number);
    const isStill = from <= still && still < to;
    const start = share(starts[from] ?? 0);
    const end = share(starts[to] ?? whole);
    // Each step holds till the next one.
    const frames = [...(from === 0 ? [] : ['0%{visibility:hidden}']), `${start}{visibility:visible}`, ...(to === shots.length ? [] : [`${end}{visibility:hidden}`])];
    return `@keyframes ${name}{${frames.join('')}${to === shots.length ? '100%{visibility:visible}' : '100%{visibility:hidden}'}}.${name}{visibility:${isStill ? 'visible' : 'hidden'};animation:${name} ${round(whole)}s step-end infinite}`;
  });
  const style = `<style>${rules.join('')}@media (prefers-reduced-motion:reduce){g{animation:none!important}}</style>\n`;
  const groups = [...names].map(([span, name]) => `<g class="${name}">${spans.filter(({from, to}) => `${from}-${to}` === span).map(({drawing}) => drawing).join('\n')}</g>`);
  return page(screen, {title, surface: 'dark'}, style, groups.join('\n'));
}

type Span = {readonly from: number; to: number; readonly drawing: string};

/** Each drawing of a row, from the first shot that has it to the one that has it no more. */
function spansOf(shots: readonly (readonly string[])[]): Span[] {
  const spans: Span[] = [];
  const height = Math.max(...shots.map(rows => rows.length));
  for (let row = 0; row < height; row++) {
    let last: Span | undefined;
    for (const [index, rows] of shots.entries()) {
      const drawing = rows[row] ?? '';
      if (last?.drawing === drawing) last.to = index + 1;
      else spans.push((last = {from: index, to: index + 1, drawing}));
    }
  }
  return spans.filter(({drawing}) => drawing !== '');
}

function page(screen: Terminal, {title, surface}: Required<Pick<PictureOptions, 'title' | 'surface'>>, head: string, body: string): string {
  const {background, foreground} = SURFACES[surface];
  const width = round(screen.cols * CELL.width + 2 * MARGIN);
  const height = screen.rows * CELL.height + 2 * MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">
<title>${escape(title)}</title>
${head}<rect width="100%" height="100%" rx="8" fill="${background}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, 'DejaVu Sans Mono', monospace" font-size="14" fill="${foreground}">
${body}
</g>
</svg>
`;
}

/** One text for each row; empty where nothing is on it. */
function drawnRows(screen: Terminal, surface: Surface, cursor?: Cursor): string[] {
  return Array.from({length: screen.rows}, (_, row) => runsOf(screen, row, cursor?.y === row ? cursor.x : undefined).map(run => drawn(run, row, surface)).join('\n'));
}

type Cell = Omit<Run, 'isWide'>;

/**
 * Runs begin and end with a letter, and hold single blanks only: what a browser makes of others depends on the browser.
 */
function runsOf(screen: Terminal, row: number, cursor?: number): Run[] {
  const cells = cellsOf(screen, row, cursor);
  const runs: Run[] = [];
  for (const [index, cell] of cells.entries()) {
    const {column, columns, text, style, isInverse} = cell;
    const last = runs.at(-1);
    const isWide = columns > 1;
    const goesOn = (run: Run | undefined): run is Run => run !== undefined && run.column + run.columns === column && run.style === style && run.isInverse === isInverse && run.isWide === isWide;
    const next = cells[index + 1];
    if (isBlank(cell) && (!goesOn(last) || !next || isBlank(next) || next.style !== style || next.columns !== columns)) continue;
    if (goesOn(last)) {
      last.text += text;
      last.columns += columns;
    } else runs.push({column, columns, text, style, isInverse, isWide});
  }
  return runs;
}

function isBlank({text, isInverse}: Cell): boolean {
  return text === ' ' && !isInverse;
}

function cellsOf(screen: Terminal, row: number, cursor?: number): Cell[] {
  const line = screen.buffer.active.getLine(screen.buffer.active.viewportY + row);
  return Array.from({length: screen.cols}, (_, column) => column).flatMap(column => {
    const cell = line?.getCell(column);
    // The second half of a wide one has no width.
    const columns = cell?.getWidth() ?? 0;
    return cell && columns > 0 ? [{column, columns, text: cell.getChars() || ' ', style: styleOf(cell), isInverse: (cell.isInverse() !== 0) !== (column === cursor)}] : [];
  });
}

function styleOf(cell: IBufferCell): string {
  const color = cell.isFgPalette() && cell.getFgColor() >= 16 ? hexOf(indexedColor(cell.getFgColor())) : undefined;
  return [color ? ` fill="${color}"` : '', cell.isBold() ? ' font-weight="bold"' : ''].join('');
}

function drawn({column, columns, text, style, isInverse}: Run, row: number, {background, foreground}: Surface): string {
  const x = round(MARGIN + column * CELL.width);
  const y = round(MARGIN + row * CELL.height + 14);
  const length = round(columns * CELL.width);
  const block = isInverse ? `<rect x="${x}" y="${y - 14}" width="${length}" height="${CELL.height}" fill="${foreground}"/>` : '';
  return `${block}<text x="${x}" y="${y}" textLength="${length}"${isInverse ? ` fill="${background}"` : style}>${escape(text)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
