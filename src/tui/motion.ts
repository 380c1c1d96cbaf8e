/** Whether anything may move by itself; and how often, which is seldom enough for a slow line and for a screen reader. */
export const BEAT_MS = 1000;

let isStill = false;

export function setStill(still: boolean): void {
  isStill = still;
}

export function mayMove(): boolean {
  return !isStill;
}
