/** The report of the audit, in English. */
import {plural} from '../english.ts';

export const en = {
  both: (first: string, second: string) => `${first} and ${second}`,
  gateways: (count: number) => plural(count, 'gateway'),
  found: (named: string, counts: string) => `${named}: ${counts}.`,
  alone: (name: string) => `1 gateway on this host, ${name}, with nothing to share with.`,
  isolatedOne: (name: string) => `${name} is isolated from the others.`,
  isolatedAll: (named: string) => `${named} are isolated from each other.`,
  notes: (count: number) => `${plural(count, 'note')}, shown by --verbose.`,
  toMend: 'To do that, after a look at the plan:',
  likewise: (count: number) => `and ${count} more profiles likewise`,
  fix: 'fix',
  rule: 'rule',
  moreFixes: (count: number) => `and ${count} more, shown by --verbose`,
};
