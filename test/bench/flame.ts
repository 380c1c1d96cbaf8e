/** `npm run bench:flame`: where the time of a first frame goes, as a picture, assets/start-up.svg. */
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {CLI, ROOT} from '../helpers/home.ts';
import {homeOf} from './homes.ts';
import {leaveAtPorts} from './measures.ts';
import {open} from './screen.ts';

const WIDTH = 1200;
const LINE = 15;
/** Of the whole: what is narrower is left out. */
const NARROWEST = 0.004;
const DEEPEST = 44;

type CpuProfile = {
  readonly nodes: readonly {readonly id: number; readonly callFrame: {readonly functionName: string; readonly url: string}; readonly children?: readonly number[]}[];
  readonly samples: readonly number[];
  /** µs */
  readonly timeDeltas: readonly number[];
};

type Frame = {readonly name: string; readonly kind: string; total: number; readonly children: Map<string, Frame>};

/** What a frame belongs to, and its colour. */
const KINDS: readonly (readonly [kind: string, pattern: RegExp, colour: string])[] = [
  ['Node starts and loads', /^node:|^$/, '#b8c4ce'],
  ['Ink, React and Yoga', /\/run-|^wasm:/, '#9cc5a1'],
  ['libraries on demand', /\/on-demand\//, '#e3c58b'],
  ['this program', /\/dist\//, '#d99a8b'],
];

async function profile(): Promise<CpuProfile> {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-rescue-flame-'));
  const home = homeOf(3);
  try {
    await leaveAtPorts(home);
    // The first one compiles, the second one finds it compiled.
    for (let round = 0; round < 2; round++) {
      rmSync(folder, {recursive: true, force: true});
      const session = open(['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', folder, CLI, '--profile', 'rescue', 'onboard'], home.env);
      await session.see('Browser CDP');
      await sleep(200);
      await session.leave();
    }
    return JSON.parse(readFileSync(join(folder, readdirSync(folder)[0] as string), 'utf8')) as CpuProfile;
  } finally {
    home.remove();
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Up to the end of the first drawing. */
function tree({nodes, samples, timeDeltas}: CpuProfile): Frame {
  const parents = new Map(nodes.flatMap(({id, children = []}) => children.map(child => [child, id] as const)));
  const frames = new Map(nodes.map(({id, callFrame}) => [id, callFrame] as const));
  const nameOf = (id: number) => frames.get(id)?.functionName ?? '';
  const root: Frame = {name: 'from the start to the first frame', kind: '', total: 0, children: new Map()};
  let hasDrawn = false;
  for (const [index, id] of samples.entries()) {
    const time = (timeDeltas[index] ?? 0) / 1000;
    if (nameOf(id) === '(idle)') continue;
    const path: number[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) path.unshift(at);
    const isDrawing = path.some(step => nameOf(step) === 'runTui');
    // Collecting garbage and compiling are done in between, on nobody's behalf.
    if (hasDrawn && !isDrawing && !nameOf(id).startsWith('(')) break;
    hasDrawn ||= isDrawing;
    let frame = root;
    frame.total += time;
    for (const step of path.slice(1)) {
      const {functionName, url} = frames.get(step) as CpuProfile['nodes'][number]['callFrame'];
      const kind = KINDS.find(([, pattern]) => pattern.test(url))?.[0] ?? '';
      const name = functionName || `(${url.split('/').at(-1)?.replace(/-[A-Z0-9]{8}\./, '.') ?? ''})`;
      const child: Frame = frame.children.get(`${kind} ${name}`) ?? {name, kind, total: 0, children: new Map()};
      frame.children.set(`${kind} ${name}`, child);
      child.total += time;
      frame = child;
    }
  }
  return root;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function svg(root: Frame): string {
  const boxes: string[] = [];
  let deepest = 0;
  const draw = (frame: Frame, left: number, depth: number) => {
    const width = (frame.total / root.total) * WIDTH;
    if (frame.total < root.total * NARROWEST || depth > DEEPEST) return;
    deepest = Math.max(deepest, depth);
    const colour = KINDS.find(([kind]) => kind === frame.kind)?.[2] ?? '#dddddd';
    const share = `${((frame.total / root.total) * 100).toFixed(0)} %`;
    const letters = Math.floor((width - 4) / 6.2);
    const label = letters < 3 ? '' : `<text x="${(left + 2).toFixed(1)}" y="${depth * LINE + 11}">${escaped(`${frame.name} ${share}`.slice(0, letters))}</text>`;
    boxes.push(`<rect x="${left.toFixed(1)}" y="${depth * LINE}" width="${Math.max(width - 0.5, 0.5).toFixed(1)}" height="${LINE - 1}" fill="${colour}"/>${label}`);
    let at = left;
    for (const child of [...frame.children.values()].sort((one, other) => other.total - one.total)) {
      draw(child, at, depth + 1);
      at += (child.total / root.total) * WIDTH;
    }
  };
  draw(root, 0, 0);
  const height = (deepest + 1) * LINE;
  const legend = KINDS.map(([kind, , colour], index) => `<rect x="${index * 220}" y="${height + 8}" width="12" height="12" fill="${colour}"/><text x="${index * 220 + 18}" y="${height + 18}">${kind}</text>`);
  return [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height + 28}" font-family="monospace" font-size="10">`, `<rect width="${WIDTH}" height="${height + 28}" fill="#ffffff"/>`, ...boxes, ...legend, '</svg>', ''].join('\n');
}

writeFileSync(join(ROOT, 'assets/start-up.svg'), svg(tree(await profile())));
