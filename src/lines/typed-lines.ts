/** Lines as the terminal hands them over. It echoes and edits them by itself, so nothing that was written is ever touched again. */
import {createInterface, type Interface} from 'node:readline';
import type {ReadStream} from 'node:tty';
import {type Hooks, Left} from './prompter.ts';
import {typeHidden} from './hidden.ts';

export type Streams = {
  readonly input: NodeJS.ReadableStream & Partial<Pick<ReadStream, 'setRawMode'>>;
  readonly output: NodeJS.WritableStream;
};

type Open = {
  readonly prompt: string;
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
};

export class TypedLines {
  readonly #streams: Streams;
  readonly #hooks: Hooks;
  /** Lines that were typed before they were asked for. */
  #ahead: string[] = [];
  #open: Open | undefined;
  /** Ends the reading that is under way, of lines or of a hidden one. */
  #stop: () => void = () => undefined;
  #hasEnded = false;
  /** Ctrl-C is ours alone meanwhile. One of them, of when-exit 2.1 below conf, would send it again, as if it had been pressed twice. */
  readonly #others = process.rawListeners('SIGINT') as NodeJS.SignalsListener[];

  constructor(streams: Streams, hooks: Hooks) {
    this.#streams = streams;
    this.#hooks = hooks;
    process.removeAllListeners('SIGINT');
    process.on('SIGINT', this.#interrupt);
    streams.input.on('error', this.#end);
  }

  write(text: string): void {
    this.#streams.output.write(text);
  }

  /** Asks on the line that it writes. @throws {Left} when nobody answers */
  async read(prompt: string, isHidden = false): Promise<string> {
    if (this.#hasEnded) throw new Left();
    const ahead = this.#ahead.shift();
    if (ahead !== undefined) this.write(`${prompt}\n`);
    const line = ahead ?? (await this.#next(prompt, isHidden));
    this.#hooks.onLine?.();
    return line;
  }

  /** What was typed ahead was meant for another answer than the one that was refused. */
  forget(): void {
    this.#ahead = [];
  }

  close(): void {
    process.off('SIGINT', this.#interrupt);
    for (const listener of this.#others) process.on('SIGINT', listener);
    this.#end();
    this.#streams.input.off('error', this.#end);
  }

  #next(prompt: string, isHidden: boolean): Promise<string> {
    return new Promise<string>((resolve, reject) => {
      this.#open = {prompt, resolve, reject};
      this.#stop = isHidden ? this.#readHidden() : this.#readLines();
      // Who answers at once is not echoed either, where that must not be.
      this.write(prompt);
    }).finally(() => {
      this.#open = undefined;
      this.#stop();
    });
  }

  #readLines(): () => void {
    // Without `terminal` readline writes the text that it is given and nothing else, and leaves the keys to the terminal.
    const reader: Interface = createInterface({...this.#streams, terminal: false});
    reader.on('line', line => this.#take(line));
    reader.on('close', this.#end);
    return () => {
      reader.off('close', this.#end);
      reader.close();
    };
  }

  #readHidden(): () => void {
    return typeHidden(this.#streams.input, {
      onLine: line => {
        // Enter was not echoed either.
        this.write('\n');
        this.#take(line);
      },
      onInterrupt: this.#interrupt,
      onEnd: this.#end,
    });
  }

  /** Several lines may come at once: a paste, or whoever types ahead. */
  #take(line: string): void {
    const open = this.#open;
    this.#open = undefined;
    if (open) open.resolve(line);
    else this.#ahead.push(line);
  }

  readonly #interrupt = (): void => {
    this.forget();
    this.write('\n');
    if (!this.#hooks.onInterrupt) this.#end();
    else if (this.#hooks.onInterrupt() && this.#open) this.write(this.#open.prompt);
  };

  readonly #end = (): void => {
    this.#hasEnded = true;
    this.#open?.reject(new Left());
  };
}
