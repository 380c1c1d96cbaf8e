/** Random keys into the real wizard, in this process: its app, reducer, keymap, controller and effects, on a temporary HOME. */
import {isRoomy} from '../../src/tui/layout.ts';
import {PassThrough} from 'node:stream';
import {stripVTControlCharacters} from 'node:util';
import {expect, onTestFinished} from 'vitest';
import {openStore} from '../../src/apply/store.ts';
import {outputTo} from '../../src/commands/call.ts';
import {openSession} from '../../src/commands/session.ts';
import {OPTIONS} from '../../src/options.ts';
import {runTui} from '../../src/tui/run.tsx';
import {Wizard} from '../../src/wizard/controller.ts';
import {planOf} from '../../src/wizard/selectors.ts';
import {FrameStream} from '../helpers/frame.tsx';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {keyFrom, windowFrom} from './key-source.ts';
import {HANG_MS, type Random, randomOf, SEED, slowness, STREAM} from './random.ts';
import {faultOf, newScreen, rowsOf, textFaultOf} from './screen.ts';

/** More go through a real terminal. Half of them are looked at as they are drawn, half as whole frames, on a core each. */
const KEYS = Number(process.env['FUZZ_KEYS'] ?? 45_000) / 2;
const RESIZE_EVERY = 40;

/** @param isIncremental as the program draws, else whole frames, whose width can be told @param first stream of the sessions */
export async function pressKeys(isIncremental: boolean, first: number): Promise<void> {
  const hangMs = HANG_MS * slowness();
  if (STREAM !== undefined) return void (await session(STREAM, KEYS, isIncremental, hangMs));
  let pressed = 0;
  let sessions = 0;
  for (; pressed < KEYS; sessions++) pressed += await session(first + sessions, KEYS - pressed, isIncremental, hangMs);
  console.log(`seed ${SEED}: ${pressed} keys in ${sessions} sessions`);
}

type Live = {readonly wizard: Wizard; readonly home: TestHome};

/** One run of the wizard, till it is left or enough keys are through. @returns the number of keys */
async function session(stream: number, limit: number, isIncremental: boolean, hangMs: number): Promise<number> {
  const random = randomOf(stream);
  const home = furnished(random);
  const before = home.snapshot();
  const {wizard} = await open(home);
  let {columns, rows} = windowFrom(random);
  const isInline = !isRoomy({columns, rows});
  const terminal = new FakeTerminal(columns, rows);
  const told: string[] = [];
  let isOver = false;
  const over = runTui(wizard, home.env, {look: {theme: 'dark'}, stdin: terminal.stdin as never, stdout: terminal as never, stderr: terminal as never, patchConsole: false, incrementalRendering: isIncremental, maxFps: 1000}).then(() => (isOver = true));
  /** Whose files may change: those of the plans that were applied. */
  const planned = new Set<string>();
  const fail = (what: string) => {
    throw new Error(`FUZZ_SEED=${SEED} FUZZ_STREAM=${stream}: ${what}\nkeys: ${told.slice(-60).join(' ')}\nfields ${JSON.stringify(wizard.getState().fields)}\nwindow ${columns}x${rows}, step ${wizard.getState().step}\n${rowsOf(terminal.screen).join('\n')}`);
  };
  const settled = async () => {
    const start = performance.now();
    let last = '';
    for (;;) {
      await terminal.drawn();
      const fault = isOver ? undefined : isIncremental ? faultOf(terminal.screen, isInline) : textFaultOf(stripVTControlCharacters(terminal.last).replace(/\n$/, ''), columns, rows) ?? faultOf(terminal.screen, isInline);
      if (fault === undefined) return;
      last = fault;
      if (performance.now() - start > hangMs) fail(last);
    }
  };
  await settled();
  let count = 0;
  const most = 60 + random.below(600);
  while (count < Math.min(most, limit) && !isOver) {
    let key = keyFrom(random);
    const {step} = wizard.getState();
    if (step === 'review' && key.includes('\r')) {
      const {changes} = planOf(wizard.getState());
      // Of what is typed as a workspace, only what lies in this HOME is really made.
      if (!changes.every(({path}) => path.startsWith(`${home.path}/`))) key = Buffer.from('\u001b[D');
      else for (const {path} of changes) planned.add(path);
    }
    told.push(JSON.stringify(key.toString('latin1')));
    count++;
    terminal.press(key);
    await settled();
    if (count % RESIZE_EVERY === 0) {
      ({columns, rows} = windowFrom(random));
      told.push(`${columns}x${rows}`);
      terminal.resize(columns, rows);
      await settled();
    }
  }
  for (let tries = 0; !isOver; tries++) {
    terminal.press(Buffer.from('\u0003'));
    await terminal.drawn();
    if (tries > 2000) fail('Ctrl-C does not leave');
  }
  await over;
  const after = home.snapshot();
  const foreign = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(path => before[path] !== after[path] && !isOwn(`${home.path}/${path}`, planned, home.path));
  expect(foreign, `stream ${stream}: changed files that no plan names`).toEqual([]);
  return count;
}

