/** How much room there is, and what is made of it. */
export type Layout = {
  readonly columns: number;
  readonly rows: number;
  /**
   * `stacked`: one column with short labels. `standard`: what a terminal of 80 columns holds. `wide`: the step on the
   * left and beside it what follows from it, the map of the host or the checklist.
   */
  readonly kind: 'stacked' | 'standard' | 'wide';
  /** No empty lines. */
  readonly isLow: boolean;
};

/** Below this the wizard says so instead of drawing. */
export const SMALLEST = {columns: 40, rows: 15};
/** From here on the wizard has a screen of its own; in less it is drawn below what the terminal shows already. */
const ROOMY = {columns: 80, rows: 24};

/** The columns of the step itself in a wide window; no line of text is longer. */
export const STEP_COLUMNS = 80;

export function isTooSmall({columns, rows}: Pick<Layout, 'columns' | 'rows'>): boolean {
  return columns < SMALLEST.columns || rows < SMALLEST.rows;
}

export function isRoomy({columns, rows}: Pick<Layout, 'columns' | 'rows'>): boolean {
  return columns >= ROOMY.columns && rows >= ROOMY.rows;
}

export function layoutOf(columns: number, rows: number): Layout {
  const kind = columns < 72 ? 'stacked' : columns < STEP_COLUMNS + 40 ? 'standard' : 'wide';
  return {columns, rows, kind, isLow: rows < 22};
}
