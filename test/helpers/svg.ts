/** A picture of a terminal screen, for the README: one text element for each run of equal style. */
import type {IBufferCell, Terminal} from '@xterm/headless';

const CELL = {width: 8.4, height: 19};
const MARGIN = 14;
const BACKGROUND = '#1e2127';
const FOREGROUND = '#d7dae0';
/** The sixteen colours, of which the theme uses a few. */
const PALETTE = ['#3f4451', '#ff7b86', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56c8d8', '#d7dae0', '#7f848e', '#ff7b86', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56c8d8', '#ffffff'];

type Run = {readonly column: number; text: string; readonly style: string; readonly isInverse: boolean};

/** @param cursor where it stands, when it is to be seen */
export function svgOf(screen: Terminal, title: string, cursor?: {readonly x: number; readonly y: number}): string {
  const rows = Array.from({length: screen.rows}, (_, row) => runsOf(screen, row, cursor?.y === row ? cursor.x : undefined));
  const width = screen.cols * CELL.width + 2 * MARGIN;
  const height = screen.rows * CELL.height + 2 * MARGIN;
  const texts = rows.flatMap((runs, row) => runs.map(run => drawn(run, row)));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">
<title>${escape(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve" fill="${FOREGROUND}">
${texts.join('\n')}
</g>
</svg>
`;
}

function runsOf(screen: Terminal, row: number, cursor: number | undefined): Run[] {
  const line = screen.buffer.active.getLine(screen.buffer.active.viewportY + row);
  const runs: Run[] = [];
  for (let column = 0; line && column < screen.cols; column++) {
    const cell = line.getCell(column);
    if (!cell) continue;
    const style = styleOf(cell);
    const isInverse = (cell.isInverse() !== 0) !== (column === cursor);
    const last = runs.at(-1);
    if (last && last.style === style && last.isInverse === isInverse) last.text += cell.getChars() || ' ';
    else runs.push({column, text: cell.getChars() || ' ', style, isInverse});
  }
  return runs.filter(({text, isInverse}) => isInverse || text.trim() !== '').map(run => (run.isInverse ? run : {...run, text: run.text.trimEnd()}));
}

function styleOf(cell: IBufferCell): string {
  const color = cell.isFgPalette() ? PALETTE[cell.getFgColor()] : undefined;
  return [color ? ` fill="${color}"` : '', cell.isBold() ? ' font-weight="bold"' : '', cell.isDim() ? ' opacity="0.65"' : ''].join('');
}

function drawn({column, text, style, isInverse}: Run, row: number): string {
  const x = round(MARGIN + column * CELL.width);
  const y = round(MARGIN + row * CELL.height + 14);
  const length = round([...text].length * CELL.width);
  const block = isInverse ? `<rect x="${x}" y="${y - 14}" width="${length}" height="${CELL.height}" fill="${FOREGROUND}"/>` : '';
  return `${block}<text x="${x}" y="${y}" textLength="${length}"${isInverse ? ` fill="${BACKGROUND}"` : style}>${escape(text)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
