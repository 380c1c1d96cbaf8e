/**
 * Stops main's service, proves that the rescue does without it, and starts it again, whatever happens in between: what
 * fails, throws or is interrupted only ends the proof. Should this very process be killed, the guard goes on.
 */
import {setTimeout as sleep} from 'node:timers/promises';
import {changedFiles, keptFiles, lookAtAdmission, lookAtConfig, lookAtHealth} from '../host/drill.ts';
import {managerEnvironment} from '../host/machine.ts';
import type {Environment} from '../host/environment.ts';
import {type Check, type DrillCheckId, type HealthLook, type Stage, stopOrder, verdictOf} from '../rules/drill.ts';
import {livePort} from '../rules/instance.ts';
import {MANAGER_OF} from '../rules/service/files.ts';
import {applyReasons} from '../text/apply-reasons.ts';
import {armGuard, type Guard, type GuardTask} from './guard.ts';
import {type ServiceTask, startAgain, stateOf} from './start-again.ts';

export type RehearsalInput = {
  readonly stage: Stage;
  readonly env: Environment;
  /** A step that takes its time has begun. @property tookMs since when, where it goes on */
  readonly onBegin: (id: DrillCheckId, tookMs: number) => void;
  readonly onCheck: (check: Check) => void;
};

export type Rehearsal = {
  readonly checks: readonly Check[];
  /** From the order to stop till it was healthy again, in ms; 0 where it was never down, undefined where it is not up yet. */
  readonly downMs: number | undefined;
  /** Of main's service, before and now, as far as its manager tells. */
  readonly pids: {readonly before: number | undefined; readonly after: number | undefined};
  readonly isInterrupted: boolean;
  /** The guard that still works on the start, where its end was not waited for. */
  readonly leftTo: number | undefined;
};

const LEAVING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How often the rescue is looked at while main is down, and how far apart. */
const LOOKS = 5;
const LOOK_INTERVAL_MS = 500;
/** Some managers say that a service is stopped a moment before its port is free. */
const CLOSE_LIMIT_MS = 10_000;
/** Main may have more to load than a rescue, which is ready after 10 s. */
const BACK_LIMIT_MS = 180_000;
const NEWS_INTERVAL_MS = 15_000;
/** The proof takes some 20 s, and not all of its limits together come to this. */
const HOLD_LIMIT_MS = 300_000;
/** One signal may come twice: a library that writes files sends it to the process again, and so does a terminal that is closed. */
const ONE_SIGNAL_MS = 500;

/** @throws where the guard can't be started; main was not touched then */
export async function rehearse({stage, env, onBegin, onCheck}: RehearsalInput): Promise<Rehearsal> {
  const {host, main} = stage;
  const {machine} = host;
  const managers = managerEnvironment(env, machine);
  const task: GuardTask = {...stopOrder(main, host), manager: MANAGER_OF[machine.platform], machine: {userId: machine.userId, platform: machine.platform}, port: livePort(main.existing), holdMs: HOLD_LIMIT_MS};
  const files = keptFiles(main, host);
  const checks: Check[] = [];
  const tell = (check: Check) => {
    checks.push(check);
    onCheck(check);
  };
  const {leaving, impatient, stopListening} = listenForSignals();
  const guard = await armGuard(task, managers).catch(error => {
    stopListening();
    throw error;
  });
  // Without it nobody would start main after us, so it is started at once.
  const alone = new AbortController();
  void guard.gone.then(() => alone.abort());
  try {
    const start = Date.now();
    try {
      for await (const check of proofs(stage, {guard, env, signal: AbortSignal.any([leaving, alone.signal]), onBegin})) {
        tell(check);
        if (verdictOf(check) === 'failed') break;
      }
    } catch (error) {
      const reason = alone.signal.aborted ? applyReasons().guardOfMainEnded : error instanceof Error ? error.message : String(error);
      if (!leaving.aborted) tell({id: 'proof-broken', reason});
    }
    const stopNews = newsOf('main-started', onBegin);
    const started = await unless(impatient, startedAgain(guard, task, managers)).finally(stopNews);
    if (started) tell({id: 'main-started', ...started});
    const back = started && (await unless(impatient, waitTillBack(stage, task, {env: managers, signal: impatient, onBegin})));
    if (back) tell({id: 'main-back', ...back});
    const tookMs = Date.now() - start;
    tell({id: 'main-unchanged', changed: changedFiles(files)});
    const pids = {before: main.serviceState?.pid, after: (await stateOf(task, managers))?.pid};
    const wasStopped = pids.before === undefined || pids.before !== pids.after;
    return {checks, downMs: !wasStopped ? 0 : back?.isUp ? tookMs : undefined, pids, isInterrupted: leaving.aborted, leftTo: started ? undefined : guard.pid};
  } finally {
    guard.leave();
    // Whoever is impatient goes on pressing till it ends, which must not cut its last words.
    if (!leaving.aborted) stopListening();
  }
}

