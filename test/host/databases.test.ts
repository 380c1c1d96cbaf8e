/** Databases that another OpenClaw may migrate, with real SQLite files: copied under a writer, put back where they were migrated, else untouched. */
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished} from 'vitest';
import {copyDatabases, databaseEdits, migratedSince, type SavedDatabase} from '../../src/apply/databases.ts';
import {prepare, stage, swap, sweep} from '../../src/apply/transaction.ts';
import {listDatabases} from '../../src/host/databases.ts';
import {makeHome} from '../helpers/home.ts';

const STATE = 'state/openclaw.sqlite';
const AGENT = 'agents/main/agent/openclaw-agent.sqlite';

function aStateDir() {
  const {path} = makeHome({hasOpenClaw: false});
  const [stateDir, folder] = [join(path, '.openclaw-rescue'), join(path, 'backup')];
  mkdirSync(stateDir);
  mkdirSync(folder);
  const bytes = () => Object.fromEntries(readdirSync(stateDir, {recursive: true, encoding: 'utf8'}).filter(name => statSync(join(stateDir, name)).isFile()).map(name => [name, readFileSync(join(stateDir, name), 'hex')]));
  return {stateDir, folder, bytes};
}

/** As an undo does it. */
async function putBack(saved: readonly SavedDatabase[], folder: string, limitMs?: number) {
  const {migrated, edits} = await databaseEdits(saved, folder, limitMs);
  const prepared = prepare(edits);
  stage(prepared);
  prepared.entries.forEach(swap);
  prepared.entries.forEach(sweep);
  return migrated;
}

