/** One change of an instance at a time, and one choice of ports: what a command holds while it is at work. */
import {existsSync} from 'node:fs';
import {type Lock, tryLock, waitForLock} from '../apply/locks.ts';
import {failureText} from '../apply/failure-text.ts';
import {Stop} from '../exit-codes.ts';
import {readMachine} from '../host/machine.ts';
import {currentPlatform} from '../host/platform.ts';
import {isInForeignHome} from '../rules/foreign-root.ts';
import {type Selector, selectorName} from '../rules/selector.ts';
import type {Holder} from '../rules/target.ts';
import {heldText, portsHeldText} from '../text/problems.ts';
import {sessionWords} from '../text/sessions.ts';
import type {Call} from './call.ts';
import {assertOwnHome} from './host.ts';

export type OurLock = Extract<Lock, {readonly kind: 'ours'}>;

/** Choosing takes a survey of the host and some files; many may want to at once. */
const PORTS_LIMIT_MS = 300_000;
const PORTS_KEY = 'ports';

/** Does something while nobody else can change the instance; a dry run needs no such thing. @throws {Stop} as {@link lockInstance} */
export async function whileLocked<T>(call: Call, work: () => Promise<T>): Promise<T> {
  if (call.flags.dryRun) return work();
  const lock = await lockInstance(call);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/**
 * What a run without questions holds from its look at the host on: the instance, and the choice of ports.
 * @throws {Stop} as {@link lockInstance} and {@link lockPorts}
 */
export async function lockForChoice(call: Call): Promise<readonly [instance: OurLock, ports: OurLock]> {
  const instance = await lockInstance(call);
  try {
    return [instance, await lockPorts(call)];
  } catch (error) {
    instance.release();
    throw error;
  }
}

/** @throws {Stop} when somebody else has it, with who and since when; and when root works in somebody else's home */
async function lockInstance(call: Call): Promise<OurLock> {
  const lock = await tryInstance(call, call.selector);
  if (lock.kind === 'theirs') throw new Stop('failed', heldText({id: 'profile-held', name: selectorName(call.selector, currentPlatform()), ...lock.holder}));
  return lock;
}

/** @throws {Stop} when root works in somebody else's home, and where no lock can be made */
function tryInstance(call: Call, selector: Selector): Promise<Lock> {
  const {store, env} = call;
  const machine = readMachine(env, currentPlatform());
  // A lock in a home of its own does no harm, whoever is meant there.
  if (isInForeignHome(machine)) assertOwnHome(call, {machine, instances: []});
  // Not made on the way: a HOME that is missing is a mistake.
  if (!existsSync(machine.homes.user)) return Promise.reject(new NoLock(sessionWords().noHome(machine.homes.user)));
  return orStop(tryLock(store.locks, store.lockKey(selector)));
}

/** Waits its turn. @throws {Stop} after five minutes, with who has it */
export async function lockPorts({store}: Call): Promise<OurLock> {
  const lock = await orStop(waitForLock(store.locks, PORTS_KEY, PORTS_LIMIT_MS));
  if (lock.kind === 'theirs') throw new Stop('failed', portsHeldText(lock.holder));
  return lock;
}

/** There can be no lock, and so no change: our own folder can't be written, or is nowhere. */
export class NoLock extends Stop {
  constructor(reason: string) {
    super('failed', sessionWords().noLock(reason));
  }
}

async function orStop<T>(locking: Promise<T>): Promise<T> {
  try {
    return await locking;
  } catch (error) {
    throw new NoLock(failureText(error));
  }
}

/** The lock of the instance that a wizard is about, which another name in its first step changes. */
export class Seat {
  readonly #call: Call;
  #key: string | undefined;
  #lock: Lock | undefined;
  /** A name is typed faster than a lock is taken. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(call: Call) {
    this.#call = call;
  }

  /** Gives up the one before. @returns who else has it. @throws {Stop} as {@link tryInstance} */
  take(selector: Selector): Promise<Holder | undefined> {
    const taken = this.#turn.then(() => this.#take(selector));
    this.#turn = taken.catch(() => undefined);
    return taken;
  }

  async #take(selector: Selector): Promise<Holder | undefined> {
    const key = this.#call.store.lockKey(selector);
    if (this.#lock?.kind === 'ours' && this.#key === key) return undefined;
    this.release();
    this.#key = key;
    // Why there can be none, Review tells; there is no Apply without one.
    this.#lock = await tryInstance(this.#call, selector).catch(unlessNoLock);
    return this.#lock?.kind === 'theirs' ? this.#lock.holder : undefined;
  }

  release(): void {
    if (this.#lock?.kind === 'ours') this.#lock.release();
    this.#lock = undefined;
  }
}

function unlessNoLock(error: unknown): undefined {
  if (!(error instanceof NoLock)) throw error;
}
