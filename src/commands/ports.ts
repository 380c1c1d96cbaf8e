/** `ports`: the port table of a base port, with what this host and its other gateways say to each row. */
import {givenPort} from '../options.ts';
import {baseProblem, judgeBaseFor, portOwners, suggestedBase} from '../rules/answers.ts';
import {isOwnHolder} from '../rules/plan-problems.ts';
import {portStates} from '../rules/port-states.ts';
import {MAIN_BASE, portText} from '../rules/ports.ts';
import {portRow} from '../rules/report.ts';
import {profileOf} from '../rules/selector.ts';
import {isEdit} from '../rules/target.ts';
import {commandWords} from '../text/command-words.ts';
import {PORT_TEXTS, portLabel, rangeText, rowText, ruleText} from '../text/port-text.ts';
import {problemText} from '../text/problems.ts';
import {table} from '../text/table.ts';
import type {Call, Exit} from './call.ts';
import {openSeen, probe, seenTargetOf} from './host.ts';
import {refusal} from './refusal.ts';

/** The base port of the instance, of a flag, or the one that a new instance would get. */
export async function ports(call: Call): Promise<Exit> {
  const {selector, flags, output} = call;
  const host = await openSeen(call);
  const target = seenTargetOf(call, selector, host);
  const present = isEdit(target) ? target.existing?.bases[0].port : suggestedBase(target, host);
  const base = givenPort(flags.gatewayPort) ?? present ?? MAIN_BASE;
  const verdict = judgeBaseFor(portText(base), target, host);
  const problem = baseProblem(base, target.acceptedBase, target, host);
  const isPossible = base >= 1 && base <= 65_535;
  const occupancy = isPossible ? await probe(host, selector, base) : undefined;
  const rows = isPossible ? portStates(base, portOwners(target, host), occupancy, busy => isOwnHolder(target, busy)) : [];
  if (flags.json) {
    output.document({
      profile: profileOf(selector),
      name: target.profile,
      basePort: base,
      verdict: verdict.kind,
      ports: rows.map(row => portRow(row, PORT_TEXTS)),
      problems: problem ? [{id: problem.id, text: problemText(problem)}] : [],
    });
  } else output.print(table(rows.map(row => [portLabel(row.id), rangeText(row), ruleText(row.offset), rowText(row)])));
  const running = target.existing?.running;
  if (running && running.port !== base && flags.gatewayPort === undefined) output.err(`${commandWords().ports.runsOn(running.port)}\n`);
  return refusal(problem ? [problem] : [], call) ?? 'done';
}
