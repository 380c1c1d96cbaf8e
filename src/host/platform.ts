import type {Platform} from '../rules/profile.ts';

/** The platform that the rules know; other Unixes are treated as Linux without a service manager. */
export function currentPlatform(): Platform {
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux';
}
