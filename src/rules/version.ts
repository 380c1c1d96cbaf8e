/** Versions of OpenClaw, which are named after months. */

/** Whether a version of OpenClaw, `2026.9.6`, is older than a month. */
export function isBefore(version: string, year: number, month: number): boolean {
  const [ofYear = 0, ofMonth = 0] = version.split('.').map(Number);
  return ofYear < year || (ofYear === year && ofMonth < month);
}
