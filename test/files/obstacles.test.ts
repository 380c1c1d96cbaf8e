/** Every obstacle is told in one line, by the word for it; nothing is written then, and main is as it was. */
import {spawnSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {MAKE, makeWorld, type Scene, type World} from './world.ts';

/** Of a user that the system’s list does not have. */
const UID = 47_113;
const CONFIG = '.openclaw-rescue/openclaw.json';
const UNITS = '.config/systemd/user';
const UNIT = `${UNITS}/openclaw-gateway-rescue.service`;

type Case = readonly [name: string, words: RegExp, scene: Scene & {readonly code?: number; /** The profile is there before. */ readonly isThere?: true}];

/** Runs a scene, and expects one line and no change. */
function expectOneLine(world: World, words: RegExp, {code = 3, isThere, ...scene}: Case[2]): string {
  if (isThere) {
    const made = world.run({uid: scene.uid ?? 0});
    expect([made.code, made.err]).toEqual([0, '']);
  }
  const ran = world.run(scene);
  expect(ran.err).toMatch(/^openclaw-rescue: [^\n]*\n$/);
  expect(ran.err).toMatch(words);
  expect(ran.err).not.toMatch(/ at .*\.js:|E[A-Z]{4,}:/);
  expect(ran.code).toBe(code);
  expect(ran.after).toBe(ran.before);
  expect(ran.mainAfter).toBe(ran.mainBefore);
  return ran.err;
}

/** Other ports, so that an edit has something to write everywhere. */
const EDIT = [...MAKE, '--gateway-port', '29789'];

describe('links that lead out', () => {
  const out = (path: string) => `mkdir -p "$R/out"; mv "$H/${path}" "$R/out/there"; ln -s "$R/out/there" "$H/${path}"`;
  it.each<Case>([
    ['the config', /openclaw\.json is a link to \S+\/out\/there, out of \S+\/\.openclaw-rescue, .* put a copy in the place of the link/, {isThere: true, given: out(CONFIG), args: EDIT}],
    ['the unit', /openclaw-gateway-rescue\.service is a link to \S+\/out\/there, out of \S+\/systemd\/user, /, {isThere: true, given: out(UNIT), args: EDIT}],
    ['the unit, to be uninstalled', /openclaw-gateway-rescue\.service is a link to \S+\/out\/there/, {isThere: true, given: out(UNIT), args: ['gateway', 'uninstall']}],
    ['the unit, to be removed', /openclaw-gateway-rescue\.service is a link to \S+\/out\/there/, {isThere: true, given: out(UNIT), args: ['remove', '--yes']}],
    ['the kit, into main’s', /skills is a link to \S+\/\.openclaw\/workspace\/skills, out of /, {given: 'mkdir -p "$H/.openclaw/workspace/skills" "$H/.openclaw-rescue/workspace-rescue"; ln -s "$H/.openclaw/workspace/skills" "$H/.openclaw-rescue/workspace-rescue/skills"'}],
    ['the kit, to a folder that is still to come', /skills is a link to \S+\/out\/none, out of /, {given: 'mkdir -p "$R/out" "$H/.openclaw-rescue/workspace-rescue"; ln -s "$R/out/none" "$H/.openclaw-rescue/workspace-rescue/skills"'}],
    ['the config of an instance given by paths', /x\.json is a link to \S+\/out\/there, out of \S+\/beside/, {given: 'mkdir -p "$R/out" "$R/beside"; echo {} >"$R/out/there"; ln -s "$R/out/there" "$R/beside/x.json"', args: ['--state-dir', '/var/lib/openclaw-rescue-none', '--config-path', '$R/beside/x.json', 'setup', '--gateway-port', '29789']}],
  ])('%s', (_, words, scene) => {
    const world = makeWorld();
    expectOneLine(world, words, {...scene, ...(scene.args ? {args: scene.args.map(word => word.replace('$R', world.root))} : {})});
  });

  it('are left alone by remove, whatever they lead to', () => {
    const world = makeWorld();
    world.run();
    const folder = `$H/.openclaw-rescue/workspace-rescue/skills`;
    const given = `mkdir -p "$H/.openclaw/workspace"; cp -r "${folder}" "$H/.openclaw/workspace/skills"; rm -r "${folder}"; ln -s "$H/.openclaw/workspace/skills" "${folder}"`;
    const {code, mainBefore, mainAfter} = world.run({given, args: ['remove', '--yes', '--delete-state']});
    expect([code, mainAfter]).toEqual([0, mainBefore]);
  });

  it('are left alone by undo, whatever they lead to', () => {
    const world = makeWorld();
    world.run();
    world.run({args: EDIT});
    const given = `mkdir -p "$R/out"; cp "$H/${CONFIG}" "$R/out/there"; rm "$H/${CONFIG}"; ln -s "$R/out/there" "$H/${CONFIG}"`;
    const {code, err} = world.run({given, args: ['undo']});
    expect(code).not.toBe(0);
    expect(err).toMatch(/openclaw\.json/);
    expect(world.sh('cat "$R/out/there"')).toContain('29789');
  });

  it.each([
    ['a linked state folder is the user’s choice', 'mkdir -m 700 "$R/state"; ln -s "$R/state" "$H/.openclaw-rescue"'],
    ['so is a linked workspace', 'mkdir -p -m 700 "$R/work" "$H/.openclaw-rescue"; ln -s "$R/work" "$H/.openclaw-rescue/workspace-rescue"'],
    ['so is a linked folder of units', 'mkdir -p "$R/units" "$H/.config/systemd"; ln -s "$R/units" "$H/.config/systemd/user"'],
    ['a link inside the state folder stays inside', 'mkdir -p -m 700 "$H/.openclaw-rescue/real"; echo {} >"$H/.openclaw-rescue/real/c.json"; ln -s real/c.json "$H/.openclaw-rescue/openclaw.json"'],
  ])('%s', (_, given) => {
    const world = makeWorld();
    const {code, err} = world.run({given});
    expect([code, err]).toEqual([0, '']);
    expect(world.sh(`stat -Lc %a "$H/${CONFIG}"; find -L "$H/${UNITS}" -type f -printf '%m\\n' 2>/dev/null || true`)).toMatch(/^(600\n)+$/);
    const again = world.run();
    expect([again.code, again.err, again.after]).toEqual([0, '', again.before]);
  });
});

describe('folders that nobody, or somebody else, may write', () => {
  const readOnly = (path: string) => `mkdir -p -m 700 "$H/${path}"; mount --bind "$H/${path}" "$H/${path}"; mount -o remount,ro,bind "$H/${path}"`;
  it.each<Case>([
    ['a read-only state folder', /\.openclaw-rescue is on a read-only file system/, {given: readOnly('.openclaw-rescue')}],
    ['a read-only state folder, to be removed', /\.openclaw-rescue is on a read-only file system/, {isThere: true, given: readOnly('.openclaw-rescue'), args: ['remove', '--yes']}],
    ['a read-only folder of units, to be uninstalled from', /systemd\/user is on a read-only file system/, {isThere: true, given: readOnly(UNITS), args: ['gateway', 'uninstall']}],
    ['a read-only folder of units', /systemd\/user is on a read-only file system/, {given: readOnly(UNITS)}],
    ['a read-only HOME', /HOME is \S+, which is on a read-only file system/, {given: readOnly('.')}],
    ['a read-only folder of our own', /openclaw-rescue is on a read-only file system/, {given: readOnly('.config/openclaw-rescue')}],
    ['a unit of Home Manager', /\.service is a link to \/nix\/store\/\S+, out of /, {isThere: true, args: EDIT, given: `mkdir -p "$R/nix/store/abc"; mv "$H/${UNIT}" "$R/nix/store/abc/u.service"; mkdir -p /nix; mount -t tmpfs tmpfs /nix; mkdir -p /nix/store/abc; cp "$R/nix/store/abc/u.service" /nix/store/abc/; mount -o remount,ro /nix; ln -s /nix/store/abc/u.service "$H/${UNIT}"`, undone: 'umount /nix; rmdir /nix 2>/dev/null || true'}],
    ['a state folder of root’s', /\.openclaw-rescue belongs to root, and this is .*; sudo chown -R \S+ \S+ makes it yours/, {uid: UID, given: 'mkdir -m 755 "$H/.openclaw-rescue"'}],
    ['a state folder of a third user’s', /\.openclaw-rescue belongs to user 47114/, {uid: UID, given: 'mkdir -m 777 "$H/.openclaw-rescue"; chown 47114 "$H/.openclaw-rescue"'}],
    ['a folder of units that sudo left', /systemd\S* belongs to root/, {uid: UID, given: 'mkdir -p "$H/.config/systemd/user"; chown -R 47113 "$H/.config"; chown -R 0 "$H/.config/systemd"'}],
    ['a folder of our own that sudo left', /openclaw-rescue belongs to root/, {uid: UID, given: `mkdir -p "$H/.config/openclaw-rescue" "$H/${UNITS}"; chown -R 47113 "$H/.config"; chown 0 "$H/.config/openclaw-rescue"`}],
    ['a folder of our own that is a file', /openclaw-rescue is there and is not a folder/, {given: 'mkdir -p "$H/.config"; touch "$H/.config/openclaw-rescue"'}],
    ['a folder that its owner may not write', /\.openclaw-rescue gives its own owner no permission to write; chmod u\+rwx/, {uid: UID, given: 'mkdir -m 500 "$H/.openclaw-rescue"; chown 47113 "$H/.openclaw-rescue"'}],
    ['a HOME of somebody else’s', /HOME is \S+, which belongs to root, and this is/, {uid: UID, given: 'chown 0 "$H"'}],
  ])('%s', (_, words, scene) => {
    expectOneLine(makeWorld('home', scene.uid ?? 0), words, scene);
  });

  it.each(['.openclaw-rescue', '.config', UNITS])('a file system of its own at %s is none', path => {
    const {code, err, after} = makeWorld().run({given: `mkdir -p -m 755 "$H/${path}"; mount -t tmpfs -o mode=700,size=8m tmpfs "$H/${path}"`});
    expect([code, err]).toEqual([0, '']);
    expect(after).toMatch(/openclaw\.json f 600 0 \n/);
    expect(after).not.toMatch(/\.tmp/);
  });

  it('root in a container works with the files of whoever mounted them', () => {
    const {code, err} = makeWorld().run({given: 'mkdir -m 755 "$H/.openclaw-rescue"; chown 47114 "$H/.openclaw-rescue"', env: {container: 'podman'}});
    expect([code, err]).toEqual([0, '']);
  });
});

describe('what nobody may change', () => {
  const takesFlags = spawnSync('bash', ['--norc', '-c', 'f=$(mktemp /var/lib/openclaw-rescue-flag-XXXX) && chattr +i $f; code=$?; chattr -i $f; rm -f $f; exit $code']).status === 0;
  if (!takesFlags) console.error('test:files: immutable files were NOT TESTED: the file system of /var/lib knows none');
  it.skipIf(!takesFlags).each<Case>([
    ['an immutable config', /openclaw\.json may not be changed by anybody \(immutable\); sudo chattr -i \S+openclaw\.json allows it/, {isThere: true, args: EDIT, given: `chattr +i "$H/${CONFIG}"`}],
    ['an immutable state folder', /\.openclaw-rescue may not be changed by anybody/, {isThere: true, args: EDIT, given: 'chattr +i "$H/.openclaw-rescue"'}],
    ['an immutable HOME', /HOME is \S+, which may not be changed by anybody/, {given: 'chattr +i "$H"'}],
  ])('%s', (_, words, scene) => {
    expectOneLine(makeWorld(), words, scene);
  });
});

describe('something else in the place', () => {
  it.each<Case>([
    ['a folder for the config', /openclaw\.json can’t be edited: a folder, not a file/, {given: `mkdir -p "$H/${CONFIG}"`}],
    ['a folder for the unit', /openclaw-gateway-rescue\.service is a folder, and a file is to be there/, {given: `mkdir -p "$H/${UNIT}"`}],
    ['a file for the folder of units', /systemd\/user is there and is not a folder/, {given: 'mkdir -p "$H/.config/systemd"; touch "$H/.config/systemd/user"'}],
    ['a file above the folder of units', /systemd is there and is not a folder/, {given: 'mkdir -p "$H/.config"; touch "$H/.config/systemd"'}],
    ['a file for the state folder', /\.openclaw-rescue is there and is not a folder/, {given: 'touch "$H/.openclaw-rescue"'}],
    ['a mount for the config', /openclaw\.json is a mount of its own/, {isThere: true, args: EDIT, given: `mkdir "$R/t"; mount -t tmpfs tmpfs "$R/t"; cp "$H/${CONFIG}" "$R/t/c"; mount --bind "$R/t/c" "$H/${CONFIG}"`}],
    ['a loop of links for the state folder', /\.openclaw-rescue/, {given: 'ln -s .openclaw-rescue "$H/.openclaw-rescue"'}],
  ])('%s', (_, words, scene) => {
    expectOneLine(makeWorld(), words, scene);
  });
});

describe('HOME', () => {
  it.each<Case>([
    ['is not there', /HOME is \/nonexistent, which is not there; set HOME/, {env: {HOME: '/nonexistent'}}],
    ['is a file', /HOME is \S+\/file, which is not a folder/, {given: 'touch "$R/file"', env: {HOME: '$R/file'}}],
    ['is not set, nor in the list of users', /HOME is not set/, {uid: UID, env: {HOME: undefined}, code: 1}],
    ['is empty, nor in the list of users', /HOME is not set/, {uid: UID, env: {HOME: ''}, code: 1}],
  ])('%s', (_, words, scene) => {
    const world = makeWorld('home', scene.uid ?? 0);
    const env = Object.fromEntries(Object.entries(scene.env ?? {}).map(([key, value]) => [key, value?.replace('$R', world.root)]));
    expectOneLine(world, words, {...scene, env});
  });

  it.each(['new\nline', 'escape\u001b[31m', 're\rturn'])('with a name that no service file holds: %j', name => {
    const world = makeWorld(name);
    const err = expectOneLine(world, /HOME is .*\?.*, which holds control characters \(shown as \?\)/, {});
    expect(err).not.toContain('\u001b');
  });

  it('beside folders whose names hold line breaks and escape sequences', () => {
    const world = makeWorld();
    const given = String.raw`mkdir -p "$H"/$'.openclaw-a\nb' "$H"/$'.openclaw-\e[31mred' "$H/.openclaw-fine/work"; printf '{"gateway":{"port":31000},"agents":{"defaults":{"workspace":"%s/a\\nb"}}}' "$H" >"$H/.openclaw-fine/openclaw.json"; mkdir -p "$H/.config/systemd/user"; printf '[Service]\nExecStart=/x/node /x/openclaw/dist/index.js gateway --port 32000\nEnvironment="OPENCLAW_STATE_DIR=%s/.odd\\x0aname"\nEnvironment="OPENCLAW_CONFIG_PATH=%s/.odd\\x0aname/openclaw.json"\n' "$H" "$H" >"$H/.config/systemd/user/"$'openclaw\ngateway\e[2J.service'`;
    world.sh(given);
    for (const args of [['list'], ['status', '--profile', 'fine'], ['ports'], ['doctor'], ['doctor', '--verbose'], ['setup', '--dry-run']]) {
      const {code, out, err} = world.run({args});
      expect([0, 3]).toContain(code);
      expect(`${out}${err}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
      for (const half of ['b', 'name', 'gateway?']) expect(`${out}${err}`.split('\n')).not.toContain(half);
      expect(`${out}${err}`).not.toMatch(/^(b|name|gateway)\b.*openclaw|\na\n/m);
    }
  });
});

describe('what only shows at the write', () => {
  const tmpfs = (path: string, options: string) => `mkdir -p -m 700 "$H/${path}"; mount -t tmpfs -o mode=700,${options} tmpfs "$H/${path}"`;
  it.each<Case>([
    ['no space', /no space left for \S+/, {code: 1, given: `${tmpfs('.openclaw-rescue', 'size=8k')}; mkdir -p -m 755 "$H/.config"; mkdir -p -m 700 "$H/.openclaw-rescue/workspace-rescue"; head -c 8192 /dev/zero >"$H/.openclaw-rescue/full" 2>/dev/null || true`}],
    ['no inodes', /no free inodes .* for \S+/, {code: 1, given: `${tmpfs('.openclaw-rescue', 'size=1m,nr_inodes=3')}; mkdir -p -m 755 "$H/.config"; mkdir -p -m 700 "$H/.openclaw-rescue/workspace-rescue"; touch "$H/.openclaw-rescue/last" 2>/dev/null || true`}],
    ['no space for our own records', /no space left for /, {code: 1, given: `${tmpfs('.config/openclaw-rescue', 'size=4k')}; head -c 4096 /dev/zero >"$H/.config/openclaw-rescue/full" 2>/dev/null || true`}],
  ])('%s', (_, words, scene) => {
    expectOneLine(makeWorld(), words, scene);
  });
});
