/**
 * `npm run bench`: what the audit costs, by the number of instances. Times differ from machine to machine and from run to
 * run, so what counts are the ratios: twice the instances should cost a little more than twice the time, not four times.
 */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Instance} from '../../src/rules/instance.ts';
import {audit} from '../../src/rules/audit/audit.ts';
import {config} from '../fixtures/hosts/tree.ts';
import {hostAt} from '../helpers/audit.ts';
import {anInstance, hostOn} from '../rules/helpers.ts';

const SIZES = [62, 125, 250, 500];
const ROUNDS = 15;

/** Hosts of n instances, from nothing wrong to everything. */
const HOSTS: Readonly<Record<string, (index: number) => Instance>> = {
  'apart': index => anInstance({profile: `p${index}`, port: 1100 + index * 120}),
  'one port': index => anInstance({profile: `p${index}`, port: 18_789}),
  '20 apart': index => anInstance({profile: `p${index}`, port: 20_000 + index * 20}),
  'one workspace': index => anInstance({profile: `p${index}`, port: 1100 + index * 120, workspace: '/srv/workspace'}),
  'one token': index => anInstance({profile: `p${index}`, port: 1100 + index * 120, config: {gateway: {auth: {token: 'x'}}}}),
};

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] as number;
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function report(name: string, costs: readonly number[]): Promise<void> {
  const cells = costs.map((cost, index) => {
    const before = costs[index - 1];
    return `${cost.toFixed(1).padStart(8)} ms${before === undefined ? '        ' : ` (×${(cost / before).toFixed(1)})`.padEnd(8)}`;
  });
  console.log(`${name.padEnd(22)}${cells.join('')}`);
}

console.log(`${'instances'.padEnd(22)}${SIZES.map(size => String(size).padStart(8).padEnd(19)).join('')}`);
for (const [name, make] of Object.entries(HOSTS)) {
  const costs = [];
  for (const size of SIZES) {
    const host = hostOn('linux', {instances: Array.from({length: size}, (_, index) => make(index)), busyPorts: []});
    audit(host);
    const times = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await timed(() => audit(host)));
    costs.push(median(times));
  }
  await report(`rules, ${name}`, costs);
}

const costs = [];
for (const size of SIZES) {
  const home = mkdtempSync(join(tmpdir(), 'openclaw-rescue-bench-'));
  for (let index = 0; index < size; index++) {
    mkdirSync(join(home, `.openclaw-p${index}`), {mode: 0o700});
    writeFileSync(join(home, `.openclaw-p${index}`, 'openclaw.json'), config(1100 + index * 120), {mode: 0o600});
  }
  const times = [];
  for (let round = 0; round < 5; round++) times.push(await timed(() => hostAt(home)));
  costs.push(median(times));
  rmSync(home, {recursive: true});
}
await report('reading the files', costs);
