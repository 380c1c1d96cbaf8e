/** Every state of every step that looks different, made by the real reducer from keys that can be pressed. */
import type {ApplyEvent, ApplyResult, ApplyStep} from '../../src/rules/apply-steps.ts';
import type {BusyPort} from '../../src/rules/occupancy.ts';
import type {PaletteName} from '../../src/tui/palette.ts';
import type {Language} from '../../src/text/language.ts';
import {reduce} from '../../src/wizard/reducer.ts';
import type {WizardState} from '../../src/wizard/state.ts';
import {targetOn} from '../rules/helpers.ts';
import {aWizard, press, pressed, type} from '../helpers/wizard.ts';
import {BROKEN, CHANGED, CROWDED, EMPTY, FOREIGN, KNOWN, USUAL, WITHOUT_MANAGER, WITHOUT_OPENCLAW} from './hosts.ts';

export type Exhibit = {
  /** `ports/overlap`; a file name when the slash is a dash. */
  readonly name: string;
  readonly state: () => WizardState;
  /** How it is looked at, where that is not as usual: English, on a dark background, with every sign. */
  readonly palette?: PaletteName;
  readonly isAscii?: boolean;
  readonly language?: Language;
};

const enters = (count: number) => Array.from({length: count}, () => 'enter');
/** The step of this number, from the first. */
const at = (step: number, state = aWizard(USUAL)) => press(state, ...enters(step - 1));
const base = (port: string, state = at(2)) => type(press(state, 'ctrl+u'), port);
const named = (name: string) => type(press(aWizard(USUAL), 'ctrl+u'), name);
const busy = (found: Omit<BusyPort, 'port'>) => {
  const state = at(2);
  return reduce(state, {type: 'ports-probed', occupancy: {base: 19_789, busy: [{port: 19_789, ...found}]}});
};

const applying = () => press(at(7), 'enter');

/** The apply, so many steps on, the last of them in a state of its own. */
function applied(count: number, last: ApplyEvent['state'] = 'done', detail?: string): WizardState {
  const state = applying();
  const events = state.steps.slice(0, count).map((step, index, all): ApplyEvent => ({step, state: index === all.length - 1 ? last : 'done', ...(detail !== undefined && index === all.length - 1 ? {detail} : {})}));
  return events.reduce((made, event) => reduce(made, {type: 'apply-event', event}), state);
}

function done(result: ApplyResult, state = applied(99)): WizardState {
  return reduce(state, {type: 'applied', result});
}

const health: ApplyStep = {kind: 'health', port: 19_789};
const failed = (given: Partial<Extract<ApplyResult, {kind: 'failed'}>>): ApplyResult => ({kind: 'failed', step: health, reason: 'the gateway does not answer on 19789', isRolledBack: false, backup: '2026-11-28T10-00-00', ...given});

const OVERLAPPED = () => base('18809');

