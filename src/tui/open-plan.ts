/** The plan in a program of the user's: his pager, or his editor. What he changes there changes nothing here. */
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {childEnvironment, type Environment} from '../host/environment.ts';

export type Viewer = 'pager' | 'editor';

/** What is started for each: the user's own word, then what every system has. */
const PROGRAMS: Readonly<Record<Viewer, (env: Environment) => string>> = {
  pager: env => env['PAGER'] || 'less',
  editor: env => env['VISUAL'] || env['EDITOR'] || 'vi',
};

/** The words of a command as a shell would take them, without its other powers: blanks part them, quotes hold them together. */
export function commandWords(command: string): string[] {
  return Array.from(command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g), ([word]) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

/**
 * Shows a text, and waits till the program has ended. The terminal must be its own by then.
 * @param text without secrets: the file lies in the folder for temporary ones (0600) as long as it is looked at
 * @param signal ends the program
 * @returns why it could not be started; undefined when it could
 */
export async function showIn(viewer: Viewer, text: string, env: Environment, signal: AbortSignal): Promise<{readonly program: string; readonly reason: string} | undefined> {
  const program = PROGRAMS[viewer](env);
  const [command = '', ...args] = commandWords(program);
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), 'openclaw-rescue-'));
    const file = join(folder, 'plan.diff');
    writeFileSync(file, text, {mode: 0o600});
    await new Promise<void>((resolve, reject) => {
      const child = spawn(command, [...args, file], {env: childEnvironment(env, {LESS: env['LESS'] ?? 'R', LESSCHARSET: env['LESSCHARSET'] ?? 'utf-8'}), stdio: 'inherit', signal});
      child.once('error', reject);
      child.once('exit', () => resolve());
    });
    return undefined;
  } catch (error) {
    return {program, reason: (error as NodeJS.ErrnoException).code ?? (error as Error).message};
  } finally {
    if (folder !== undefined) rmSync(folder, {recursive: true, force: true});
  }
}
