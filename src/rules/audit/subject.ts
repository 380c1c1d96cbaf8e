/** What an audit looks at: all instances of a host at once, with what was read about each. */
import type {Host} from '../answers.ts';
import {findMain, type Instance, portOwnerOf} from '../instance.ts';
import {cleanBases, MAIN_BASE, rangesOf, SUGGESTED_DISTANCE} from '../ports.ts';
import {strangerOwner} from '../strangers.ts';

export type Subject = Pick<Host, 'instances' | 'machine' | 'manager' | 'strangers' | 'namesakes' | 'busyPorts'> & {
  readonly byLabel: ReadonlyMap<string, Instance>;
  /** A clean base port for an instance that has to move; another one for each that asks. */
  readonly newBase: (instance: Instance) => number | undefined;
};

export function subjectOf({instances, machine, manager, strangers, namesakes, busyPorts}: Omit<Subject, 'byLabel' | 'newBase'>): Subject {
  // The order in which they were found must not decide anything.
  const sorted = instances.toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const given = new Map<string, number | undefined>();
  let bases: Iterator<number> | undefined;
  const newBase = ({label}: Instance) => {
    bases ??= cleanBases({
      from: (findMain(sorted)?.bases[0].port ?? MAIN_BASE) + SUGGESTED_DISTANCE,
      taken: [...sorted.map(portOwnerOf), ...strangers.map(strangerOwner)].flatMap(rangesOf),
      busy: busyPorts,
      ephemeral: machine.ephemeral,
    });
    if (!given.has(label)) given.set(label, bases.next().value);
    return given.get(label);
  };
  return {instances: sorted, machine, manager, strangers, namesakes, busyPorts, byLabel: new Map(sorted.map(instance => [instance.label, instance])), newBase};
}
