/** What makes a terminal put a text on the clipboard of the machine that it stands on, over SSH too (OSC 52, xterm). */
export function clipboardSequence(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}
