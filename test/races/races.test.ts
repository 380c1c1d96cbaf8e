/** Forty at once, on one profile or on many: each profile is made once, no two blocks of ports meet, and no lock is left. */
import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {CLEAN_DISTANCE} from '../../src/rules/ports.ts';
import {CLI, makeHome, type TestHome} from '../helpers/home.ts';

const WIZARDS = 40;
const ROUNDS = 20;
/** How many profiles the forty of a round are for; each kind comes by turns. */
const PROFILES = [1, WIZARDS, 8, 2] as const;

type Outcome = {readonly profile: string; readonly code: number; readonly kind: string; readonly err: string};

function setUp(home: TestHome, profile: string): Promise<Outcome> {
  const args = [CLI, '--profile', profile, 'onboard', '--non-interactive', '--json', '--no-install-daemon'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, {env: home.env, encoding: 'utf8', timeout: 240_000}, (error, out, err) => {
      try {
        resolve({profile, code: error ? Number(error.code) : 0, kind: JSON.parse(out).result.kind, err});
      } catch {
        reject(new Error(`${profile} gave no document: ${err}`));
      }
    });
  });
}

describe.each(Array.from({length: ROUNDS}, (_, round) => ({round: round + 1, count: PROFILES[round % PROFILES.length] ?? 1})))('round $round, $count profiles', ({count}) => {
  it('ends with each profile made once', async () => {
    const home = makeHome({hasOpenClaw: false});
    const main = home.snapshot('.openclaw');
    const profiles = Array.from({length: count}, (_, index) => `p${index + 1}`);
    const outcomes = await Promise.all(Array.from({length: WIZARDS}, (_, index) => setUp(home, profiles[index % count] ?? '')));
    for (const profile of profiles) {
      const [winners, others] = [true, false].map(isWinner => outcomes.filter(outcome => outcome.profile === profile && (outcome.kind === 'applied') === isWinner));
      expect(winners, JSON.stringify(outcomes)).toHaveLength(1);
      // The others came while it was made, or when it was there.
      for (const {code, kind, err} of others ?? []) {
        if (kind === 'nothing') expect(code).toBe(0);
        else expect([code, err]).toEqual([1, expect.stringMatching(/^openclaw-rescue: Another openclaw-rescue, pid \d+, has been at work on p\d+ since \d\d:\d\d:\d\d; .*\n$/)]);
      }
    }
    const bases = profiles.map(profile => JSON.parse(home.read(`.openclaw-${profile}/openclaw.json`)).gateway.port as number);
    const sorted = [18_789, ...bases].sort((a, b) => a - b);
    for (const [index, base] of sorted.entries()) if (index > 0) expect(base - (sorted[index - 1] ?? 0), sorted.join(' ')).toBeGreaterThanOrEqual(CLEAN_DISTANCE);
    expect(existsSync(join(home.path, '.config/openclaw-rescue/locks'))).toBe(false);
    expect(home.snapshot('.openclaw')).toEqual(main);
  });
});
