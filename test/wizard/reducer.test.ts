/** The flow of the wizard, without a terminal. */
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {draftOf} from '../../src/wizard/draft.ts';
import {KEYMAP} from '../../src/wizard/keymap.ts';
import {reduce} from '../../src/wizard/reducer.ts';
import {answersOf, planOf} from '../../src/wizard/selectors.ts';
import {initialState, type WizardState} from '../../src/wizard/state.ts';
import {profilePaths} from '../../src/rules/profile.ts';
import {shownSteps} from '../../src/wizard/steps.ts';
import {equivalentCommand} from '../../src/options.ts';
import {writtenBy} from '../../src/rules/written.ts';
import {rowsOf} from '../../src/wizard/rows.ts';
import {anInstance, answersOn, hostOn, NEW_TOKEN, openclawOn, planFor, targetOn} from '../rules/helpers.ts';
import {aWizard, botFile, press, pressed, type, workspaceFacts} from '../helpers/wizard.ts';

const enters = (count: number) => Array.from({length: count}, () => 'enter');

describe('Enter', () => {
  it('leads through every step to Review with the defaults of the guide', () => {
    let state = aWizard();
    for (const {id} of shownSteps(state)) {
      expect(state.step).toBe(id);
      if (id !== 'review') state = press(state, 'enter');
    }
    expect(answersOf(state)).toEqual({
      profile: 'rescue',
      basePort: 19_789,
      acceptOverlap: false,
      workspace: '/home/jane/.openclaw-rescue/workspace-rescue',
      bind: 'loopback',
      auth: {kind: 'generate'},
      service: 'start',
      replaceService: false,
      engine: 'shared',
      kit: 'skill',
      linger: true,
      telegram: {kind: 'off'},
      restore: [],
    });
  });

  it('waits for the host and goes on by itself', () => {
    const state = aWizard();
    const fast = pressed(press(state, 'enter', 'ctrl+u', ...'20900'.slice(0, 4)), '0');
    const waiting = pressed(fast, 'enter');
    expect(waiting).toMatchObject({step: 'ports', isAdvancing: true});
    expect(reduce(waiting, {type: 'ports-probed', occupancy: {base: 20_900, busy: []}}).step).toBe('workspace');
    const held = {base: 20_900, busy: [{port: 20_900, code: 'EADDRINUSE'}]};
    expect(reduce(waiting, {type: 'ports-probed', occupancy: held})).toMatchObject({step: 'ports', isRefused: true});
  });

  it('a wish to go on ends with the next key', () => {
    const waiting = pressed(pressed(press(aWizard(), 'enter'), '9'), 'enter');
    expect(waiting.isAdvancing).toBe(false); // 197899 is no port at all
    const other = pressed(pressed(pressed(press(aWizard(), 'enter'), 'up'), 'enter'), 'up');
    expect(other.isAdvancing).toBe(false);
  });

  it('drops an answer about an older number', () => {
    const state = press(aWizard(), 'enter');
    const late = reduce(pressed(state, 'up'), {type: 'ports-probed', occupancy: {base: 19_789, busy: [{port: 19_790, code: 'EADDRINUSE'}]}});
    expect(late.occupancy?.busy).toEqual([]);
  });
});

describe('Ports', () => {
  const ports = () => press(aWizard(), 'enter');

  it.each([
    [['up'], '19790'],
    [['down'], '19788'],
    [['pageup'], '19799'],
    [['pagedown'], '19779'],
    [['n'], '19790'],
    [['ctrl+u', '1', '8', '7', '9', '0', 'n'], '19789'],
    [['x', 'b', '-'], '19789'],
    [['home', 'delete', '2'], '29789'],
    [['2', '0', '0', '0', '0'], '20000'],
    [['end', '0'], '197890'],
  ])('%j → %s', (keys, text) => {
    expect(press(ports(), ...keys).fields.port.text).toBe(text);
  });

  it('keeps within the range that can be taken', () => {
    expect(press(type(press(ports(), 'ctrl+u'), '65425'), 'up').fields.port.text).toBe('65425');
    expect(press(type(press(ports(), 'ctrl+u'), '1024'), 'pagedown').fields.port.text).toBe('1024');
  });

  it('an overlap must be accepted, and again for another number', () => {
    const overlap = type(press(ports(), 'ctrl+u'), '18809');
    expect(press(overlap, 'enter')).toMatchObject({step: 'ports', isRefused: true});
    expect(press(overlap, 'a', 'a', 'enter')).toMatchObject({step: 'ports', isRefused: true});
    const accepted = press(overlap, 'a', 'enter');
    expect(accepted).toMatchObject({step: 'workspace', acceptedBase: 18_809});
    const back = press(accepted, 'esc', 'up', 'enter');
    expect(back).toMatchObject({step: 'ports', isRefused: true});
  });

  it('has no "accept" where there is nothing to accept', () => {
    expect(press(ports(), 'a')).toMatchObject({step: 'ports', acceptedBase: undefined});
  });
});

