/** Whose a service is by its name, which may be another one than what it starts. */
import {type Instance, type ServiceFile, withoutServices} from '../instance.ts';
import type {Platform} from '../profile.ts';
import {serviceNameOf} from './files.ts';

export type NamedOwners = ReadonlyMap<string, Instance>;

function plainName(name: string): string {
  return name.replace(/\.(plist|service)$/, '');
}

/** Every profile by the name that its service has, or would have; also without case, where nobody has the very name. */
export function namedOwners(instances: readonly Instance[], platform: Platform): NamedOwners {
  const named = instances.flatMap(instance => (instance.profile === undefined ? [] : [[plainName(serviceNameOf(instance.profile, platform)), instance] as const]));
  return new Map([...named.map(([name, instance]) => [name.toLowerCase(), instance] as const), ...named]);
}

export function ownerOfName(name: string, owners: NamedOwners): Instance | undefined {
  const plain = plainName(name);
  return owners.get(plain) ?? owners.get(plain.toLowerCase());
}

/** The instance that a service's name is of; the one that it starts, where its name is nobody's. */
export function namedOwner({name}: Pick<ServiceFile, 'name'>, starts: Instance, owners: NamedOwners, platform: Platform): Instance {
  // On Windows the launcher has one name in every state folder.
  return platform === 'win32' ? starts : (ownerOfName(name, owners) ?? starts);
}

/** Instances without services that bear another one's name: what such a service says of ports is that one's mistake, and no place of its own. */
export function settledInstances(instances: readonly Instance[], owners: NamedOwners, platform: Platform): Instance[] {
  return instances.flatMap(instance => withoutServices(instance, service => namedOwner(service, instance, owners, platform) !== instance) ?? []);
}
