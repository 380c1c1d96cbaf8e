/** The line that cli.ts shows in a terminal at once, till something else is to be seen. */
let isShown = false;

/** It is there. */
export function greeted(): void {
  isShown = true;
}

/** What takes it away, for whoever writes to that terminal next; empty where it is not there. */
export function farewell(): string {
  if (!isShown) return '';
  isShown = false;
  return '\r\u001b[K';
}