describe('another profile', () => {
  it('brings its own defaults, and keeps what the user set', () => {
    const typed = press(type(press(aWizard(), 'enter', 'ctrl+u'), '23000'), 'esc', 'ctrl+u');
    const renamed = type(typed, 'second');
    expect(renamed.target.profile).toBe('second');
    expect(renamed.fields.port.text).toBe('23000');
    expect(answersOf(renamed).workspace).toBe('/home/jane/.openclaw-second/workspace-second');
  });

  it('is taken from those of the host by up and down', () => {
    const host = hostOn('linux', {instances: [anInstance({profile: 'default', port: 18_789}), anInstance({profile: 'work', port: 21_000})]});
    const state = aWizard(host);
    expect(press(state, 'down').fields.profile.text).toBe('work');
    expect(press(state, 'down', 'down').fields.profile.text).toBe('rescue');
  });

  it('is refused under a name that is none', () => {
    expect(press(type(press(aWizard(), 'ctrl+u'), 'default'), 'enter')).toMatchObject({step: 'profile', isRefused: true});
    expect(press(aWizard(), 'ctrl+u', 'enter')).toMatchObject({step: 'profile', isRefused: true});
  });
});

describe('Gateway', () => {
  const gateway = () => press(aWizard(), ...enters(3));

  it('asks for the address and the variable only where they are needed', () => {
    const custom = press(gateway(), 'left');
    expect(custom.choices.bind).toBe('custom');
    expect(press(custom, 'enter')).toMatchObject({step: 'gateway', isRefused: true, row: 'bindHost'});
    expect(press(type(press(custom, 'enter'), '10.0.0.5'), 'enter').step).toBe('service');
    const env = press(gateway(), 'down', 'right');
    expect(env.choices.auth).toBe('env');
    expect(answersOf(env).auth).toEqual({kind: 'env', name: 'OPENCLAW_RESCUE_TOKEN'});
  });

  it('types letters into the fields, commands among them', () => {
    const state = type(press(gateway(), 'down', 'right', 'down', 'ctrl+u'), 'sTOKEN');
    expect(state.fields.envName.text).toBe('sTOKEN');
    expect(state.isTokenShown).toBe(false);
    expect(press(state, 'enter')).toMatchObject({step: 'gateway', isRefused: true});
  });
});

describe('the lines of a step', () => {
  it('are gone through with the arrows; a choice is changed sideways, letters go into fields', () => {
    const workspace = press(aWizard(), ...enters(2));
    expect([workspace.row, press(workspace, 'down').row, press(workspace, 'down', 'down').row]).toEqual(['workspace', 'kit', 'workspace']);
    expect(press(workspace, 'down', 'right').choices.kit).toBe('watch');
    // In the field the arrow moves the cursor.
    expect(press(workspace, 'right').choices.kit).toBe('skill');
    expect(press(workspace, 'down', 'x').fields.workspace.text).toBe(workspace.fields.workspace.text);
  });

  it('ask for what becomes of the service at logout only where it would end', () => {
    const serviceOn = (lingers: boolean) => press(aWizard(hostOn('linux', {manager: {kind: 'ready', lingers}})), ...enters(4));
    expect(rowsOf(serviceOn(true))).toEqual(['service']);
    const asked = serviceOn(false);
    expect(rowsOf(asked)).toEqual(['service', 'linger']);
    expect(planOf(asked).commands.map(({argv}) => argv.slice(0, 2).join(' '))).toContain('loginctl enable-linger');
    const declined = press(asked, 'down', 'right');
    expect(planOf(declined).commands.map(({id}) => id)).not.toContain('linger');
    // Main may count on it by then.
    expect(planOf(asked).undo.after.map(({argv}) => argv[1])).not.toContain('disable-linger');
  });
});

