/** What English does with numbers. */
export function ordinal(count: number): string {
  const suffix = /1[123]$/.test(String(count)) ? 'th' : ({1: 'st', 2: 'nd', 3: 'rd'}[count % 10] ?? 'th');
  return `${count}${suffix}`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
