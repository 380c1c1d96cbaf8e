/** What instances share without being in each other's way: what breaks one of them there breaks the rescue too. */
import type {Instance} from '../instance.ts';
import {sharedCredentials} from './channels.ts';
import type {Evidence} from './evidence.ts';
import type {RuleId, Value} from './finding.ts';
import type {Found, Rule} from './rule.ts';
import type {Subject} from './subject.ts';

/** Instances of which the same is known, by what that is. */
function sameOf(subject: Subject, fact: (evidence: Evidence) => string | undefined): [string, Instance[]][] {
  const known = subject.instances.flatMap(instance => {
    const value = instance.evidence && fact(instance.evidence);
    return value === undefined ? [] : {instance, value};
  });
  return [...Map.groupBy(known, ({value}) => value)].filter(([, users]) => users.length > 1).map(([value, users]) => [value, users.map(({instance}) => instance)]);
}

function valuesOf(users: readonly Instance[], key: string, value: string): Value[] {
  return users.map(({label}) => ({instance: label, key, value}));
}

function* sameOpenClaw(subject: Subject): Generator<Found<'same-openclaw'>> {
  for (const [path, users] of sameOf(subject, ({openclaw}) => openclaw)) yield {values: valuesOf(users, 'openclaw', path), detail: {path}};
}

function* sameNode(subject: Subject): Generator<Found<'same-node'>> {
  for (const [path, users] of sameOf(subject, ({node}) => node)) yield {values: valuesOf(users, 'node', path), detail: {path}};
}

function* sameDisk(subject: Subject): Generator<Found<'same-disk'>> {
  for (const [, users] of sameOf(subject, ({disk}) => disk)) yield {values: users.map(({label, stateDir}) => ({instance: label, key: 'state', value: stateDir})), detail: {}};
}

function* sameCredentials(subject: Subject): Generator<Found<'same-credentials'>> {
  const shared = [...sharedCredentials(subject, ({kind}) => kind === 'key')].flat();
  if (shared.length === 0) return;
  yield {
    values: shared.map(({instance, credential}) => ({instance: instance.label, key: credential.source, value: 'the same'})),
    detail: {count: new Set(shared.map(({credential}) => credential.digest)).size},
  };
}

export const FATE_RULES = [
  {id: 'same-openclaw', severity: 'note', find: sameOpenClaw},
  {id: 'same-node', severity: 'note', find: sameNode},
  {id: 'same-credentials', severity: 'note', find: sameCredentials},
  {id: 'same-disk', severity: 'note', find: sameDisk},
] as const satisfies readonly Rule<RuleId>[];
