/** The streams of a terminal with a filter in front, in whose place they are given to Ink. */

/**
 * What of a terminal's input was typed before there was anything to see, as a filter for the pieces of it: nothing but Ctrl-C passes.
 * It stays in the stream, and is the first that is read from it.
 */
export async function withoutTypedAhead(stdin: NodeJS.ReadStream): Promise<(piece: string) => string> {
  const listen = () => undefined;
  stdin.on('readable', listen);
  const nextTurn = () => new Promise(resolve => setImmediate(resolve));
  // It starts to read with the next tick, and has read with the turn of the loop after that.
  await nextTurn();
  await nextTurn();
  stdin.off('readable', listen);
  // Who listens before the stream has noticed that nobody did any more hears nothing.
  await nextTurn();
  let left = stdin.readableLength;
  return piece => {
    const bytes = Buffer.from(piece);
    const ahead = bytes.toString('latin1', 0, left);
    const rest = bytes.toString('utf8', Math.min(left, bytes.length));
    left = Math.max(0, left - bytes.length);
    return ahead.replace(/[^\u0003]/g, '') + rest;
  };
}

/** The same stream, each piece that is read from it through a filter. */
export function readThrough(stdin: NodeJS.ReadStream, filter: (piece: string) => string): NodeJS.ReadStream {
  return proxied(stdin, 'read', (size?: number): unknown => {
    const piece: unknown = stdin.read(size);
    return typeof piece === 'string' ? filter(piece) : piece;
  });
}

/** The same stream, each text that is written to it through a filter. */
export function writeThrough(stdout: NodeJS.WriteStream, filter: (text: string) => string): NodeJS.WriteStream {
  return proxied(stdout, 'write', (text: unknown, ...rest: unknown[]): unknown => Reflect.apply(stdout.write, stdout, [typeof text === 'string' ? filter(text) : text, ...rest]));
}

/** Steps down over lines that stay as they are, each of which Ink (8.0) takes by itself, as one: `ESC [ 4 E`. */
export function inFewerSteps(frame: string): string {
  return frame.replace(/(?:\u001b\[E){2,}/g, steps => `\u001b[${steps.length / 3}E`);
}

function proxied<Stream extends object>(stream: Stream, method: keyof Stream, replacement: unknown): Stream {
  return new Proxy(stream, {
    get(target, name) {
      if (name === method) return replacement;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/**
 * Stops reading a terminal, so that another program gets every key. Ink (8.0) only stops listening: Node goes on reading
 * ahead, and it does not stop by `pause` while it takes the stream for paused already. Who listens again starts it again.
 */
export async function letGoOf(stdin: NodeJS.ReadableStream): Promise<void> {
  // That nobody listens is noticed with the next tick.
  await new Promise(resolve => setImmediate(resolve));
  stdin.resume();
  stdin.pause();
}
