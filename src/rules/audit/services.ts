/** Services: each starts the instance that its name says, and is the only one that does. */
import type {Instance, ServiceFile} from '../instance.ts';
import {isNamedProfile, plainPath} from '../profile.ts';
import {argumentOf} from '../service/argument.ts';
import {type Details, type Fix, fixFor, type RuleId, type Value} from './finding.ts';
import {namedOwner, namedOwners, ownerOfName} from '../service/owners.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

export function serviceValue({label}: Instance, {path}: Pick<ServiceFile, 'path'>, key = 'service'): Value {
  return {instance: label, key, value: path};
}

/** What of a service can lead to another instance than the one that its file is called after. */
type Lead = Details['service-crossed']['lead'];

function* crossedServices({instances, machine: {platform}}: Subject): Generator<Found<'service-crossed'>> {
  const owners = namedOwners(instances, platform);
  const byProfile = new Map(instances.flatMap(instance => (instance.profile === undefined ? [] : [[instance.profile, instance] as const])));
  const byPort = new Map(instances.map(instance => [String(instance.settings.port), instance]));
  const byPlace = new Map(instances.flatMap(instance => [[instance.stateDir, instance], [instance.configPath, instance]] as const));
  for (const instance of instances) {
    for (const service of instance.services) {
      const {environment, argv} = service;
      const named = namedOwner(service, instance, owners, platform);
      const place = (path: string | undefined) => {
        const plain = plainPath(path ?? '', platform);
        return plain === named.stateDir || plain === named.configPath ? undefined : byPlace.get(plain);
      };
      const port = (value: string | undefined) => (value === undefined || named.settings.port === undefined || String(named.settings.port) === value ? undefined : byPort.get(value));
      const profile = (value: string | undefined) => (value === undefined ? undefined : byProfile.get(value));
      const {OPENCLAW_STATE_DIR, OPENCLAW_CONFIG_PATH, OPENCLAW_PROFILE, OPENCLAW_GATEWAY_PORT} = environment;
      const nameVariable = platform === 'darwin' ? 'OPENCLAW_LAUNCHD_LABEL' : 'OPENCLAW_SYSTEMD_UNIT';
      const ownName = environment[nameVariable];
      const flag = argumentOf(argv, '--profile');
      const leads: (readonly [lead: Lead, value: string | undefined, to: Instance | undefined, variable?: string])[] = [
        // The flag leaves the paths of a profile for those of another (OpenClaw 2026.9.6).
        ['state', flag, profile(flag)],
        ['state', OPENCLAW_STATE_DIR, place(OPENCLAW_STATE_DIR), 'OPENCLAW_STATE_DIR'],
        ['config', OPENCLAW_CONFIG_PATH, place(OPENCLAW_CONFIG_PATH), 'OPENCLAW_CONFIG_PATH'],
        // Without paths of its own, it is main that it starts.
        ['state', instance.stateDir, instance],
        ['port', argumentOf(argv, '--port'), port(argumentOf(argv, '--port'))],
        ['environment', OPENCLAW_GATEWAY_PORT, port(OPENCLAW_GATEWAY_PORT), 'OPENCLAW_GATEWAY_PORT'],
        ['environment', OPENCLAW_PROFILE, profile(OPENCLAW_PROFILE), 'OPENCLAW_PROFILE'],
        ['name', ownName, ownName === undefined ? undefined : ownerOfName(ownName, owners), nameVariable],
      ];
      const wrong = leads.find(([, , to]) => to !== undefined && to !== named);
      if (!wrong) continue;
      const [lead, value = '', to = named, variable] = wrong;
      // What its own lines say a plan puts right; a flag, a wrapper, a file of variables it leaves alone.
      const isOwnLine = variable === undefined ? lead === 'port' : (service.inline ?? Object.keys(environment)).includes(variable);
      yield {
        instances: [named.label, to.label],
        values: [serviceValue(named, service), {instance: to.label, key: lead, value}],
        // One that nothing else knows is but a folder.
        detail: {path: service.path, other: to.profile === undefined && to.config.kind === 'missing' ? to.stateDir : to.label, lead},
        fixes: [putRight(named, service, named !== instance, isOwnLine)],
      };
    }
  }
}

/** A service of another instance under our name is replaced; one of ours that only says something wrong is written again. */
function putRight(named: Instance, {scope, dropIns}: ServiceFile, isForeign: boolean, isOwnLine: boolean): Fix {
  const isOurs = scope === 'user' && !dropIns && isNamedProfile(named.profile);
  if (isOurs && isForeign) return fixFor(named, {kind: 'answers', answers: {service: 'write', replaceService: true}});
  return fixFor(named, {kind: isOurs && isOwnLine ? 'rewrite' : 'hand'});
}

function* doubledServices({instances, machine: {platform}}: Subject): Generator<Found<'service-twice'>> {
  const owned = instances.flatMap(instance => instance.services.map(service => ({instance, service, stateDir: plainPath(service.environment['OPENCLAW_STATE_DIR'] ?? instance.stateDir, platform)})));
  for (const users of Map.groupBy(owned, ({stateDir}) => stateDir).values()) {
    const [first] = users;
    if (!first || users.length < 2) continue;
    yield {values: users.map(({instance, service}) => serviceValue(instance, service, `service of the ${service.scope}`)), detail: {count: users.length}, fixes: [fixFor(first.instance, {kind: 'hand'})]};
  }
}

function* rulingDropIns({instances}: Subject): Generator<Found<'service-drop-in'>> {
  for (const instance of instances) {
    const paths = instance.services.flatMap(({dropIns = []}) => dropIns);
    const [path] = paths;
    if (path !== undefined) yield {values: paths.map(dropIn => serviceValue(instance, {path: dropIn}, 'drop-in')), detail: {path}, fixes: [fixFor(instance, {kind: 'hand'})]};
  }
}

function* namesakes({namesakes: found, instances, machine}: Subject): Generator<Found<'service-namesake'>> {
  const owners = namedOwners(instances, machine.platform);
  for (const {name, path, command} of found) {
    const owner = ownerOfName(name, owners);
    const fix: Fix = owner ? fixFor(owner, {kind: 'hand'}) : {instance: name, ours: undefined, configPath: path, remedy: {kind: 'hand'}};
    yield {instances: owner ? [owner.label] : [], values: [{instance: owner?.label ?? name, key: 'file', value: path}], detail: {path, command}, fixes: [fix]};
  }
}

/** User services end with the last session of their user, unless he lingers (openclaw/openclaw#17069). */
function* withoutLinger({instances, manager, machine: {account, userId}}: Subject): Generator<Found<'linger-off'>> {
  if (manager.kind !== 'ready' || manager.lingers !== false || userId === 0) return;
  const ending = instances.filter(({services}) => services.some(({scope, manager: kind}) => kind === 'systemd' && scope === 'user'));
  const [first] = ending;
  if (!first) return;
  yield {
    values: ending.map(instance => serviceValue(instance, instance.services[0] as ServiceFile)),
    detail: {account},
    fixes: [fixFor(first, {kind: 'command', argv: ['loginctl', 'enable-linger', account]})],
  };
}

export const SERVICE_RULES = [
  {id: 'service-crossed', severity: 'error', check: 'service', find: crossedServices},
  {id: 'service-twice', severity: 'error', find: doubledServices},
  {id: 'service-drop-in', severity: 'warning', find: rulingDropIns},
  {id: 'service-namesake', severity: 'warning', find: namesakes},
  {id: 'linger-off', severity: 'warning', find: withoutLinger},
] as const satisfies readonly Rule<RuleId>[];
