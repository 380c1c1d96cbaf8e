/** One of each kind of problem; a kind that is missing here does not compile. */
import type {Problem} from '../../src/rules/problems.ts';

const STATE = '/home/jane/.openclaw-rescue';
const UNIT = '/home/jane/.config/systemd/user/openclaw-gateway-rescue.service';

type Facts<Id, P = Problem> = P extends {readonly id: infer Ids} ? (Id extends Ids ? Omit<P, 'id'> : never) : never;
type Samples = {readonly [Id in Problem['id']]: Facts<Id>};

const SAMPLES: Samples = {
  'profile-empty': {},
  'profile-characters': {name: 'my rescue'},
  'profile-default': {},
  'profile-dev': {},
  'profile-uppercase': {name: 'Rescue'},
  'profile-reserved': {name: 'con'},
  'profile-clash': {name: 'rescue', other: 'Rescue'},
  'profile-held': {name: 'rescue', pid: 812, since: '2026-11-28T10:00:00.000Z'},
  'port-not-a-number': {text: '19x'},
  'port-privileged': {base: 443},
  'port-too-high': {base: 65_500},
  'port-too-near': {base: 18_790, neighbour: {owner: 'main', base: 18_789, distance: 1}},
  'port-in-use': {port: 19_789, code: 'EADDRINUSE', holder: {pid: 812, command: 'postgres'}},
  'port-overlap': {base: 18_809, nearest: {owner: 'main', base: 18_789, distance: 20}, clashes: []},
  'workspace-empty': {},
  'workspace-not-absolute': {path: 'work'},
  'workspace-control-characters': {},
  'workspace-blocked': {path: '/home/jane/notes', reason: 'it is a file'},
  'workspace-holds-own-state': {stateDir: STATE},
  'workspace-shared': {relation: 'equal', owner: 'main', place: {kind: 'workspace', path: '/home/jane/.openclaw/workspace'}},
  'bind-unknown': {text: 'everywhere'},
  'bind-host': {text: '10.0.0'},
  'bind-without-auth': {bind: 'lan'},
  'env-reference': {text: 'my token'},
  'env-missing': {name: 'OPENCLAW_RESCUE_TOKEN', stateDir: STATE},
  'bot-token': {isEmpty: false},
  'bot-accounts': {},
  'bot-token-file': {path: '/home/jane/bot-token', reason: 'it is not there'},
  'bot-owner': {text: '@jane'},
  'service-left-behind': {port: 19_789},
  'no-openclaw': {},
  'no-npm': {version: '2026.9.6'},
  'engine-version': {text: 'latest'},
  'no-service-here': {},
  'service-needs-profile': {},
  'still-running': {port: 19_789},
  'already-running': {port: 19_789},
  barred: {path: UNIT, barrier: {kind: 'read-only', path: '/home/jane/.config'}, isHome: false},
  'home-unusable': {home: '/home/jane', fault: 'missing'},
  'service-unholdable': {text: '/home/jane/a\nb'},
  'config-unusable': {path: `${STATE}/openclaw.json`, reason: 'line 3: a comma is missing'},
  'not-a-folder': {path: STATE},
  'config-shape': {path: `${STATE}/openclaw.json`, key: 'gateway'},
  'kit-unusable': {path: `${STATE}/workspace-rescue/skills`, reason: 'it is a file'},
  'service-unusable': {path: UNIT, reason: 'it is a folder'},
  'service-foreign': {path: UNIT},
  'service-of-system': {path: '/etc/systemd/system/openclaw-gateway-rescue.service'},
  'service-elsewhere': {path: UNIT},
  'service-drop-in': {path: `${UNIT}.d/override.conf`},
  'not-isolated': {finding: {id: 'login-shared', severity: 'error', instances: ['main', 'rescue'], values: [], fixes: [], detail: {provider: 'anthropic'}}},
};

export const PROBLEMS: readonly Problem[] = Object.entries(SAMPLES).map(([id, facts]) => ({id, ...facts}) as Problem);
