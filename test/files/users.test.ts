/** Root in the place of others, and whatever the shell says about modes. */
import {describe, expect, it} from 'vitest';
import {MAKE, makeWorld, type Ran, type Scene, type World} from './world.ts';

const UID = 47_113;

/** Jane is a user of this system, and may become root; `$R/root` is the home of root. */
const USERS = String.raw`
mkdir -p -m 700 "$R/root"; chmod 755 "$R"
{ sed "s|^root:\([^:]*:\)\{4\}[^:]*|root:x:0:0:root:$R/root|" /etc/passwd; echo "jane:*:${UID}:${UID}::$H:/bin/bash"; echo "bob:*:47114:47114::$R/bob:/bin/bash"; } >"$R/passwd"
{ cat /etc/shadow; echo 'jane:*:19000:0:99999:7:::'; } >"$R/shadow"; chmod 600 "$R/shadow"
printf 'Defaults !requiretty\nDefaults env_keep += "KEEP"\nroot ALL=(ALL) NOPASSWD: ALL\njane ALL=(ALL) NOPASSWD:SETENV: ALL\n' >"$R/sudoers"; chmod 440 "$R/sudoers"
mount --bind "$R/passwd" /etc/passwd; mount --bind "$R/shadow" /etc/shadow; mount --bind "$R/sudoers" /etc/sudoers
`;

function run(world: World, {given = '', ...scene}: Scene): Ran {
  return world.run({...scene, given: `${USERS}\n${given}`});
}

const rootHome = (world: World) => `${world.root}/root`;
const hasConfig = (world: World, home: string) => world.sh(`test -e '${home}/.openclaw-rescue/openclaw.json' && echo yes || echo no`).trim() === 'yes';
/** The command that a line ends with. */
const commandIn = (line: string) => /:  (.*?)(  \(.*\))?\n$/.exec(line)?.[1] ?? '';

