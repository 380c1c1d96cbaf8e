/** Root in the place of another user: by sudo, doas or su. What it would write is not his, or in the wrong home. */
import type {Instance} from './instance.ts';
import type {Machine} from './machine.ts';

/** The user who called sudo or doas. */
export type Invoker = {
  readonly tool: 'sudo' | 'doas';
  readonly user: string;
  /** sudo was called for a shell, in which root works for a while: `sudo -i`, `sudo -s`, `sudo su`. */
  readonly isShell: boolean;
  /** An OpenClaw is in his home. */
  readonly hasOpenClaw: boolean;
};

export type ForeignRoot =
  /** @property owner the name, or the number where it has none here. @property by what he himself became root with; undefined where he did not */
  | {readonly kind: 'home'; readonly home: string; readonly owner: string; readonly isNamed: boolean; readonly by: Invoker['tool'] | undefined}
  /** root’s own home, where there is no gateway, while he who called sudo for this one command has one. */
  | {readonly kind: 'slip'; readonly invoker: Invoker};

/**
 * Root in its own home works on its own gateway, be it after `sudo -i`, `su` or on a server without other users. Its home
 * may belong to a number without a name in a container, as a mounted volume does.
 * @returns undefined for any other user, and where root is at home
 */
export function foreignRoot({userId, homes, places, isContainer, invoker}: Machine, instances: readonly Pick<Instance, 'stateDir'>[]): ForeignRoot | undefined {
  if (userId !== 0) return undefined;
  const spots = [places?.openclaw, places?.user];
  const foreign = spots.find(spot => spot !== undefined && spot.owner.uid !== 0 && !(isContainer && spot.owner.name === undefined));
  if (foreign) {
    const {uid, name} = foreign.owner;
    return {kind: 'home', home: foreign === places?.openclaw ? homes.openclaw : homes.user, owner: name ?? String(uid), isNamed: name !== undefined, by: name !== undefined && name === invoker?.user ? invoker.tool : undefined};
  }
  const isSlip = invoker !== undefined && !invoker.isShell && invoker.hasOpenClaw && instances.length === 0;
  return isSlip ? {kind: 'slip', invoker} : undefined;
}

/** Whether root works in the home of somebody else, whatever is in it. */
export function isInForeignHome(machine: Machine): boolean {
  return foreignRoot(machine, [])?.kind === 'home';
}