type ProofInput = {readonly guard: Guard; readonly env: Environment; readonly signal: AbortSignal; readonly onBegin: RehearsalInput['onBegin']};

/** Each is begun when the one before was told. @throws the reason of the signal */
async function* proofs(stage: Stage, {guard, env, signal, onBegin}: ProofInput): AsyncGenerator<Check> {
  const {host, main, rescue} = stage;
  signal.throwIfAborted();
  const start = Date.now();
  const stopNews = newsOf('main-stopped', onBegin);
  // An interrupted stop goes on in its manager; the guard waits for its end, and then starts.
  const failure = await orAbort(signal, guard.stop()).finally(stopNews);
  yield {id: 'main-stopped', tookMs: Date.now() - start, ...(failure === undefined ? {} : {failure})};
  yield {id: 'main-closed', ...(await waitTillClosed(stage, signal))};
  onBegin('rescue-stays', 0);
  yield {id: 'rescue-stays', ...(await lookOften(stage, signal))};
  onBegin('rescue-admits-alone', 0);
  yield {id: 'rescue-admits-alone', admission: await lookAtAdmission({rescue, host}, env, signal)};
  onBegin('main-valid-alone', 0);
  yield {id: 'main-valid-alone', judgement: await lookAtConfig({main, rescue, host}, env, signal)};
}

async function waitTillClosed({main, host}: Stage, signal: AbortSignal): Promise<HealthLook> {
  const end = Date.now() + CLOSE_LIMIT_MS;
  for (;;) {
    const look = await lookAtHealth(main.existing, host);
    if (look.health === 'closed' || Date.now() > end) return look;
    await sleep(LOOK_INTERVAL_MS, undefined, {signal});
  }
}

async function lookOften({rescue, host}: Stage, signal: AbortSignal): Promise<Omit<Extract<Check, {id: 'rescue-stays'}>, 'id'>> {
  for (let looks = 1; ; looks++) {
    const {port, health, isUp} = await lookAtHealth(rescue.existing, host);
    signal.throwIfAborted();
    if (!isUp) return {port, looks, failed: health};
    if (looks === LOOKS) return {port, looks};
    await sleep(LOOK_INTERVAL_MS, undefined, {signal});
  }
}

/** By the guard; where that is gone, by us. */
async function startedAgain(guard: Guard, task: ServiceTask, env: NodeJS.ProcessEnv): Promise<Omit<Extract<Check, {id: 'main-started'}>, 'id'>> {
  const by = (who: 'guard' | 'drill') => (failure: string | undefined) => ({by: who, ...(failure === undefined ? {} : {failure})});
  return guard.release().then(by('guard'), async () => by('drill')(await startAgain(task, env)));
}

type WaitInput = {readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal; readonly onBegin: RehearsalInput['onBegin']};

async function waitTillBack({main, host}: Stage, task: ServiceTask, {env, signal, onBegin}: WaitInput): Promise<HealthLook> {
  const end = Date.now() + BACK_LIMIT_MS;
  const stopNews = newsOf('main-back', onBegin);
  try {
    for (;;) {
      const look = await lookAtHealth(main.existing, host);
      if (look.isUp || Date.now() > end) return look;
      // A stop whose guard was killed may reach the manager after the start.
      const state = look.health === 'closed' ? await stateOf(task, env) : undefined;
      if (state && !state.isActive) await startAgain(task, env);
      await sleep(LOOK_INTERVAL_MS, undefined, {signal});
    }
  } finally {
    stopNews();
  }
}

/** Tells that something has begun, and now and then that it goes on. @returns ends that */
function newsOf(id: DrillCheckId, onBegin: RehearsalInput['onBegin']): () => void {
  const start = Date.now();
  onBegin(id, 0);
  const timer = setInterval(() => onBegin(id, Date.now() - start), NEWS_INTERVAL_MS);
  return () => clearInterval(timer);
}

/** The first signal ends the proof, a second one the waiting for main; neither ends the start of main. */
function listenForSignals(): {leaving: AbortSignal; impatient: AbortSignal; stopListening: () => void} {
  const [leaving, impatient] = [new AbortController(), new AbortController()];
  let first = 0;
  const listener = () => {
    if (!leaving.signal.aborted) {
      first = Date.now();
      leaving.abort();
    } else if (Date.now() - first > ONE_SIGNAL_MS) impatient.abort();
  };
  for (const signal of LEAVING) process.on(signal, listener);
  return {
    leaving: leaving.signal,
    impatient: impatient.signal,
    stopListening() {
      for (const signal of LEAVING) process.off(signal, listener);
    },
  };
}

/** Undefined when the signal comes first. */
function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  return orAbort(signal, work).catch(error => {
    if (signal.aborted) return undefined;
    throw error;
  });
}

function orAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, {once: true});
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
