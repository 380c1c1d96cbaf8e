/** Long work in short turns, so that keys, frames and signals have theirs in between. */

/** In ms: a key must be on the screen within a frame of 16. */
const TURN_MS = 5;

/** @returns what to await between two pieces of the work: nothing, or the turn of others when it has been long enough */
export function inTurns(): () => Promise<void> | undefined {
  let since = Date.now();
  return () => {
    if (Date.now() - since < TURN_MS) return undefined;
    return new Promise(resolve => {
      setImmediate(() => {
        since = Date.now();
        resolve();
      });
    });
  };
}
