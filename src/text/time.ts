/** Times as the user's clock shows them, the same in every language; Node's own formats would take a first frame 15 ms to load. */
const two = (number: number) => String(number).padStart(2, '0');

/** `2026-11-29` */
export function dayText(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `08:42` */
export function clockText(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}