/** What a plan names, folders above it, and our own folder. */
function isOwn(path: string, planned: ReadonlySet<string>, home: string): boolean {
  const ours = `${home}/.config/openclaw-rescue`;
  return path === `${home}/.config` || path === ours || path.startsWith(`${ours}/`) || [...planned].some(one => one === path || one.startsWith(`${path}/`));
}

/** Hosts from an empty one to one with a rescue that others changed, and names that are hard to show. */
function furnished(random: Random): TestHome {
  const home = makeHome({hasMain: random.chance(0.9), hasOpenClaw: random.chance(0.7)});
  const config = (port: number) => JSON.stringify({gateway: {mode: 'local', port, bind: 'loopback', auth: {mode: 'token', token: `t${port}`}}});
  if (random.chance(0.4)) home.write('.openclaw-rescue/openclaw.json', config(19_789));
  if (random.chance(0.4)) for (let index = 0; index < 30; index++) home.write(`.openclaw-p${index}/openclaw.json`, config(21_000 + index * 120));
  if (random.chance(0.3)) home.write('.openclaw-broken/openclaw.json', random.pick(['{', '{"gateway": "漢字\u001b[31m"', '[[[[[']));
  if (random.chance(0.3)) home.write('.openclaw-wide/openclaw.json', JSON.stringify({gateway: {port: 30_000}, agents: {defaults: {workspace: `${home.path}/漢字-👨‍👩‍👧‍👦-${'長'.repeat(40)}`}}}));
  if (random.chance(0.3)) home.write('.config/systemd/user/openclaw-gateway-rescue.service', '[Service]\nExecStart=/usr/bin/node /opt/openclaw/dist/index.js gateway --port 19789\nEnvironment=OPENCLAW_PROFILE=rescue\n', 0o644);
  return home;
}

async function open(home: TestHome): Promise<Live> {
  // Where our own folder is comes from this process.
  process.env['XDG_CONFIG_HOME'] = `${home.path}/.config`;
  const store = openStore(home.path);
  const call = {selector: {kind: 'profile', profile: 'rescue'}, flags: {}, options: OPTIONS.onboard, words: [], env: home.env, store, output: outputTo(() => undefined, () => undefined, true)} as const;
  const {initial, effects} = await openSession(call, {given: () => ({}), isFresh: false});
  return {wizard: new Wizard(initial, effects), home};
}

/** A terminal as Ink sees one, and as a person does. */
class FakeTerminal extends FrameStream {
  readonly screen;
  readonly stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode: () => undefined, ref: () => undefined, unref: () => undefined});

  constructor(columns: number, rows: number) {
    super(columns, rows);
    this.screen = newScreen(columns, rows);
    onTestFinished(() => this.screen.dispose());
  }

  /** Keeps the last whole frame. */
  override write(text: string, done?: unknown): boolean {
    if (text.includes('─')) this.last = text;
    // A terminal goes to the start of the next line on its own; here nothing stands between.
    this.screen.write(text.replace(/\r?\n/g, '\r\n'), typeof done === 'function' ? (done as () => void) : undefined);
    return true;
  }

  press(key: Buffer): void {
    this.stdin.write(key);
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.screen.resize(columns, rows);
    this.emit('resize');
  }

  /** Till what was written by now is on the screen. */
  async drawn(): Promise<void> {
    await new Promise(resolve => setImmediate(resolve));
    await new Promise<void>(resolve => this.screen.write('', resolve));
  }
}
