/** What is measured, and what is to be reached (issue 8). A row is a line of the table in the README. */

export type Unit =
  /** Times of bare Node in the same round. */
  | 'times'
  | 'ms'
  | 'bytes'
  | 'MB'
  | 'packages';

export type Row = {
  readonly id: string;
  readonly what: string;
  readonly unit: Unit;
  readonly reach: number;
};

export const ROWS = [
  {id: 'first-frame', what: 'the wizard’s first full frame (Ports, three instances in the table and on the map, 80x24)', unit: 'times', reach: 2.8},
  {id: 'first-frame-cold', what: 'the same with nothing compiled before', unit: 'times', reach: 3.3},
  {id: 'first-text', what: 'its first visible text', unit: 'times', reach: 1.3},
  {id: 'version', what: '`--version`', unit: 'times', reach: 1.5},
  {id: 'help', what: '`--help`', unit: 'times', reach: 1.5},
  {id: 'ports', what: '`ports --json`', unit: 'times', reach: 1.5},
  {id: 'list', what: '`list --json`', unit: 'times', reach: 1.5},
  {id: 'env', what: '`env`', unit: 'times', reach: 1.5},
  {id: 'doctor-20', what: '`doctor --json`, 20 instances', unit: 'times', reach: 2.5},
  {id: 'doctor-500', what: '`doctor --json`, 500 instances', unit: 'times', reach: 6},
  {id: 'status-20', what: '`status --all --json`, 20 instances', unit: 'times', reach: 2.5},
  {id: 'status-500', what: '`status --all --json`, 500 instances', unit: 'times', reach: 6},
  {id: 'key', what: 'key to frame on Ports, a key every 80 ms: median', unit: 'ms', reach: 5},
  {id: 'key-p99', what: 'the same, 99 of 100', unit: 'ms', reach: 16},
  {id: 'key-burst-p99', what: 'keys back to back, 99 of 100', unit: 'ms', reach: 25},
  {id: 'key-bytes', what: 'bytes to the terminal for a key', unit: 'bytes', reach: 600},
  {id: 'rules-table', what: 'port table and clashes of one base among 500 instances', unit: 'ms', reach: 1},
  {id: 'rules-suggestion', what: 'a clean base among 500 instances', unit: 'ms', reach: 5},
  {id: 'occupancy', what: 'occupancy of a block of 111 ports, three of them held', unit: 'ms', reach: 15},
  {id: 'occupancy-blocked', what: 'the longest that nothing else could run meanwhile', unit: 'ms', reach: 10},
  {id: 'memory', what: 'memory of the wizard at the most', unit: 'MB', reach: 70},
  {id: 'package-size', what: 'the package, unpacked', unit: 'MB', reach: 3},
  {id: 'package-count', what: 'packages that it installs beside itself', unit: 'packages', reach: 3},
] as const satisfies readonly Row[];

export type RowId = (typeof ROWS)[number]['id'];

/** What was measured. Times in ms are kept as they were; they are compared by how many times bare Node they are. */
export type Results = {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly machine: string;
  /** ms of bare Node. */
  readonly bare: number;
  readonly rows: Readonly<Record<RowId, number>>;
};

/** A figure as it is printed. */
export function figure(value: number, unit: Unit): string {
  switch (unit) {
    case 'times':
      return `${value.toFixed(1)} ×`;
    case 'ms':
      return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
    case 'MB':
      return `${value.toFixed(value < 10 ? 1 : 0)} MB`;
    case 'bytes':
      return `${Math.round(value)} bytes`;
    case 'packages':
      return String(value);
  }
}

/**
 * By how much a row got worse: 1 is the same. Times are compared as ratios to bare Node, since machines differ; and since they also
 * differ in how long that takes (36 ms and 80 ms were seen where our own work took the same), what got worse takes more beyond it too.
 */
export function worsening(row: Row, now: Results, before: Results): number {
  const grown = (measure: (results: Results) => number) => {
    const [present, past] = [measure(now), measure(before)];
    return past > 0 ? present / past : present > 0 ? Number.POSITIVE_INFINITY : 1;
  };
  const value = ({rows}: Results) => rows[row.id as RowId];
  if (row.unit === 'ms') return grown(results => value(results) / results.bare);
  return row.unit === 'times' ? Math.min(grown(value), grown(results => (value(results) - 1) * results.bare)) : grown(value);
}