describe('root with the HOME of somebody else', () => {
  it.each([
    ['by sudo that keeps it', {SUDO_USER: 'jane', SUDO_COMMAND: '/bin/node cli.js'}, /which belongs to jane, and this is root, whose files jane could not change; without sudo:  \S+node \S+cli\.cjs --profile rescue --quiet onboard/],
    ['by doas', {DOAS_USER: 'jane'}, /belongs to jane.*; without doas:  /],
    ['by su -m', {USER: 'jane', LOGNAME: 'jane'}, /belongs to jane.*; as jane:  su - jane -c '/],
    ['by the sudo of a third', {SUDO_USER: 'bob'}, /belongs to jane.*; as jane:  su - jane -c '/],
  ])('%s is refused, with a command that works', (_, env, words) => {
    const world = makeWorld('home', UID);
    const refused = run(world, {env, args: MAKE});
    expect([refused.code, refused.after]).toEqual([3, refused.before]);
    expect(refused.err).toMatch(/^openclaw-rescue: [^\n]*\n$/);
    expect(refused.err).toMatch(words);
    const command = commandIn(refused.err);
    const call = command.startsWith('su ') ? command : `setpriv --reuid=${UID} --regid=${UID} --clear-groups env -i HOME="$H" PATH="$W/bin:/usr/bin:/bin" bash --norc -c ${JSON.stringify(command)}`;
    expect(world.sh(`${USERS}\ncd /; ${call} >&2; stat -c '%U %a' "$H/.openclaw-rescue/openclaw.json"`)).toBe('jane 600\n');
  });

  it('may look at everything', () => {
    const world = makeWorld('home', UID);
    run(world, {uid: UID});
    const ways = [['list'], ['status'], ['doctor'], ['ports'], ['gateway', 'status'], ['engine', 'show']];
    for (const args of ways) {
      const {code, err, before, after} = run(world, {args, env: {SUDO_USER: 'jane'}});
      expect([args, code, after]).toEqual([args, 0, before]);
      expect(err).not.toContain('belongs to');
    }
  });

  it('that belongs to nobody here, as a volume in a container does, works', () => {
    const {code, err} = makeWorld('home', UID).run({env: {container: 'oci'}});
    expect([code, err]).toEqual([0, '']);
  });
});

describe('root with a HOME of its own', () => {
  const own = (world: World, env: Record<string, string>, given = ''): Ran => run(world, {args: MAKE, env: {HOME: rootHome(world), ...env}, given});

  it.each([
    ['in a shell by sudo -i', {SUDO_USER: 'jane', SUDO_COMMAND: '/bin/bash'}, ''],
    ['in a shell by sudo su', {SUDO_USER: 'jane', SUDO_COMMAND: '/usr/bin/su -'}, ''],
    ['by su, which leaves USER as it was', {USER: 'jane', LOGNAME: 'jane'}, ''],
    ['by sudo, where root has a main', {SUDO_USER: 'jane', SUDO_COMMAND: '/bin/node x'}, 'mkdir -p "$R/root/.openclaw"; echo "{}" >"$R/root/.openclaw/openclaw.json"'],
    ['by sudo, of one who has none', {SUDO_USER: 'bob', SUDO_COMMAND: '/bin/node x'}, ''],
    ['on a server, without any of these', {}, ''],
  ])('works %s', (_, env, given) => {
    const world = makeWorld('home', UID);
    const {code, err, before, after} = own(world, env, given);
    expect([code, err, after, hasConfig(world, rootHome(world))]).toEqual([0, '', before, true]);
  });

  it.each([
    ['sudo', {SUDO_USER: 'jane', SUDO_COMMAND: '/usr/bin/node cli.js'}, 'SUDO_USER'],
    ['doas', {DOAS_USER: 'jane'}, 'DOAS_USER'],
  ])('is a slip by %s where only the caller has an OpenClaw', (tool, env, variable) => {
    const world = makeWorld('home', UID);
    const {code, err, before, after} = own(world, env);
    expect([code, after, hasConfig(world, rootHome(world))]).toEqual([3, before, false]);
    expect(err).toMatch(new RegExp(`^openclaw-rescue: this is root, by ${tool}, and the OpenClaw is jane’s; without ${tool}:  \\S+.* --profile rescue .*\\(for a gateway of root’s own:  ${tool} env -u ${variable} .*\\)\\n$`));
  });
});

describe('the real sudo', () => {
  const jane = {uid: UID, args: MAKE};
  it('plain, as people slip into it', () => {
    const world = makeWorld('home', UID);
    const {code, err, before, after} = run(world, {...jane, by: ['/usr/bin/sudo', '-n']});
    expect([code, after, hasConfig(world, rootHome(world))]).toEqual([3, before, false]);
    expect(err).toMatch(/this is root, by sudo, and the OpenClaw is jane’s; without sudo:  /);
  });

  it('that keeps HOME', () => {
    const world = makeWorld('home', UID);
    const {code, err, before, after} = run(world, {...jane, by: ['/usr/bin/sudo', '-n', `HOME=${world.home}`]});
    expect([code, after]).toEqual([3, before]);
    expect(err).toMatch(/belongs to jane.*; without sudo:  /);
  });

  it('-i, for the gateway of root itself', () => {
    const world = makeWorld('home', UID);
    const {code, before, after} = run(world, {...jane, by: ['/usr/bin/sudo', '-n', '-i']});
    expect([code, after, hasConfig(world, rootHome(world))]).toEqual([0, before, true]);
  });

  it('-u, with the HOME of another', () => {
    const world = makeWorld('home', UID);
    const {code, err, before, after} = run(world, {args: MAKE, env: {HOME: rootHome(world)}, given: 'chmod 711 "$R/root"', uid: UID});
    expect([code, after]).toEqual([3, before]);
    expect(err).toMatch(/^openclaw-rescue: HOME is \S+\/root, which belongs to root, and this is jane, who may not write there; set HOME to the home of jane, or log in as root\.\n$/);
  });
});

describe('whatever the umask', () => {
  const modes = (world: World) => world.sh(String.raw`cd "$H" && find . -mindepth 1 -not -path ./.openclaw -not -path './.openclaw/*' -printf '%y %m %P\n' | sed 's/[0-9T.-]*Z$/TIME/; s/[0-9T.-]*Z\//TIME\//; s/@[^/]*/@HOME/' | sort`);

  it.each([0, UID])('every mode is the same, for user %i', uid => {
    const seen = ['0', '022', '077', '0777'].map(mask => {
      const world = makeWorld('home', uid);
      const first = `umask ${mask}`;
      const made = world.run({uid, first});
      expect([mask, made.code, made.err]).toEqual([mask, 0, '']);
      const edited = world.run({uid, first, args: [...MAKE, '--gateway-port', '29789']});
      expect([mask, edited.code, edited.err]).toEqual([mask, 0, '']);
      const present = modes(world);
      expect([mask, world.run({uid, first, args: ['undo']}).code]).toEqual([mask, 0]);
      return `${present}\n${modes(world)}`;
    });
    expect(new Set(seen).size).toBe(1);
    const lines = (seen[0] as string).split('\n').filter(line => line !== '');
    expect(lines.length).toBeGreaterThan(20);
    // The folder of units is the user’s; what is in it is not to be read by others either.
    const shared = 'd 755 .config/systemd/user';
    expect(lines.filter(line => line !== shared && !/^(f 600|d 700) /.test(line))).toEqual([]);
  });
});
