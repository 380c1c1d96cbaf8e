/** The last look before a write: the disk may have changed since the plan was made. */
import {isWithin} from '../rules/footing.ts';
import {resolveLinks} from '../host/files.ts';
import {currentPlatform} from '../host/platform.ts';
import {applyReasons} from '../text/apply-reasons.ts';

/**
 * @param roots folders that the path may lie in, with links resolved when the plan was made; none where the plan knew none
 * @returns the path with links resolved: what has to be written, so that a link that stays inside goes on being one
 * @throws with one clause when the path, or its root, would now lead out of them by a link
 */
export function insideOf(path: string, roots: readonly string[]): string {
  const resolved = resolveLinks(path);
  if (roots.length > 0 && !roots.some(root => isWithin(resolved, root, currentPlatform()))) {
    throw new Error(applyReasons().leadsOut(path, resolved, roots));
  }
  return resolved;
}
