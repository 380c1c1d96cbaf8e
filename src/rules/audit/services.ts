/** Services: each starts the instance that its name says, once, from files that are there and stay there. */
import type {Instance, ServiceFile} from '../instance.ts';
import {unstablePath} from '../machine.ts';
import {DEFAULT_PROFILE, pathsFor} from '../profile.ts';
import {serviceNameOf} from '../service/files.ts';
import type {ServiceRuntime} from './evidence.ts';
import {type Fix, fixFor, type RuleId, type Value} from './finding.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

/** A system unit may bear the same name as a user unit; both would start the same gateway (openclaw/openclaw#72693). */
function plainName(name: string): string {
  return name.replace(/\.(plist|service)$/, '').toLowerCase();
}

/** The service written anew, as OpenClaw writes it. */
function renewed(instance: Instance): Fix {
  const {profile, services} = instance;
  // Only its own service, under its own name, is ours to write; whether it runs stays as it is.
  const canRenew = profile !== undefined && profile !== DEFAULT_PROFILE && services.every(({scope}) => scope === 'user');
  return fixFor(instance, canRenew ? {kind: 'answers', answers: {replaceService: true}} : {kind: 'hand'});
}

function serviceValue({label}: Instance, {path}: Pick<ServiceFile, 'path'>, key = 'service'): Value {
  return {instance: label, key, value: path};
}

