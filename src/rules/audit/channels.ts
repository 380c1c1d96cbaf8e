/** Channels and logins: one bot, one linked account, one OAuth login belong to one gateway. Compared by digest, asked of nobody. */
import type {Credential} from '../config/credentials.ts';
import type {Instance} from '../instance.ts';
import {fixesFor, fixFor, giveWay, type RuleId, type Value} from './finding.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

type Use = {readonly instance: Instance; readonly credential: Credential};

/** Credentials of one kind that several instances have. */
export function* sharedCredentials({instances}: Subject, isWanted: (credential: Credential) => boolean): Generator<Use[]> {
  const uses = instances.flatMap(instance => (instance.evidence?.credentials ?? []).filter(isWanted).map(credential => ({instance, credential})));
  for (const users of Map.groupBy(uses, ({credential}) => credential.digest).values()) {
    if (new Set(users.map(({instance}) => instance)).size > 1) yield users;
  }
}

/** Who uses one credential, and who has to get another. */
export function usesOf(users: readonly Use[]): {values: Value[]; movers: readonly Instance[]; service: string} {
  const {movers} = giveWay([...new Set(users.map(({instance}) => instance))]);
  return {
    values: users.map(({instance, credential}) => ({instance: instance.label, key: credential.source, value: 'the same'})),
    movers,
    service: users[0]?.credential.service ?? '',
  };
}

/** Two pollers on one bot make the service refuse both in turn (openclaw/openclaw#69304, #56566); one link is thrown out by the other. */
function* sharedChannels(subject: Subject, kind: Credential['kind']): Generator<Found<'channel-token-shared'>> {
  for (const users of sharedCredentials(subject, credential => credential.kind === kind)) {
    const {values, movers, service} = usesOf(users);
    const giving = users.filter(({instance}) => movers.includes(instance));
    yield {values, detail: {channel: service}, fixes: giving.map(({instance, credential: {off}}) => fixFor(instance, off ? {kind: 'setting', key: off, value: false} : {kind: 'hand'}))};
  }
}

function* sharedLogins(subject: Subject): Generator<Found<'login-shared'>> {
  for (const users of sharedCredentials(subject, ({kind}) => kind === 'login')) {
    const {values, movers, service} = usesOf(users);
    yield {values, detail: {provider: service}, fixes: fixesFor(movers, () => ({kind: 'hand'}))};
  }
}

export const CHANNEL_RULES = [
  {id: 'channel-token-shared', severity: 'error', check: 'channels', find: subject => sharedChannels(subject, 'channel')},
  {id: 'channel-login-shared', severity: 'error', check: 'channels', find: subject => sharedChannels(subject, 'link')},
  {id: 'login-shared', severity: 'warning', find: sharedLogins},
] as const satisfies readonly Rule<RuleId>[];
