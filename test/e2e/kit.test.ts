/** The rescue kit as it comes into a workspace: beside what the user wrote, and never through a link into somebody else's. */
import {mkdirSync, symlinkSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {makeHome} from '../helpers/home.ts';
import {run} from '../helpers/run.ts';

const FOLDER = '.openclaw-rescue/workspace-rescue/skills/rescue-main';
const SKILL = `${FOLDER}/SKILL.md`;

describe('the rescue kit', () => {
  it('comes with a new profile, and knows where main is', () => {
    const home = makeHome();
    expect(run(['setup'], home.env).code).toBe(0);
    expect([home.mode(SKILL), home.mode(`${FOLDER}/main.md`)]).toEqual([0o600, 0o600]);
    expect(home.read(SKILL)).toMatch(/^---\nname: rescue-main\ndescription: /);
    expect(home.read(`${FOLDER}/main.md`)).toContain(`${home.path}/.openclaw/openclaw.json`);
    expect(home.read(`${FOLDER}/main.md`)).not.toContain('main-token-that-nobody-may-see');
  });

  it('follows main on a re-run, and keeps what the user wrote', () => {
    const home = makeHome();
    run(['setup'], home.env);
    home.write(`${FOLDER}/main.md`, `My own words.\n${home.read(`${FOLDER}/main.md`)}\nAnd more.\n`);
    home.write('.openclaw/openclaw.json', home.read('.openclaw/openclaw.json').replace('18789', '18700'));
    expect(run(['setup'], home.env).code).toBe(0);
    const notes = home.read(`${FOLDER}/main.md`);
    expect(notes).toMatch(/^My own words\.\n/);
    expect(notes).toMatch(/\nAnd more\.\n$/);
    expect([notes.includes('18700'), notes.includes('18789')]).toEqual([true, false]);
    expect(run(['setup'], home.env).out).toContain('Nothing to do');
    // What he wrote into stays when the rest is removed.
    expect(run(['remove', '--yes'], home.env).code).toBe(0);
    expect(home.read(`${FOLDER}/main.md`)).toContain('My own words.');
  });

  it('is refused where a link leads out of the workspace', () => {
    const home = makeHome();
    mkdirSync(`${home.path}/.openclaw/workspace/skills`, {recursive: true});
    mkdirSync(`${home.path}/.openclaw-rescue/workspace-rescue`, {recursive: true});
    symlinkSync(`${home.path}/.openclaw/workspace/skills`, `${home.path}/.openclaw-rescue/workspace-rescue/skills`);
    const before = home.snapshot();
    const {code, err} = run(['setup'], home.env);
    expect([code, err]).toEqual([3, expect.stringMatching(/^openclaw-rescue: \S+skills is a link to \S+\.openclaw\/workspace\/skills, out of \S+workspace-rescue, .*\n$/)]);
    expect(home.snapshot()).toEqual(before);
    expect(run(['setup', '--kit', 'none'], home.env).code).toBe(0);
  });

  it('says where a watch would not be heard', () => {
    const home = makeHome();
    expect(run(['onboard', '--dry-run', '--kit', 'watch'], home.env).out).toContain('The watch: nobody is named to hear of it');
    const file = home.write('bot', `246813579:AA${'x'.repeat(33)}`);
    const {out} = run(['onboard', '--dry-run', '--kit', 'watch', '--telegram-token-file', file, '--telegram-owner', '987654321'], home.env);
    expect(out).not.toContain('The watch:');
  });
});
