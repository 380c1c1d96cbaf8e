export const en = {
  kept: 'kept',
  restored: 'restored',
  nothing: 'nothing',
  divergence: (id: string, written: string, present: string, fate: string) => `${id}: ${written} when written, ${present} now; ${fate}.`,
};
