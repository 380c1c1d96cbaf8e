/** Variables that would pull OpenClaw from one instance to another. */
import type {Instance} from '../instance.ts';
import type {Machine} from '../machine.ts';
import {DEFAULT_PROFILE, expandTilde, pathsFor, plainPath} from '../profile.ts';
import type {SelectorVariable} from './evidence.ts';
import {fixFor, type RuleId} from './finding.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

/** The instance that a variable leads to, where it is one of this host. */
function targetOf({name, value}: SelectorVariable, instances: readonly Instance[], {platform, homes}: Machine): Instance | undefined {
  const {join} = pathsFor(platform);
  const path = plainPath(expandTilde(value, homes.openclaw, platform), platform);
  switch (name.replace(/^(CLAWDBOT|MOLTBOT)_/, 'OPENCLAW_')) {
    case 'OPENCLAW_HOME':
      return instances.find(({stateDir}) => stateDir === join(path, '.openclaw'));
    case 'OPENCLAW_STATE_DIR':
      return instances.find(({stateDir}) => stateDir === path);
    case 'OPENCLAW_CONFIG_PATH':
      return instances.find(({configPath}) => configPath === path);
    case 'OPENCLAW_GATEWAY_PORT':
      return instances.find(({bases}) => bases.some(({port}) => String(port) === value));
    case 'OPENCLAW_PROFILE':
      return instances.find(({profile}) => profile === value);
    default:
      return undefined;
  }
}

/** Every child of a gateway has its port, and `openclaw --profile rescue` typed there takes it (openclaw/openclaw#28236, #111128). */
function* shellVariables({instances, machine}: Subject): Generator<Found<'shell-variable'>> {
  const {selectors} = machine.inherited;
  if (selectors.length === 0) return;
  const led = selectors.flatMap(variable => targetOf(variable, instances, machine) ?? [])[0];
  yield {
    instances: led ? [led.label] : [],
    values: selectors.map(({name, value}) => ({instance: 'this shell', key: name, value})),
    detail: {names: selectors.map(({name}) => name), leadsTo: led?.label},
    fixes: [{instance: 'this shell', ours: undefined, configPath: '', remedy: {kind: 'command', argv: ['unset', ...selectors.map(({name}) => name)]}}],
  };
}

/** `--profile` sets these before the file is read, so that only main follows them (OpenClaw 2026.7.35 and 2026.9.6). */
function* dotenvSelectors({instances, machine}: Subject): Generator<Found<'dotenv-selector'>> {
  for (const instance of instances.filter(({profile}) => profile === DEFAULT_PROFILE)) {
    for (const variable of instance.evidence?.dotenv ?? []) {
      const {name, value} = variable;
      // What says the same as the instance itself does no harm.
      if (targetOf(variable, [instance], machine)) continue;
      const led = targetOf(variable, instances, machine);
      yield {
        instances: [instance.label, ...(led ? [led.label] : [])],
        values: [{instance: instance.label, key: `${name} in .env`, value}],
        detail: {name, leadsTo: led?.label},
        fixes: [fixFor(instance, {kind: 'hand'})],
        ...(led ? {} : {severity: 'warning' as const}),
      };
    }
  }
}

/** Telegram switches itself on in any gateway that finds a token (OpenClaw 2026.9.6). */
function* channelVariables({instances, machine: {inherited}}: Subject): Generator<Found<'channel-variable'>> {
  for (const {source, service, digest} of inherited.channels) {
    // Main may well get its token that way.
    const open = instances.filter(({settings, config, profile}) => {
      const {channels, disabled, credentials, references} = settings.credentials;
      const hasOwn = [...credentials, ...references].some(credential => credential.service === service);
      // Telegram switches itself on; the others wait for a block of theirs without a token.
      return profile !== DEFAULT_PROFILE && config.kind === 'read' && !disabled.has(service) && !hasOwn && (service === 'telegram' || channels.has(service));
    });
    const owner = instances.find(({evidence}) => evidence?.credentials.some(credential => credential.digest === digest));
    if (open.length === 0) continue;
    yield {
      values: open.map(({label}) => ({instance: label, key: `channels.${service}`, value: 'not set'})),
      detail: {name: source, isOf: owner?.label},
      fixes: open.map(instance => fixFor(instance, {kind: 'setting', key: ['channels', service, 'enabled'], value: false})),
    };
  }
}

export const ENVIRONMENT_RULES = [
  {id: 'dotenv-selector', severity: 'error', find: dotenvSelectors},
  {id: 'shell-variable', severity: 'warning', find: shellVariables},
  {id: 'channel-variable', severity: 'warning', find: channelVariables},
] as const satisfies readonly Rule<RuleId>[];