describe('Channel', () => {
  const channel = () => press(aWizard(), ...enters(5));
  const TOKEN = `123456789:AA${'x'.repeat(33)}`;

  it('asks for a token only for a bot, and refuses what is none', () => {
    expect(rowsOf(channel())).toEqual(['telegram']);
    const typed = press(channel(), 'right');
    expect(rowsOf(typed)).toEqual(['telegram', 'botToken', 'dmPolicy', 'ownerId']);
    const refused = press(typed, 'enter');
    expect(refused).toMatchObject({step: 'channel', isRefused: true, row: 'botToken'});
    expect(press(type(refused, TOKEN), 'enter').step).toBe('review');
    const nobody = press(type(refused, TOKEN), 'down', 'right', 'enter');
    expect(nobody).toMatchObject({isRefused: true, row: 'ownerId'});
    expect(press(type(nobody, '123456789'), 'enter').step).toBe('review');
  });

  it('keeps the token out of the draft and of the command', () => {
    const state = press(type(press(channel(), 'right', 'down'), TOKEN), 'enter');
    expect(planOf(state).problems).toEqual([]);
    expect(JSON.stringify([draftOf(state), equivalentCommand(planOf(state), state.host.machine), answersOf(state)])).not.toContain(TOKEN);
  });
});

describe('what others changed', () => {
  const files = (unit: string, config: string) =>
    new Map([
      ['/home/jane/.config/systemd/user/openclaw-gateway-rescue.service', {kind: 'text', text: unit, mode: 0o600} as const],
      ['/home/jane/.openclaw-rescue/openclaw.json', {kind: 'text', text: config, mode: 0o600} as const],
    ]);
  const changed = (): WizardState => {
    const host = hostOn('linux');
    const plan = planFor({host, answers: answersOn(host)});
    const [unit, config] = ['service', 'config'].map(role => plan.changes.find(change => change.role === role)?.after ?? '');
    return aWizard(host, targetOn(host, 'rescue', files((unit as string).replace('KillMode=mixed', 'KillMode=process'), (config as string).replace('"loopback"', '"lan"')), {serviceRuntime: openclawOn('linux'), written: writtenBy(plan, undefined)}));
  };

  it('is a step of its own, where there is something', () => {
    expect(shownSteps(aWizard()).map(({id}) => id)).not.toContain('changed');
    const state = press(changed(), ...enters(6));
    expect(state.step).toBe('changed');
    expect(press(state, 'enter').step).toBe('review');
    expect(press(state, 'enter', '7').step).toBe('changed');
    expect(press(state, 'esc').step).toBe('channel');
  });

  it('is kept, and restored by a key: a line by its file, a key by its answer', () => {
    const state = press(changed(), ...enters(6));
    expect(answersOf(state)).toMatchObject({restore: [], bind: 'lan'});
    const line = press(state, 'right');
    expect(answersOf(line)).toMatchObject({restore: ['KillMode'], bind: 'lan'});
    expect(planOf(line).changes.find(({role}) => role === 'service')?.after).toContain('KillMode=mixed');
    const both = press(line, 'down', ' ');
    expect(answersOf(both)).toMatchObject({restore: ['KillMode', 'gateway.bind'], bind: 'loopback'});
    expect(answersOf(press(both, ' ', 'up', 'left'))).toMatchObject({restore: [], bind: 'lan'});
  });
});

