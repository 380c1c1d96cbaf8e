/**
 * A create, an edit, an undo and a remove, killed before each call by which they change the disk, and with each of these
 * calls failing. Whatever happened, the next start of any command leaves exactly the old tree or the new one, says which,
 * and leaves nothing beside them; main is untouched.
 */
import {mkdirSync, mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it, onTestFinished} from 'vitest';
import {type Lane, makeLane} from './lane.ts';
import {type Fault, inject, type Point, record, STDERR} from './strace.ts';
import {differences, digest, type Tree} from './tree.ts';

const ERRORS = ['ENOSPC', 'EIO', 'EACCES', 'EROFS'] as const;
/** With FULL=1 every call fails in each way, otherwise in one of them by turns. */
const isFull = process.env['FULL'] === '1';

/** Between two of these the disk stays the same, but for what is written into files that have no name yet. */
const SHOWS = /^(rename|link|symlink|unlink|mkdir|rmdir)/;

type Operation = {
  /** With a service manager. There every call that shows is a point for a kill; what fails is tried without one. */
  readonly isManaged?: boolean;
  readonly args: (lane: Lane) => string[];
  /** Leads to where it begins. */
  readonly before: (lane: Lane) => Promise<void>;
};

const ours = (...words: string[]) => ['--profile', 'rescue', ...words];
const CREATE: Operation['args'] = ({port}) => ours('onboard', '--non-interactive', '--gateway-port', String(port));
const EDIT: Operation['args'] = ({port}) => ours('onboard', '--non-interactive', '--gateway-port', String(port + 300), '--new-gateway-token');

