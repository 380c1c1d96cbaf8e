/**
 * `npm run bench`: how quick it is, as ratios to bare Node in the same run. Fails where a row got worse by more than a third since
 * baseline.json, which `--update` writes. `--short` makes fewer rounds.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {cpus} from 'node:os';
import {type Effort, measureAll} from './measures.ts';
import {figure, type Results, type Row, ROWS, worsening} from './rows.ts';

const BASELINE = new URL('baseline.json', import.meta.url);
/** A row that seems to be worse is measured again before it counts: these machines are busy with other things too. */
const TRIES = 4;
const WORSE = 4 / 3;

const words = new Set(process.argv.slice(2));
const effort: Effort = words.has('--short') ? {rounds: 5, keys: 40} : {rounds: 15, keys: 150};
const before = words.has('--update') ? undefined : (JSON.parse(readFileSync(BASELINE, 'utf8')) as Results);

async function measure(): Promise<Results> {
  const {bare, rows} = await measureAll(effort);
  return {date: new Date().toLocaleDateString('sv'), machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}, ${process.platform} ${process.arch}`, bare, rows};
}

/** Each row at its best of both. */
function best(one: Results, other: Results): Results {
  const rows = Object.fromEntries(ROWS.map(row => [row.id, worsening(row, one, other) <= 1 ? one.rows[row.id] : (other.rows[row.id] * (row.unit === 'ms' ? one.bare / other.bare : 1))])) as Results['rows'];
  return {...one, rows};
}

// Milliseconds are told and never fail: one busy moment of the machine makes them.
const isWorse = (row: Row, results: Results) => before !== undefined && row.unit !== 'ms' && worsening(row, results, before) > WORSE;

let results = await measure();
for (let tries = 1; tries < TRIES && ROWS.some(row => isWorse(row, results)); tries++) results = best(results, await measure());

console.log(`${results.machine}; bare Node takes ${results.bare.toFixed(1)} ms\n`);
for (const row of ROWS) {
  const value = results.rows[row.id];
  const mark = isWorse(row, results) ? 'WORSE' : value <= row.reach ? 'ok' : '';
  const past = before ? `${figure(before.rows[row.id], row.unit)} on ${before.date}` : '';
  console.log(`${figure(value, row.unit).padStart(11)}  ${`of ${figure(row.reach, row.unit)}`.padEnd(14)} ${mark.padEnd(6)} ${row.what}${past === '' ? '' : ` (${past})`}`);
}
if (words.has('--update')) writeFileSync(BASELINE, `${JSON.stringify(results, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(3)) : value), 2)}\n`);
process.exitCode = ROWS.some(row => isWorse(row, results)) ? 1 : 0;
