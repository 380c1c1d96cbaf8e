/** Services: each starts the instance that its name says, and is the only one that does. */
import type {Instance, ServiceFile} from '../instance.ts';
import {DEFAULT_PROFILE, pathsFor} from '../profile.ts';
import {serviceNameOf} from '../service/files.ts';
import {type Details, type Fix, fixFor, type RuleId, type Value} from './finding.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

/** A system unit may bear the same name as a user unit; both would start the same gateway (openclaw/openclaw#72693). */
function plainName(name: string): string {
  return name.replace(/\.(plist|service)$/, '').toLowerCase();
}

export function serviceValue({label}: Instance, {path}: Pick<ServiceFile, 'path'>, key = 'service'): Value {
  return {instance: label, key, value: path};
}

/** What of a service can lead to another instance than the one that its file is called after. */
type Lead = Details['service-crossed']['lead'];

function* crossedServices({instances, machine: {platform}}: Subject): Generator<Found<'service-crossed'>> {
  const profiles = instances.filter(({profile}) => profile !== undefined);
  const byProfile = new Map(profiles.map(instance => [instance.profile, instance]));
  const byName = new Map(profiles.map(instance => [plainName(serviceNameOf(instance.profile as string, platform)), instance]));
  const byPort = new Map(instances.map(instance => [String(instance.settings.port), instance]));
  const byPlace = new Map(instances.flatMap(instance => [[instance.stateDir, instance], [instance.configPath, instance]] as const));
  for (const instance of instances) {
    for (const service of instance.services) {
      const {environment, argv, name} = service;
      // On Windows the launcher has one name in every state folder.
      const named = platform === 'win32' ? instance : (byName.get(plainName(name)) ?? instance);
      const stateDir = trimmed(environment['OPENCLAW_STATE_DIR'], platform);
      const configPath = trimmed(environment['OPENCLAW_CONFIG_PATH'], platform);
      const profile = environment['OPENCLAW_PROFILE'];
      const ownName = environment[platform === 'darwin' ? 'OPENCLAW_LAUNCHD_LABEL' : 'OPENCLAW_SYSTEMD_UNIT'];
      const port = argv.includes('--port') ? argv[argv.indexOf('--port') + 1] : environment['OPENCLAW_GATEWAY_PORT'];
      const isOwnPort = named.settings.port === undefined || String(named.settings.port) === port;
      const leads: (readonly [lead: Lead, value: string | undefined, to: Instance | undefined])[] = [
        ['state', stateDir, byPlace.get(stateDir)],
        ['config', configPath, byPlace.get(configPath)],
        // Without paths of its own, it is main that it starts.
        ['state', instance.stateDir, instance],
        ['port', port, isOwnPort || port === undefined ? undefined : byPort.get(port)],
        ['profile', profile, profile === undefined ? undefined : byProfile.get(profile)],
        ['name', ownName, ownName === undefined ? undefined : byName.get(plainName(ownName))],
      ];
      const wrong = leads.find(([, , to]) => to !== undefined && to !== named);
      if (!wrong) continue;
      const [lead, value = '', to = named] = wrong;
      yield {
        instances: [named.label, to.label],
        values: [serviceValue(named, service), {instance: to.label, key: lead, value}],
        detail: {name, other: to.label, lead},
        fixes: [renewedFor(named, service)],
      };
    }
  }
}

/** The service whose name is of that instance, whatever it starts now. */
function renewedFor(named: Instance, {scope}: ServiceFile): Fix {
  const {profile} = named;
  const canRenew = scope === 'user' && profile !== undefined && profile !== DEFAULT_PROFILE;
  return fixFor(named, canRenew ? {kind: 'answers', answers: {service: 'write', replaceService: true}} : {kind: 'hand'});
}

function trimmed(path: string | undefined, platform: Subject['machine']['platform']): string {
  if (path === undefined) return '';
  const {normalize, sep} = pathsFor(platform);
  const plain = normalize(path);
  return plain.length > 1 && plain.endsWith(sep) ? plain.slice(0, -1) : plain;
}

function* doubledServices({instances}: Subject): Generator<Found<'service-twice'>> {
  const owned = instances.flatMap(instance => instance.services.map(service => ({instance, service, stateDir: service.environment['OPENCLAW_STATE_DIR'] ?? instance.stateDir})));
  for (const users of Map.groupBy(owned, ({stateDir}) => stateDir).values()) {
    if (users.length < 2) continue;
    const [first] = users;
    if (!first) continue;
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
  for (const {name, path, command} of found) {
    const owner = instances.find(({profile}) => profile !== undefined && plainName(serviceNameOf(profile, machine.platform)) === plainName(name));
    yield {instances: owner ? [owner.label] : [], values: [{instance: owner?.label ?? name, key: 'file', value: path}], detail: {path, command}, fixes: owner ? [fixFor(owner, {kind: 'hand'})] : []};
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
