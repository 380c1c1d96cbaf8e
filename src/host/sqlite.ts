/** SQLite as Node brings it. */
export type Sqlite = typeof import('node:sqlite');

/** @returns undefined where Node was built, or started, without it. Node 22 calls it experimental, aloud, when it is loaded. */
export function sqlite(): Sqlite | undefined {
  const {emitWarning} = process;
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
