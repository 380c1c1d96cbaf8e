import envPaths from 'env-paths';

/** Our own folder below the user's configuration; it need not exist. */
export function ownFolder(): string {
  return envPaths('openclaw-rescue', {suffix: ''}).config;
}
