/** How much room there is. */
export type Layout = {
  readonly columns: number;
  readonly rows: number;
  /** Stacked, with short labels. */
  readonly isNarrow: boolean;
  /** No empty lines. */
  readonly isLow: boolean;
};

/** Below this the wizard says so instead of drawing. */
export const SMALLEST = {columns: 40, rows: 15};

export function isTooSmall({columns, rows}: Layout): boolean {
  return columns < SMALLEST.columns || rows < SMALLEST.rows;
}

export function layoutOf(columns: number, rows: number): Layout {
  return {columns, rows, isNarrow: columns < 72, isLow: rows < 22};
}
