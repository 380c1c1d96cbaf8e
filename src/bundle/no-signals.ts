/**
 * Stands in for when-exit 2, by which conf deletes unfinished files at the end. It listens to each signal and then sends it once
 * more, at a time of its own: Ctrl-C that was meant for a pager ended the wizard behind it. What a killed process leaves is
 * deleted by the next one (apply/leftovers.ts).
 */
export default function whenExit(callback: () => void): void {
  process.once('exit', callback);
}
