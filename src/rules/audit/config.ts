/** The config itself: whether a gateway would start with it, keep it, and let in only whom it should. */
import type {Instance} from '../instance.ts';
import {sharedCredentials, usesOf} from './channels.ts';
import {fixesFor, fixFor, type RuleId, type Value} from './finding.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

function pathValue({label, configPath}: Instance): Value {
  return {instance: label, key: 'config', value: configPath};
}

function* unreadableConfigs({instances}: Subject): Generator<Found<'config-unreadable'>> {
  for (const instance of instances) {
    const {config} = instance;
    if (config.kind !== 'unreadable') continue;
    const {reason, isClosed = false} = config;
    yield {values: [pathValue(instance)], detail: {reason, isClosed}, fixes: [fixFor(instance, {kind: 'hand'})], ...(isClosed ? {severity: 'warning' as const} : {})};
  }
}

/** Exit 78, and systemd does not try again (OpenClaw 2026.9.6). */
function* missingConfigs({settled: instances}: Subject): Generator<Found<'config-missing'>> {
  for (const instance of instances) {
    const [service] = instance.services;
    if (instance.config.kind !== 'missing' || !service) continue;
    yield {values: [pathValue(instance)], detail: {service: service.name}, fixes: [fixFor(instance, {kind: 'rewrite'})]};
  }
}

function* missingModes({instances}: Subject): Generator<Found<'mode-missing'>> {
  for (const instance of instances) {
    const {config, settings, label, services} = instance;
    const isAllowed = services.some(({argv}) => argv.includes('--allow-unconfigured'));
    if (config.kind !== 'read' || settings.mode !== undefined || isAllowed) continue;
    yield {values: [{instance: label, key: 'gateway.mode', value: 'not set'}], detail: {}, fixes: [fixFor(instance, {kind: 'setting', key: ['gateway', 'mode'], value: 'local'})]};
  }
}

function* refusedKeys({instances, baseOf}: Subject): Generator<Found<'key-refused'>> {
  for (const instance of instances) {
    const version = instance.evidence?.version;
    const keys = instance.settings.refusedKeys.filter(({isRefused}) => isRefused(version));
    if (keys.length === 0) continue;
    yield {
      values: keys.map(({path}) => ({instance: instance.label, key: path.join('.'), value: `refused by OpenClaw ${version ?? ''}`.trim()})),
      detail: {keys: keys.map(({path}) => path.join('.')), version},
      // What is new to an old version, or says something else than it should, is not ours to drop.
      fixes: keys.map(({path, isObsolete, remedy}) => fixFor(instance, remedy === undefined ? (isObsolete ? {kind: 'setting', key: path} : {kind: 'hand'}) : remedy === 'port' ? {kind: 'answers', answers: {basePort: baseOf(instance)}} : {kind: 'setting', key: path, value: remedy})),
    };
  }
}

function* armedRestores({instances}: Subject): Generator<Found<'restore-armed'>> {
  for (const instance of instances) {
    const restore = instance.evidence?.restore;
    if (!restore) continue;
    yield {values: [pathValue(instance), {instance: instance.label, key: 'backup', value: restore.from}], detail: restore, fixes: [fixFor(instance, {kind: 'hand'})]};
  }
}

/** OpenClaw refuses to start that way, and with a proxy before it everybody is in. */
function* openBinds({instances}: Subject): Generator<Found<'bind-open'>> {
  for (const instance of instances) {
    const {bind, authMode, token, hasPassword} = instance.settings;
    if (bind === undefined || bind === 'loopback') continue;
    const isLocked = token.kind !== 'none' || hasPassword || authMode === 'trusted-proxy' || instance.evidence?.hasGatewaySecret === true;
    if (authMode !== 'none' && isLocked) continue;
    yield {
      values: [{instance: instance.label, key: 'gateway.bind', value: bind}, {instance: instance.label, key: 'gateway.auth', value: authMode ?? 'not set'}],
      detail: {bind},
      // Which on most hosts is loopback after all.
      ...(bind === 'auto' ? {severity: 'warning' as const} : {}),
      fixes: [fixFor(instance, {kind: 'answers', answers: {auth: {kind: 'generate'}}})],
    };
  }
}

function* sharedTokens(subject: Subject): Generator<Found<'gateway-token-shared'>> {
  for (const users of sharedCredentials(subject, ({kind}) => kind === 'gateway')) {
    const {values, movers} = usesOf(users);
    yield {values, detail: {}, fixes: fixesFor(movers, () => ({kind: 'answers', answers: {auth: {kind: 'generate'}}}))};
  }
}

export const CONFIG_RULES = [
  {id: 'config-unreadable', severity: 'error', find: unreadableConfigs},
  {id: 'config-missing', severity: 'error', find: missingConfigs},
  {id: 'mode-missing', severity: 'error', find: missingModes},
  {id: 'key-refused', severity: 'error', find: refusedKeys},
  {id: 'bind-open', severity: 'error', find: openBinds},
  {id: 'restore-armed', severity: 'warning', find: armedRestores},
  {id: 'gateway-token-shared', severity: 'warning', find: sharedTokens},
] as const satisfies readonly Rule<RuleId>[];
