/** The files of services: what they start is there, fits together and stays there, and nobody else can read a secret. */
import type {Instance} from '../instance.ts';
import {unstablePath} from '../machine.ts';
import {DEFAULT_PROFILE, isNamedProfile} from '../profile.ts';
import type {ServiceRuntime} from './evidence.ts';
import {type Fix, fixFor, type RuleId, type Value} from './finding.ts';
import {namedOwners, ownerOfName} from '../service/owners.ts';
import type {Found, Rule} from './rule.ts';
import {serviceValue} from './services.ts';
import type {Subject} from './subject.ts';

/** Every service with what was read about its files. */
function runtimesIn({instances}: Subject): {instance: Instance; runtime: ServiceRuntime}[] {
  return instances.flatMap(instance => (instance.evidence?.runtimes ?? []).map(runtime => ({instance, runtime})));
}

/** Its own service put right, with everything else in it as it is: a plan looks for Node and OpenClaw anew when they are gone. */
function rewritten(instance: Instance, {path}: ServiceRuntime, {machine: {platform}}: Subject): Fix {
  const {profile, services} = instance;
  const service = services.find(one => one.path === path);
  const isProper = service?.scope === 'user' && isNamedProfile(profile) && ownerOfName(service.name, namedOwners([instance], platform)) === instance;
  return fixFor(instance, {kind: isProper ? 'rewrite' : 'hand'});
}

function* missingPaths(subject: Subject): Generator<Found<'service-path-missing'>> {
  for (const {instance, runtime} of runtimesIn(subject)) {
    for (const what of ['node', 'entry'] as const) {
      const file = runtime[what];
      if (!file || file.isThere) continue;
      yield {values: [serviceValue(instance, runtime), {instance: instance.label, key: what, value: file.path}], detail: {path: file.path, what}, fixes: [rewritten(instance, runtime, subject)]};
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
      fixes: [fixFor(instance, {kind: 'hand'})],
    };
  }
}

function* secretsInServices(subject: Subject): Generator<Found<'service-secret'>> {
  for (const {instance, runtime} of runtimesIn(subject)) {
    const {secrets} = runtime;
    if (secrets.length === 0) continue;
    yield {values: [serviceValue(instance, runtime), ...secrets.map(name => ({instance: instance.label, key: 'secret', value: name}))], detail: {names: secrets}, fixes: [fixFor(instance, {kind: 'hand'})]};
  }
}

function* outdatedServices(subject: Subject): Generator<Found<'service-outdated'>> {
  for (const {instance, runtime} of runtimesIn(subject)) {
    const {issues} = runtime;
    if (issues.length === 0) continue;
    yield {values: [serviceValue(instance, runtime), ...issues.map(issue => ({instance: instance.label, key: 'differs', value: issue}))], detail: {issues}, fixes: [fixFor(instance, {kind: 'hand'})]};
  }
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
      // A plan puts the modes of what it writes right.
      fixes: wide.map(({path, mode, limit}) => {
        const isPlanned = instance.profile !== DEFAULT_PROFILE && (path === instance.configPath || path === instance.stateDir);
        return fixFor(instance, {kind: isPlanned ? 'rewrite' : 'command', argv: ['chmod', (mode & limit).toString(8).padStart(4, '0'), path]});
      }),
    };
  }
}

export const SERVICE_FILE_RULES = [
  {id: 'service-path-missing', severity: 'error', find: missingPaths},
  {id: 'service-mixed-install', severity: 'warning', find: mixedInstalls},
  {id: 'service-path-moving', severity: 'warning', find: movingPaths},
  {id: 'service-secret', severity: 'warning', find: secretsInServices},
  {id: 'service-outdated', severity: 'note', find: outdatedServices},
  {id: 'mode-wide', severity: 'warning', find: wideModes},
] as const satisfies readonly Rule<RuleId>[];