/** A gateway's connection. */
function opened(path: string, schema: number, mode = 'wal'): DatabaseSync {
  mkdirSync(dirname(path), {recursive: true});
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = ${mode}; PRAGMA user_version = ${schema}; CREATE TABLE IF NOT EXISTS told (word TEXT);`);
  chmodSync(path, 0o600);
  onTestFinished(() => {
    if (database.isOpen) database.close();
  });
  return database;
}

const say = (database: DatabaseSync, word: string) => database.prepare('INSERT INTO told VALUES (?)').run(word);

function wordsIn(path: string): unknown[] {
  const database = new DatabaseSync(path);
  try {
    return database.prepare('SELECT word FROM told').all().map(({word}) => word);
  } finally {
    database.close();
  }
}

describe('databases of a state folder', () => {
  it('are those of OpenClaw: no locks, nothing of the user’s, nothing behind a link', () => {
    const {stateDir} = aStateDir();
    for (const name of [STATE, AGENT, 'tasks/runs.sqlite', 'state/x.lock.sqlite', 'tmp/openclaw-0/gateway.state.lock.sqlite', 'workspace/mine.sqlite', 'agents/main/workspace/mine.sqlite', 'engine/1.0.0/x.sqlite']) {
      mkdirSync(dirname(join(stateDir, name)), {recursive: true});
      writeFileSync(join(stateDir, name), '');
    }
    symlinkSync(join(stateDir, 'workspace'), join(stateDir, 'memory'));
    symlinkSync(join(stateDir, STATE), join(stateDir, 'state/link.sqlite'));
    expect(listDatabases(stateDir)).toEqual([AGENT, STATE, 'tasks/runs.sqlite'].map(name => join(stateDir, name)));
  });

  it('are copied with what is in the -wal alone, while their gateway has them open, and are not touched', async () => {
    const {stateDir, folder, bytes} = aStateDir();
    const database = opened(join(stateDir, STATE), 17);
    say(database, 'kept');
    database.exec('BEGIN IMMEDIATE');
    say(database, 'not yet');
    const before = bytes();
    const saved = await copyDatabases(stateDir, folder);
    expect(saved).toEqual([{path: join(stateDir, STATE), file: '0.sqlite', mode: 0o600, schema: 17}]);
    const after = bytes();
    // The -shm holds SQLite's own list of readers.
    expect({...after, [`${STATE}-shm`]: ''}).toEqual({...before, [`${STATE}-shm`]: ''});
    expect(readdirSync(folder)).toEqual(['0.sqlite']);
    expect(statSync(join(folder, '0.sqlite')).mode & 0o777).toBe(0o600);
    expect(wordsIn(join(folder, '0.sqlite'))).toEqual(['kept']);
    database.exec('COMMIT');
  });

  it.each(['wal', 'delete'])('leave no file beside them where nobody has them open (%s)', async mode => {
    const {stateDir, folder, bytes} = aStateDir();
    opened(join(stateDir, STATE), 17, mode).close();
    const before = bytes();
    const saved = await copyDatabases(stateDir, folder);
    expect(migratedSince(saved)).toEqual([]);
    expect(bytes()).toEqual(before);
    expect(Object.keys(before)).toEqual([STATE]);
  });

  it('say which one can’t be copied', async () => {
    const {stateDir, folder} = aStateDir();
    mkdirSync(join(stateDir, 'state'));
    writeFileSync(join(stateDir, STATE), 'no database at all, but long enough to be taken for one');
    await expect(copyDatabases(stateDir, folder)).rejects.toThrow(/openclaw\.sqlite can’t be copied, .* file is not a database; nothing was changed/);
  });

  it('are not put back under a process that has one open', {timeout: 60_000}, async () => {
    const {stateDir, folder} = aStateDir();
    opened(join(stateDir, STATE), 17).close();
    const saved = await copyDatabases(stateDir, folder);
    const database = opened(join(stateDir, STATE), 18);
    say(database, 'new');
    await expect(putBack(saved, folder, 300)).rejects.toThrow('is still open in another process');
    expect(database.prepare('SELECT word FROM told').all()).toHaveLength(1);
    database.close();
    expect(await putBack(saved, folder)).toEqual([{path: join(stateDir, STATE), before: 17, schema: 18}]);
    expect(wordsIn(join(stateDir, STATE))).toEqual([]);
  });

  it('come back with nothing of a -wal that a killed gateway left, with their mode, and where they were moved away', async () => {
    const {stateDir, folder, bytes} = aStateDir();
    const [state, agent] = [join(stateDir, STATE), join(stateDir, AGENT)];
    for (const path of [state, agent]) {
      const database = opened(path, 17);
      say(database, 'old');
      database.close();
    }
    const saved = await copyDatabases(stateDir, folder);
    // What lies on the disk when it is killed.
    const killed = opened(state, 18);
    say(killed, 'new');
    const left = bytes();
    killed.close();
    for (const name of [STATE, `${STATE}-wal`]) writeFileSync(join(stateDir, name), Buffer.from(left[name] as string, 'hex'));
    expect(existsSync(`${state}-wal`)).toBe(true);
    const moved = readFileSync(agent);
    writeFileSync(`${agent}.migrated`, moved);
    rmSync(agent);
    expect(migratedSince(saved).map(({schema}) => schema)).toEqual([undefined, 18]);
    await putBack(saved, folder);
    expect([migratedSince(saved), wordsIn(state), wordsIn(agent)]).toEqual([[], ['old'], ['old']]);
    expect(statSync(state).mode & 0o777).toBe(0o600);
    expect(Object.keys(bytes()).sort()).toEqual([AGENT, `${AGENT}.migrated`, STATE]);
  });

  it('whose schema is the same are left byte for byte as they are, whatever was written to them', async () => {
    const aDatabase = fc.record({mode: fc.constantFrom('wal', 'delete'), isMigrated: fc.boolean(), isClosed: fc.boolean(), words: fc.array(fc.string({unit: 'grapheme-ascii', maxLength: 40}), {maxLength: 5})});
    await fc.assert(
      fc.asyncProperty(fc.array(aDatabase, {minLength: 1, maxLength: 4}), async made => {
        const {stateDir, folder, bytes} = aStateDir();
        const pathOf = (index: number) => join(stateDir, `agents/a${index}/agent/openclaw-agent.sqlite`);
        made.forEach(({mode}, index) => opened(pathOf(index), 3, mode).close());
        const saved = await copyDatabases(stateDir, folder);
        const open = made.flatMap(({mode, words, isMigrated, isClosed}, index) => {
          const database = opened(pathOf(index), isMigrated ? 4 : 3, mode);
          for (const word of words) say(database, word);
          if (!isMigrated && !isClosed) return [database];
          database.close();
          return [];
        });
        const ofUnmoved = () => Object.entries(bytes()).filter(([name]) => !name.endsWith('-shm') && made.some(({isMigrated}, index) => !isMigrated && join(stateDir, name).startsWith(pathOf(index))));
        const before = ofUnmoved();
        const back = await putBack(saved, folder);
        expect(back.map(({path}) => path)).toEqual(made.flatMap(({isMigrated}, index) => (isMigrated ? [pathOf(index)] : [])));
        expect(ofUnmoved()).toEqual(before);
        for (const database of open) database.close();
      }),
      {numRuns: 25},
    );
  });
});
