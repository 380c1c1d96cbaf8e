/** What the next start of any command makes of an apply that was cut short. Every point of it is tried in test/faults; here is what is said and run. */
import {existsSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Journal} from '../../src/apply/journal.ts';
import {type Edit, prepare, stage, swap} from '../../src/apply/transaction.ts';
import {makeHome, type TestHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';

const JOURNAL = '.config/openclaw-rescue/journals/rescue@0123456789ab.json';
const CONFIG = '.openclaw-rescue/openclaw.json';
const AT = '2026-11-24T10:00:00.000Z';

/** An edit of a config that was cut short when its files were in their places. */
function cutShort(home: TestHome, journal: Partial<Journal> = {}, edits: readonly Edit[] = [{kind: 'file', path: join(home.path, CONFIG), content: Buffer.from('{"new":1}'), mode: 0o600}]): () => Record<string, string> {
  home.write(CONFIG, '{"old":1}', 0o600);
  const places = () => home.snapshot('.openclaw-rescue');
  const prepared = prepare(edits);
  const whole: Journal = {
    schemaVersion: 1,
    selector: {kind: 'profile', profile: 'rescue'},
    name: 'rescue',
    kind: 'apply',
    startedAt: AT,
    phase: 'open',
    entries: prepared.entries,
    backup: {folder: join(home.path, '.config/openclaw-rescue/backups/x/y'), stays: 'when-sure'},
    isServiceTouched: false,
    restore: [],
    commands: [],
    remembered: {},
    ...journal,
  };
  home.write(JOURNAL, JSON.stringify(whole));
  mkdirSync(whole.backup.folder, {recursive: true});
  stage(prepared);
  prepared.entries.forEach(swap);
  return places;
}

/** A command that leaves a trace in HOME. */
const trace = (home: TestHome, name: string) => ({id: 'reload', argv: [process.execPath, '-e', `require('fs').writeFileSync(${JSON.stringify(join(home.path, name))}, '')`], mayFail: false}) as const;

describe('an apply that was cut short', () => {
  it('before it was sure is taken back, which any command says beside its own work', () => {
    const home = makeHome();
    const places = cutShort(home);
    const {code, out, err} = run(['list', '--json'], home.env);
    expect([code, JSON.parse(out).instances.length]).toEqual([0, 2]);
    expect(err).toBe(`openclaw-rescue: A change of rescue of ${AT} was cut short; it is taken back, and all is as before it.\n`);
    expect(places()).toEqual({[CONFIG]: '600 {"old":1}'});
    expect(existsSync(join(home.path, '.config/openclaw-rescue/backups/x/y'))).toBe(false);
    expect(run(['list'], home.env).err).toBe('');
  });

  it('after it was sure is brought to its end, with the commands that are left', () => {
    const home = makeHome();
    const places = cutShort(home, {phase: 'sure', commands: [trace(home, 'ran')], restore: [trace(home, 'restored')]});
    const {err} = run(['list', '--quiet'], home.env);
    expect(err).toBe(`openclaw-rescue: A change of rescue of ${AT} was cut short; it is brought to its end, and all is as it was meant.\n`);
    expect(places()).toEqual({[CONFIG]: '600 {"new":1}'});
    expect([existsSync(join(home.path, 'ran')), existsSync(join(home.path, 'restored')), existsSync(join(home.path, JOURNAL))]).toEqual([true, false, false]);
    expect(existsSync(join(home.path, '.config/openclaw-rescue/backups/x/y'))).toBe(true);
  });

  it('has its service back as it was, where that was stopped', () => {
    const home = makeHome();
    cutShort(home, {isServiceTouched: true, commands: [trace(home, 'ran')], restore: [trace(home, 'restored')]});
    run(['list'], home.env);
    expect([existsSync(join(home.path, 'ran')), existsSync(join(home.path, 'restored'))]).toEqual([false, true]);
  });

  it('names a command of the service manager that fails', () => {
    const home = makeHome();
    cutShort(home, {phase: 'sure', commands: [{id: 'start', argv: ['no-such-manager', 'start'], mayFail: false}]});
    expect(run(['list'], home.env).err).toContain('all is as it was meant. This failed: no-such-manager start.');
  });

  it('says what it leaves alone, since somebody changed it meanwhile', () => {
    const home = makeHome();
    cutShort(home);
    home.write(CONFIG, '{"theirs":1}');
    expect(run(['list'], home.env).err).toContain(`it is taken back, but for what somebody else changed meanwhile: ~/${CONFIG}.`);
    expect(home.read(CONFIG)).toBe('{"theirs":1}');
  });

  it('of an undo is told as one', () => {
    const home = makeHome();
    cutShort(home, {kind: 'undo', backup: {folder: join(home.path, 'b'), stays: 'when-rolled-back'}});
    expect(run(['list'], home.env).err).toContain(`An undo of rescue of ${AT} was cut short; it is taken back`);
    expect(existsSync(join(home.path, 'b'))).toBe(true);
  });

  it('that is no journal at all stops nobody', () => {
    const home = makeHome();
    home.write(JOURNAL, '{"schemaVersion":');
    expect(run(['list'], home.env)).toMatchObject({code: 0, err: ''});
  });
});
