/** What a rule of the audit is: one question about a whole host, asked of data alone. */
import type {Details, Fix, RuleId, Severity, Value} from './finding.ts';
import type {Subject} from './subject.ts';

/** What a rule gives; who is concerned follows from the values where it is not said. */
export type Found<Id extends RuleId> = FoundWith<Details[Id]>;

export type FoundWith<Detail> = {
  readonly values: readonly Value[];
  readonly detail: Detail;
  readonly fixes?: readonly Fix[];
  readonly instances?: readonly string[];
  /** Where it is milder than the rule's own. */
  readonly severity?: Severity;
};

/** The lines of the guide's checklist, and the channels that it leaves out. */
export type CheckId = 'config' | 'state' | 'workspace' | 'base-port' | 'derived-ports' | 'service' | 'channels';

/** Which line of the guide's checklist a rule speaks for; an error of such a rule forbids a plan. */
export type Rule<Id extends RuleId = RuleId> = {
  readonly [I in Id]: {
    readonly id: I;
    readonly severity: Severity;
    readonly check?: CheckId;
    readonly find: (subject: Subject) => Iterable<FoundWith<Details[I]>>;
  };
}[Id];