/** What of a service names another instance than the one that its file is called after. */
function* crossedServices({instances, machine}: Subject): Generator<Found<'service-crossed'>> {
  const {platform} = machine;
  const byName = new Map(instances.flatMap(instance => (instance.profile === undefined ? [] : [[plainName(serviceNameOf(instance.profile, platform)), instance] as const])));
  const byPort = new Map(instances.flatMap(instance => (instance.settings.port === undefined ? [] : [[String(instance.settings.port), instance] as const])));
  const byPlace = new Map(instances.flatMap(instance => [[instance.stateDir, instance], [instance.configPath, instance]] as const));
  for (const instance of instances) {
    for (const service of instance.services) {
      const {environment, argv, name} = service;
      // On Windows the launcher has one name in every state folder.
      const named = platform === 'win32' ? instance : (byName.get(plainName(name)) ?? instance);
      const argument = argv[argv.indexOf('--port') + 1];
      const port = argv.includes('--port') ? argument : environment['OPENCLAW_GATEWAY_PORT'];
      const leads: (readonly [what: string, value: string | undefined, to: Instance | undefined])[] = [
        ['OPENCLAW_STATE_DIR', environment['OPENCLAW_STATE_DIR'], byPlace.get(trimmed(environment['OPENCLAW_STATE_DIR'], platform))],
        ['OPENCLAW_CONFIG_PATH', environment['OPENCLAW_CONFIG_PATH'], byPlace.get(trimmed(environment['OPENCLAW_CONFIG_PATH'], platform))],
        ['OPENCLAW_PROFILE', environment['OPENCLAW_PROFILE'], instances.find(({profile}) => profile === (environment['OPENCLAW_PROFILE'] ?? ''))],
        ['OPENCLAW_SYSTEMD_UNIT', environment['OPENCLAW_SYSTEMD_UNIT'], platform === 'linux' ? byName.get(plainName(environment['OPENCLAW_SYSTEMD_UNIT'] ?? '')) : undefined],
        ['OPENCLAW_LAUNCHD_LABEL', environment['OPENCLAW_LAUNCHD_LABEL'], platform === 'darwin' ? byName.get(plainName(environment['OPENCLAW_LAUNCHD_LABEL'] ?? '')) : undefined],
        ['port', port, named.settings.port === undefined || String(named.settings.port) === port ? undefined : byPort.get(port ?? '')],
        ['what it starts', instance.stateDir, instance],
      ];
      const [wrong] = leads.filter(([, , to]) => to !== undefined && to !== named);
      if (!wrong?.[2]) continue;
      const [what, value = '', to] = wrong;
      yield {
        instances: [...new Set([named.label, to.label])],
        values: [serviceValue(named, service), {instance: to.label, key: what, value}],
        detail: {name, other: to.label, what},
        fixes: [named === instance || named.services.length === 0 ? renewedFor(named, service) : fixFor(named, {kind: 'hand'})],
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

/** Every service with what was read about its files. */
function runtimesIn({instances}: Subject): {instance: Instance; runtime: ServiceRuntime}[] {
  return instances.flatMap(instance => (instance.evidence?.runtimes ?? []).map(runtime => ({instance, runtime})));
}

function* missingPaths(subject: Subject): Generator<Found<'service-path-missing'>> {
  for (const {instance, runtime} of runtimesIn(subject)) {
    for (const what of ['node', 'entry'] as const) {
      const file = runtime[what];
      if (!file || file.isThere) continue;
      yield {values: [serviceValue(instance, runtime), {instance: instance.label, key: what, value: file.path}], detail: {path: file.path, what}, fixes: [renewed(instance)]};
    }
  }
}

function* movingPaths(subject: Subject): Generator<Found<'service-path-moving'>> {
  for (const {instance, runtime} of runtimesIn(subject)) {
    const paths = [runtime.node?.path, runtime.entry?.path].filter(path => path !== undefined);
    const moving = paths.filter(path => unstablePath(path) !== undefined);
    if (moving.length === 0) continue;
    yield {
      values: [serviceValue(instance, runtime), ...moving.map(path => ({instance: instance.label, key: 'starts', value: path}))],
      detail: {by: [...new Set(moving.flatMap(path => unstablePath(path) ?? []))]},
      fixes: [fixFor(instance, {kind: 'hand'})],
    };
  }
}

/** After an upgrade of only one of two installs a mixed pair crash-loops (openclaw/openclaw#73457, #80133). */
function* mixedInstalls(subject: Subject): Generator<Found<'service-mixed-install'>> {
  for (const {instance, runtime} of runtimesIn(subject)) {
    const {node, entry, ownNode} = runtime;
    if (!node?.isThere || !entry?.isThere) continue;
    const isUnsupported = node.isSupported === false;
    if (!isUnsupported && ownNode === undefined) continue;
    yield {
      values: [serviceValue(instance, runtime), {instance: instance.label, key: 'node', value: node.path}, {instance: instance.label, key: 'entry', value: entry.path}],
      detail: {node: node.path, entry: entry.path, reason: isUnsupported ? 'unsupported' : 'other-node'},
      fixes: [renewed(instance)],
    };
  }
}

function* secretsInServices(subject: Subject): Generator<Found<'service-secret'>> {
  for (const {instance, runtime} of runtimesIn(subject)) {
    const {secrets} = runtime;
    if (secrets.length === 0) continue;
    yield {values: [serviceValue(instance, runtime), ...secrets.map(name => ({instance: instance.label, key: 'secret', value: name}))], detail: {names: secrets}, fixes: [renewed(instance)]};
  }
}

function* outdatedServices(subject: Subject): Generator<Found<'service-outdated'>> {
  for (const {instance, runtime} of runtimesIn(subject)) {
    const {issues} = runtime;
    if (issues.length === 0) continue;
    yield {values: [serviceValue(instance, runtime), ...issues.map(issue => ({instance: instance.label, key: 'differs', value: issue}))], detail: {issues}, fixes: [renewed(instance)]};
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

function* wideModes({instances, machine: {platform}}: Subject): Generator<Found<'mode-wide'>> {
  // Windows has no such bits.
  if (platform === 'win32') return;
  for (const instance of instances) {
    const wide = (instance.evidence?.files ?? []).filter(({mode, limit}) => (mode & ~limit) !== 0);
    if (wide.length === 0) continue;
    yield {
      values: wide.map(({path, mode}): Value => ({instance: instance.label, key: path, value: mode.toString(8).padStart(4, '0')})),
      detail: {paths: wide.length},
      // OpenClaw 2026.5 makes its state folder so, with files in it that are not.
      ...(wide.every(({mode, limit}) => limit === 0o700 && (mode & 0o022) === 0) ? {severity: 'note' as const} : {}),
      fixes: wide.map(({path, mode, limit}) => fixFor(instance, {kind: 'command', argv: ['chmod', (mode & limit).toString(8).padStart(4, '0'), path]})),
    };
  }
}

export const SERVICE_RULES = [
  {id: 'service-crossed', severity: 'error', check: 'service', find: crossedServices},
  {id: 'service-twice', severity: 'error', find: doubledServices},
  {id: 'service-path-missing', severity: 'error', find: missingPaths},
  {id: 'service-mixed-install', severity: 'warning', find: mixedInstalls},
  {id: 'service-path-moving', severity: 'warning', find: movingPaths},
  {id: 'service-drop-in', severity: 'warning', find: rulingDropIns},
  {id: 'service-secret', severity: 'warning', find: secretsInServices},
  {id: 'service-outdated', severity: 'note', find: outdatedServices},
  {id: 'service-namesake', severity: 'warning', find: namesakes},
  {id: 'linger-off', severity: 'warning', find: withoutLinger},
  {id: 'mode-wide', severity: 'warning', find: wideModes},
] as const satisfies readonly Rule<RuleId>[];