async function succeed(lane: Lane, args: readonly string[]): Promise<void> {
  const {code, err} = await lane.run(args);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err}`);
}

/** A rescue that somebody has worked with. */
async function used(lane: Lane): Promise<void> {
  await succeed(lane, CREATE(lane));
  lane.edit('.openclaw-rescue/openclaw.json', text => text.replace('{', '{ // mine\n  "logging": {"file": "/tmp/rescue.log"},'));
  lane.write('.openclaw-rescue/agents/main/sessions/1.jsonl', '{"role":"user"}\n');
  lane.write('.openclaw-rescue/workspace-rescue/AGENTS.md', '# rescue\n', 0o644);
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  create: {before: async () => undefined, args: CREATE},
  edit: {before: used, args: EDIT},
  'undo of a create': {before: lane => succeed(lane, CREATE(lane)), args: () => ours('undo')},
  'undo of an edit': {
    async before(lane) {
      await used(lane);
      await succeed(lane, EDIT(lane));
    },
    args: () => ours('undo'),
  },
  remove: {before: used, args: () => ours('remove', '--yes')},
  'remove with its state': {before: used, args: () => ours('remove', '--delete-state', '--yes')},
  'create with a service': {isManaged: true, before: async () => undefined, args: CREATE},
  'edit with a service': {isManaged: true, before: used, args: EDIT},
  'undo with a service': {isManaged: true, before: lane => succeed(lane, CREATE(lane)), args: () => ours('undo')},
  'remove with a service': {isManaged: true, before: used, args: () => ours('remove', '--yes')},
};

/** Where an operation begins and where it ends, in a lane. */
type Ends = {readonly old: Tree; readonly new: Tree; readonly main: Tree; readonly own: ReadonlyMap<string, number>};

/** Which of the two it is. */
const SAYS = {old: /; it is taken back, and all is as before it\.$/m, new: /; it is brought to its end, and all is as it was meant\.$/m} as const;

type Trial = {readonly point: Point; readonly fault: Fault};
type Count = {calls: number; kills: number; errors: number; missed: number};

const counted = new Map<string, Map<string, Count>>();
const notes: string[] = [];

describe('every fault leaves the old tree or the new one', () => {
  it.each(Object.entries(OPERATIONS))('%s', async (name, operation) => {
    const started = Date.now();
    const lanes = await Promise.all([18_789, 28_789].map(main => openLane(main, operation)));
    const [{lane, ends}] = lanes as [(typeof lanes)[number], ...typeof lanes];
    expect(differences(ends.old, ends.new)).not.toEqual([]);
    await lane.restore();
    const {points, strays, ended} = await record(lane.program(operation.args(lane)), !operation.isManaged);
    expect(ended.code, ended.err).toBe(0);
    // What follows would not try them one by one.
    expect(strays).toEqual([]);
    const counts = new Map<string, Count>();
    counted.set(name, counts);
    for (const {syscall} of points) countOf(counts, syscall).calls += 1;
    const queue: Trial[] = points.flatMap((point, at) => {
      if (operation.isManaged && !isFull) return SHOWS.test(point.syscall) ? [{point, fault: {kind: 'kill'}}] : [];
      const errors = isFull ? ERRORS : [ERRORS[at % ERRORS.length] as string];
      return [{kind: 'kill'} as const, ...errors.map(code => ({kind: 'error', code}) as const)].map(fault => ({point, fault}));
    });
    const failures: string[] = [];
    const seen = new Set<string>();
    await Promise.all(lanes.map(async place => {
      for (let trial = queue.shift(); trial; trial = queue.shift()) {
        const {point, fault} = trial;
        const what = `${fault.kind === 'kill' ? 'killed' : fault.code} at ${point.label} (${point.syscall} ${point.index}, ${point.nth})`;
        const {isHit, wrong} = await attempt(place, operation, trial, text => !seen.has(text) && Boolean(seen.add(text)));
        const count = countOf(counts, point.syscall);
        count[fault.kind === 'kill' ? 'kills' : 'errors'] += 1;
        if (!isHit) {
          count.missed += 1;
          notes.push(`${name}: missed ${what}`);
        }
        failures.push(...wrong.map(text => `${what}: ${text}`));
      }
    }));
    notes.push(`${name}: ${points.length} calls, ${seen.size} different disks, ${Math.round((Date.now() - started) / 1000)} s`);
    expect(failures).toEqual([]);
  });

  afterAll(() => console.log(summary()));
});

async function openLane(main: number, operation: Operation): Promise<{readonly lane: Lane; readonly ends: Ends}> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'openclaw-rescue-faults-')));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  mkdirSync(folder, {recursive: true});
  const lane = await makeLane(folder, main, operation.isManaged);
  await operation.before(lane);
  lane.save();
  await lane.restore();
  const [old, ownBefore] = [lane.tree(), lane.own()];
  await succeed(lane, operation.args(lane));
  const [after, ownAfter] = [lane.tree(), lane.own()];
  const own = new Map([...ownBefore, ...ownAfter].map(([path]) => [path, Math.max(ownBefore.get(path) ?? 0, ownAfter.get(path) ?? 0)]));
  await lane.restore();
  return {lane, ends: {old, new: after, main: lane.main(), own}};
}

/** @param isNew whether such a disk was not judged before @returns what is wrong afterwards */
async function attempt({lane, ends}: Awaited<ReturnType<typeof openLane>>, operation: Operation, {point, fault}: Trial, isNew: (text: string) => boolean): Promise<{isHit: boolean; wrong: string[]}> {
  const wrong: string[] = [];
  let at = point.index;
  // Threads write to each other all the time, and a service would be followed for as long as it runs.
  for (const isFollowing of operation.isManaged || point.syscall === 'write' ? [false, false, false, false] : [true, true, true, false, false]) {
    await lane.restore();
    const main = lane.main();
    const {hits, isMeant, next, ended} = await inject(lane.program(operation.args(lane)), point, fault, at, isFollowing);
    at = next;
    if (hits.length === 0) continue;
    // Node itself aborts where a thread can't wake another one up, and nobody can say what goes wrong where the saying fails.
    if (fault.kind === 'error' && ended.code !== null) wrong.push(...ownWords(ended.err), ...(ended.code === 0 || ended.err !== '' || hits.includes(STDERR) ? [] : [`ended with ${ended.code} and no word`]));
    const disk = JSON.stringify(lane.all());
    if (isNew(`${ended.code} ${digest(disk)}`)) wrong.push(...(await judge(lane, ends, operation, ended.code, isNew)));
    wrong.push(...differences(main, lane.main()).map(text => `main: ${text}`));
    if (isMeant) return {isHit: true, wrong};
  }
  return {isHit: false, wrong};
}

async function judge(lane: Lane, ends: Ends, operation: Operation, code: number | null, isNew: (text: string) => boolean): Promise<string[]> {
  const wrong: string[] = [];
  const before = lane.tree();
  const wasOpen = [...lane.own().keys()].some(path => /\/journals\/[^/]+\.json$/.test(path));
  lane.age();
  const next = await lane.run(['list', '--json']);
  const tree = lane.tree();
  const end = differences(ends.new, tree).length === 0 ? 'new' : differences(ends.old, tree).length === 0 ? 'old' : undefined;
  if (end === undefined) wrong.push(`neither the old tree nor the new one; from the old: ${differences(ends.old, tree).join('; ')}; from the new: ${differences(ends.new, tree).join('; ')}`);
  if (code === 0 && end === 'old') wrong.push('ended well, and the tree is the old one');
  wrong.push(...leftIn(lane, ends).map(path => `left behind: ${path}`));
  if (next.code !== 0 || !isJson(next.out)) wrong.push(`list --json ended with ${next.code}: ${next.err}`);
  wrong.push(...ownWords(next.err));
  if (end !== undefined && (wasOpen || differences(before, tree).length > 0) && !SAYS[end].test(next.err)) wrong.push(`it is the ${end} tree, and the next start says: ${next.err}`);
  if (wrong.length > 0 || !isNew(`then ${digest(JSON.stringify(lane.all()))}`)) return wrong;
  // From here everything goes on as if nothing had been.
  for (const [args, codes] of [[['doctor', '--json'], [0, 3]], [ours('onboard', '--dry-run', '--json'), [0]]] as const) {
    const {code: ended, out, err} = await lane.run(args);
    if (!(codes as readonly unknown[]).includes(ended) || !isJson(out)) wrong.push(`${args.join(' ')} ended with ${ended}: ${err}`);
  }
  wrong.push(...differences(tree, lane.tree()).map(text => `a look changed ${text}`));
  if (end === 'old') {
    const again = await lane.run(operation.args(lane));
    if (again.code !== 0) wrong.push(`tried again it ended with ${again.code}: ${again.err}`);
    wrong.push(...differences(ends.new, lane.tree()).map(text => `tried again, ${text}`));
  }
  return wrong;
}

/** What is in our own folder, or where locks lie, and is not there before or after an operation that went well. */
function leftIn(lane: Lane, {own}: Ends): string[] {
  return [...lane.own()].filter(([path, count]) => count > (own.get(path) ?? 0)).map(([path]) => path);
}

/** What went wrong is said in lines of ours. */
function ownWords(err: string): string[] {
  return /^\s+at .*[:(]\d+|node:internal|^\w*Error:/m.test(err) ? [`a stack: ${err}`] : [];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function countOf(counts: Map<string, Count>, syscall: string): Count {
  const count = counts.get(syscall) ?? {calls: 0, kills: 0, errors: 0, missed: 0};
  counts.set(syscall, count);
  return count;
}

function summary(): string {
  const rows = [...counted].flatMap(([name, counts]) => [...counts].map(([syscall, {calls, kills, errors, missed}]) => [name, syscall, calls, kills, errors, missed]));
  const sum = (column: number) => rows.reduce((total, row) => total + Number(row[column]), 0);
  const table = [['operation', 'call', 'made', 'killed', 'failed', 'missed'], ...rows, ['all', '', ...[2, 3, 4, 5].map(sum)]];
  return [...table.map(row => row.map((cell, at) => (at < 2 ? String(cell).padEnd(24) : String(cell).padStart(8))).join('')), '', ...notes, `${sum(3) + sum(4)} points tried`].join('\n');
}