describe('Back', () => {
  it('undoes every step, and Review opens any of them', () => {
    let state = press(aWizard(), ...enters(6));
    for (const id of ['channel', 'service', 'gateway', 'workspace', 'ports', 'profile', 'profile']) {
      state = press(state, 'esc');
      expect(state.step).toBe(id);
    }
    const review = press(aWizard(), ...enters(6));
    for (const [key, id] of [['1', 'profile'], ['2', 'ports'], ['3', 'workspace'], ['4', 'gateway'], ['5', 'service'], ['6', 'channel']] as const) {
      const opened = press(review, key);
      expect(opened.step).toBe(id);
      expect(press(opened, 'enter').step).toBe('review');
      if (id !== 'profile') expect(press(opened, 'esc').step).toBe('review');
    }
  });

  it('Back then Enter is where it was, after any keys', () => {
    const keys = fc.array(fc.constantFrom('enter', 'esc', 'up', 'down', 'left', 'right', 'n', 'a', 's', 'tab', '5', ' ', 'pageup', 'backspace'), {maxLength: 40});
    fc.assert(
      fc.property(keys, sequence => {
        const state = press(aWizard(), ...sequence);
        if (state.overlay || state.step === 'apply' || state.step === 'profile' || state.isReviewing) return;
        const back = press(state, 'esc');
        const again = press(back, 'enter');
        // Only what forbids to leave the step before may keep it there.
        if (again.isRefused) return;
        expect(again.step).toBe(state.step);
        expect(answersOf(again)).toEqual(answersOf(state));
      }),
      {numRuns: 200},
    );
  });
});

describe('Review', () => {
  it('is where it ends while something is refused that no answer mends', () => {
    const host = hostOn('linux');
    const {stateDir} = profilePaths('rescue', '/home/jane', 'linux');
    const target = targetOn(host, 'rescue', new Map([[stateDir, {kind: 'text', text: '', mode: 0o600}]]));
    const review = press(aWizard(host, target), ...enters(6));
    expect(planOf(review).problems).toEqual([{id: 'not-a-folder', path: stateDir}]);
    expect(press(review, 'enter')).toMatchObject({step: 'review', isRefused: true});
  });

  it('a config that can’t be edited is told on the first step', () => {
    const host = hostOn('linux');
    const {configPath} = profilePaths('rescue', '/home/jane', 'linux');
    const target = targetOn(host, 'rescue', new Map([[configPath, {kind: 'text', text: '{gateway: 5}', mode: 0o600}]]));
    expect(press(aWizard(host, target), 'enter')).toMatchObject({step: 'profile', isRefused: true});
  });

  it('a step is where it ends while it could mend what is refused', () => {
    const state = aWizard(hostOn('linux', {openclaw: undefined}));
    const wanted = {...state, choices: {...state.choices, service: 'write' as const}};
    expect(press(wanted, ...enters(6))).toMatchObject({step: 'service', isRefused: true});
  });

  it('applies with every step of the plan in view', () => {
    const state = press(aWizard(), ...enters(7));
    expect(state.step).toBe('apply');
    expect(state.steps.map(({kind}) => kind)).toEqual(['check', ...Array.from({length: 9}, () => 'change'), 'command', 'command', 'command', 'command', 'health', 'command']);
  });
});

describe('a new look at the host', () => {
  it('keeps all that flags gave', () => {
    const host = hostOn('linux');
    const target = targetOn(host, 'rescue');
    const given = {auth: {kind: 'env', name: 'MY_TOKEN'}, telegram: {kind: 'bot', source: {kind: 'file', path: '/home/jane/bot'}, dmPolicy: 'allowlist', ownerId: '1'}} as const;
    const state = initialState({host, target, token: () => NEW_TOKEN, workspace: workspaceFacts, botFile, given});
    expect(answersOf(reduce(state, {type: 'host-read', host, target}))).toMatchObject(given);
  });
});

describe('the keymap', () => {
  it('gives each key one meaning at a time', () => {
    const reached = new Map<string, WizardState>();
    for (let state = aWizard(); !reached.has(state.step); state = press(state, 'enter')) reached.set(state.step, state);
    expect([...reached.keys()]).toEqual(['profile', 'ports', 'workspace', 'gateway', 'service', 'channel', 'review', 'apply']);
    for (const state of reached.values()) {
      const keys = KEYMAP.filter(({steps, when}) => steps.includes(state.step) && (when?.(state) ?? true)).flatMap(binding => binding.keys);
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });
});
