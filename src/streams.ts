/**
 * What the program writes to stdout and stderr. It goes to the file, terminal or pipe at once, as it would by Node's streams on a
 * POSIX system; these take a short run 5 ms to be made, and are there for who needs more of them.
 */
import {writeSync} from 'node:fs';

export type Channel = 'stdout' | 'stderr';

const NUMBERS: Readonly<Record<Channel, number>> = {stdout: 1, stderr: 2};
const made = new Set<Channel>();
let failed: (channel: Channel, error: NodeJS.ErrnoException) => void = () => undefined;

/** Who hears that something could not be written, from now on. */
export function onWriteFailure(listener: typeof failed): void {
  failed = listener;
}

/** Makes the streams, for who reads or writes them by itself: a pager, the wizard. Without this a failure of theirs would be a crash. */
export function useStreams(): void {
  streamOf('stdout');
  streamOf('stderr');
}

function streamOf(channel: Channel): NodeJS.WriteStream {
  const stream = process[channel];
  if (!made.has(channel)) stream.on('error', error => failed(channel, error));
  made.add(channel);
  return stream;
}

/** Whether nothing waits in a stream. */
export function isAllWritten(): boolean {
  return made.size === 0;
}

/** @throws nothing: see {@link onWriteFailure} */
export function write(channel: Channel, text: string): void {
  if (made.has(channel) || process.platform === 'win32') return void streamOf(channel).write(text);
  let left = Buffer.from(text);
  try {
    while (left.length > 0) left = left.subarray(writeSync(NUMBERS[channel], left));
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    // A pipe that is full, and that somebody has told not to wait. The stream does.
    if (code === 'EAGAIN') streamOf(channel).write(left);
    else failed(channel, error as NodeJS.ErrnoException);
  }
}
