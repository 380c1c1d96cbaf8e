/** What an apply waits for: a gateway that is healthy on its port, and gone from the one before. */
import {setTimeout as sleep} from 'node:timers/promises';
import {askHealth} from '../host/health.ts';
import type {ApplyStep} from '../rules/apply-steps.ts';
import type {Diagnosis} from '../rules/diagnosis.ts';
import {holderName} from '../rules/occupancy.ts';
import type {Work} from '../rules/work.ts';
import {applyReasons} from '../text/apply-reasons.ts';
import type {ApplyContext} from './apply.ts';

/** A gateway of 2026.9.6 is ready 8 to 10 s after its start. */
const HEALTH_LIMIT_MS = 60_000;
/** On a machine with much else to do a start took over a minute; while its process lives there is hope. */
const SLOW_LIMIT_MS = 180_000;
/** By then a start that waits for something says for what: OpenClaw 2026.9.6 waits in silence for a port that another process has. */
const DOUBT_MS = 20_000;
const INTERVAL_MS = 500;
/** A gateway that ended has closed its port; its browser may take a moment longer. */
const LEAVING_LIMIT_MS = 10_000;

/** A gateway that was started does not answer, and what is known of why. */
export class StartFailure extends Error {
  readonly diagnosis: Diagnosis;

  constructor(message: string, diagnosis: Diagnosis) {
    super(message);
    this.diagnosis = diagnosis;
  }
}

/**
 * Waits on loopback, where a gateway listens under every bind mode (OpenClaw 2026.9.6).
 * @throws when nothing healthy answers in time, with what is known of why
 */
export async function waitForHealth(step: Extract<ApplyStep, {kind: 'health'}>, {serviceName = ''}: Pick<Work, 'serviceName'>, context: ApplyContext, startedAt: Date): Promise<void> {
  const {port} = step;
  const {signal, answersWithPage, onEvent} = context;
  const begin = Date.now();
  const waited = () => Date.now() - begin;
  let [limit, hasDoubted] = [HEALTH_LIMIT_MS, false];
  do {
    const health = await askHealth(port);
    if (health === 'healthy' || (answersWithPage && health === 'page')) return;
    const {isOver, isRunning} = await context.lookAtStart(serviceName, startedAt);
    if (isOver) break;
    if (isRunning) limit = SLOW_LIMIT_MS;
    if (!hasDoubted && waited() > DOUBT_MS) {
      hasDoubted = true;
      if (HOPELESS.has((await context.diagnose(serviceName, port, startedAt)).cause.id)) break;
    }
    onEvent({step, state: 'running', detail: applyReasons().waited(Math.round(waited() / 1000), limit / 1000)});
    await sleep(INTERVAL_MS, undefined, {signal});
  } while (waited() < limit);
  const diagnosis = await context.diagnose(serviceName, port, startedAt);
  throw new StartFailure(applyReasons().notHealthy(serviceName, port, Math.round(waited() / 1000)), diagnosis);
}

/** What no waiting helps against, although the service manager takes the start for a good one. */
const HOPELESS: ReadonlySet<Diagnosis['cause']['id']> = new Set(['port-taken', 'state-owned']);

/** A gateway that stays on its old port is a second one on the same state (openclaw/openclaw#7626). */
export async function waitTillLeft({port}: Extract<ApplyStep, {kind: 'left'}>, {holderOf, signal}: ApplyContext): Promise<void> {
  const end = Date.now() + LEAVING_LIMIT_MS;
  for (;;) {
    const held = await holderOf(port);
    if (!held) return;
    if (Date.now() > end) throw new Error(applyReasons().oldPortHeld(port, held.holder && holderName(held.holder)));
    await sleep(INTERVAL_MS, undefined, {signal});
  }
}
