/** Questions in the middle of a command. */
import {appendOnly} from './append-only.ts';
import {isPlain, Left, type Prompter} from './prompter.ts';

/** The one place that chooses how people are asked. */
async function openPrompter(call: Parameters<typeof isPlain>[0]): Promise<Prompter> {
  return isPlain(call) ? appendOnly() : (await import('./ordinary.ts')).ordinary();
}

/** Asks in the middle of a command. @returns undefined where the user left */
export async function asking<T>(call: Parameters<typeof isPlain>[0], ask: (prompter: Prompter) => Promise<T>): Promise<T | undefined> {
  const prompter = await openPrompter(call);
  try {
    return await ask(prompter);
  } catch (error) {
    if (error instanceof Left) return undefined;
    throw error;
  } finally {
    prompter.close();
  }
}