/** The states that each have to be seen. */
const STATES: Readonly<Record<string, () => WizardState>> = {
  'profile/new': () => aWizard(USUAL),
  'profile/there': () => aWizard(USUAL, KNOWN),
  'profile/resumed': () => ({...aWizard(USUAL), isResumed: true}),
  'profile/refused': () => pressed(named('Rescue'), 'enter'),
  'profile/empty': () => press(aWizard(USUAL), 'ctrl+u'),
  'profile/long': () => named(`${'my-'.repeat(18)}rescue`),
  'profile/asking': () => pressed(named('work'), 'enter'),
  'profile/held': () => aWizard(USUAL, targetOn(USUAL, 'rescue', new Map(), {heldBy: {pid: 812, since: '2026-11-28T10:00:00.000Z'}})),
  'profile/thirty': () => aWizard(CROWDED),
  'profile/unreadable': () => aWizard(BROKEN),
  'profile/no-gateway': () => aWizard(EMPTY),
  'ports/clean': () => at(2),
  'ports/typed': () => base('19889'),
  'ports/overlap': OVERLAPPED,
  'ports/overlap-refused': () => press(OVERLAPPED(), 'enter'),
  'ports/overlap-accepted': () => press(OVERLAPPED(), 'a'),
  'ports/too-near': () => base('18790'),
  'ports/too-high': () => base('65500'),
  'ports/privileged': () => base('443'),
  'ports/no-number': () => press(at(2), 'ctrl+u'),
  'ports/in-use': () => busy({code: 'EADDRINUSE', holder: {pid: 812, command: 'postgres'}}),
  'ports/forbidden': () => busy({code: 'EACCES'}),
  'ports/asking': () => ({...at(2), occupancy: undefined, isAdvancing: true}),
  'ports/thirty': () => at(2, aWizard(CROWDED)),
  'workspace/new': () => at(3),
  'workspace/kit': () => press(at(3), 'down', 'right'),
  'workspace/shared': () => type(press(at(3), 'ctrl+u'), '~/.openclaw/workspace'),
  'gateway/loopback': () => at(4),
  'gateway/token': () => press(at(4), 's'),
  'gateway/lan': () => press(at(4), 'right'),
  'gateway/custom-refused': () => press(at(4), 'left', 'enter'),
  'gateway/variable': () => press(at(4), 'down', 'right', 'down'),
  'gateway/kept': () => at(4, aWizard(USUAL, KNOWN)),
  'service/start': () => at(5),
  'service/none': () => press(at(5), 'left'),
  'service/unreachable': () => at(5, aWizard(WITHOUT_MANAGER)),
  'service/no-openclaw': () => at(5, aWizard(WITHOUT_OPENCLAW)),
  'service/foreign': () => press(at(5, aWizard(USUAL, FOREIGN)), 'enter'),
  'service/foreign-accepted': () => press(at(5, aWizard(USUAL, FOREIGN)), 'o'),
  'channel/none': () => at(6),
  'channel/typed': () => press(at(6), 'right'),
  'channel/typed-refused': () => press(at(6), 'right', 'enter'),
  'channel/file': () => press(at(6), 'right', 'right'),
  'changed/kept': () => at(7, aWizard(USUAL, CHANGED)),
  'changed/restored': () => press(at(7, aWizard(USUAL, CHANGED)), 'right', 'down', 'right'),
  'review/isolated': () => at(7),
  'review/diffs': () => press(at(7), 'd'),
  'review/scrolled': () => press(at(7), 'd', 'pagedown'),
  'review/overlap': () => press(OVERLAPPED(), 'a', ...enters(5)),
  'review/moved': () => reduce(applying(), {type: 'moved'}),
  'review/nothing': () => at(7, aWizard(USUAL, KNOWN)),
  'review/problem': () => ({...at(7), step: 'review', occupancy: {base: 19_789, busy: [{port: 19_789, code: 'EADDRINUSE', holder: {pid: 812, command: 'postgres'}}]}}),
  'apply/waiting': applying,
  'apply/running': () => applied(2, 'running'),
  'apply/half': () => applied(4),
  'apply/skipped': () => applied(4, 'skipped', 'is there already'),
  'apply/failed': () => applied(4, 'failed', 'EACCES: permission denied'),
  'done/up': () => done({kind: 'applied', backup: '2026-11-28T10-00-00'}),
  'done/written': () => done({kind: 'applied', backup: '2026-11-28T10-00-00'}, applied(3)),
  'done/nothing': () => done({kind: 'nothing'}, at(7, aWizard(USUAL, KNOWN))),
  'done/rolled-back': () => done({kind: 'failed', step: {kind: 'check'}, reason: 'OpenClaw refuses refuseMe: Unrecognized key', isRolledBack: true}, applied(1, 'failed')),
  'done/not-up': () => done(failed({diagnosis: {cause: {id: 'port-taken', port: 19_789, holder: {pid: 812, command: 'postgres'}}, lines: ['another gateway instance is already listening on ws://127.0.0.1:19789']}})),
  'done/taking-back': () => reduce(done(failed({})), {type: 'taking-back'}),
  'done/taken-back': () => done({kind: 'taken-back', reason: 'the gateway does not answer on 19789', isWhole: true}),
  'done/taken-back-in-part': () => done({kind: 'taken-back', reason: 'the gateway does not answer on 19789', isWhole: false}),
  'overlay/keys-profile': () => press(aWizard(USUAL), '?'),
  'overlay/keys-ports': () => press(at(2), '?'),
  'overlay/keys-gateway': () => press(at(4), '?'),
  'overlay/keys-review': () => press(at(7), '?'),
  'overlay/leave': () => press(at(2), 'ctrl+c'),
  'overlay/leave-apply': () => press(applied(3, 'running'), 'ctrl+c'),
};

/** One of each step, to be seen in each way of looking. */
const TOUR = ['profile/new', 'ports/clean', 'ports/overlap', 'workspace/new', 'gateway/lan', 'service/start', 'channel/typed', 'changed/kept', 'review/diffs', 'apply/running', 'done/up', 'overlay/keys-ports', 'overlay/leave'] as const;

const WAYS: Readonly<Record<string, Omit<Exhibit, 'name' | 'state'>>> = {
  korean: {language: 'ko'},
  ascii: {isAscii: true},
  'no-colour': {palette: 'plain'},
  light: {palette: 'light'},
};

export const EXHIBITS: readonly Exhibit[] = [
  ...Object.entries(STATES).map(([name, state]) => ({name, state})),
  ...Object.entries(WAYS).flatMap(([way, look]) => TOUR.map(name => ({name: `${name}-${way}`, state: STATES[name] as () => WizardState, ...look}))),
];
