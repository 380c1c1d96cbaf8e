/** What an audit looks at: all instances of a host at once, with what was read about each. */
import type {Host} from '../answers.ts';
import {findMain, type Instance, portOwnerOf} from '../instance.ts';
import {cleanBases, MAIN_BASE, rangesOf, SUGGESTED_DISTANCE} from '../ports.ts';
import {strangerOwner} from '../strangers.ts';
import {namedOwners, settledInstances} from '../service/owners.ts';

export type AuditedHost = Pick<Host, 'instances' | 'machine' | 'manager' | 'strangers' | 'namesakes' | 'busyPorts'>;

export type Subject = AuditedHost & {
  /** {@link settledInstances} */
  readonly settled: readonly Instance[];
  /** A clean base port for an instance that has to move; another one for each that asks. */
  readonly newBase: (instance: Instance) => number | undefined;
  /** The base port that an instance will have when it has done what it was told so far. */
  readonly baseOf: (instance: Instance) => number;
};

export function subjectOf(host: AuditedHost): Subject {
  const {machine, strangers, busyPorts} = host;
  // The order in which they were found must not decide anything.
  const instances = host.instances.toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const settled = settledInstances(instances, namedOwners(instances, machine.platform), machine.platform);
  const given = new Map<string, number | undefined>();
  let bases: Iterator<number> | undefined;
  const newBase = ({label}: Instance) => {
    bases ??= cleanBases({
      from: (findMain(settled)?.bases[0].port ?? MAIN_BASE) + SUGGESTED_DISTANCE,
      taken: [...settled.map(portOwnerOf), ...strangers.map(strangerOwner)].flatMap(rangesOf),
      busy: busyPorts,
      ephemeral: machine.ephemeral,
    });
    if (!given.has(label)) given.set(label, bases.next().value);
    return given.get(label);
  };
  return {...host, instances, settled, newBase, baseOf: ({label, bases: [{port}]}) => given.get(label) ?? port};
}
