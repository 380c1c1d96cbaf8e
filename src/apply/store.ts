/** Our own folder: drafts and what was accepted (by conf), and the backups of what an apply replaced. Never OpenClaw's. */
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import Conf from 'conf';
import envPaths from 'env-paths';
import type {Draft} from '../rules/answers.ts';

/** What is kept of one profile in one home. */
type Kept = {
  readonly draft?: Draft;
  /** The base port whose overlap was accepted. */
  readonly acceptedBase?: number;
};

export type Store = {
  /** Folder for the backups of one profile; it need not exist. */
  readonly backupFolder: (profile: string) => string;
  readonly readDraft: (profile: string) => Draft | undefined;
  /** Undefined forgets it. */
  readonly saveDraft: (profile: string, draft: Draft | undefined) => void;
  readonly acceptedBase: (profile: string) => number | undefined;
  /** Undefined forgets it. */
  readonly rememberAccepted: (profile: string, base: number | undefined) => void;
};

/**
 * Nothing is made on disk before there is something to keep. What can't be kept or read is no reason to stop: a full
 * disk will be reported when it matters, at Apply.
 * @param home that OpenClaw looks for profiles in: the same name in another home is another profile
 */
export function openStore(home: string): Store {
  const folder = envPaths('openclaw-rescue', {suffix: ''}).config;
  const keyOf = (profile: string) => `${profile}@${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
  const open = () => {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    return new Conf<Record<string, Kept>>({
      cwd: folder,
      configFileMode: 0o600,
      // A broken file is dropped: it holds nothing that can't be asked again.
      clearInvalidConfig: true,
      accessPropertiesByDotNotation: false,
    });
  };
  const read = (profile: string): Kept => {
    try {
      return existsSync(join(folder, 'config.json')) ? (open().get(keyOf(profile)) ?? {}) : {};
    } catch {
      return {};
    }
  };
  const write = (profile: string, name: keyof Kept, value: Kept[typeof name]) => {
    try {
      const {[name]: present, ...others} = read(profile);
      if (value === undefined && present === undefined) return;
      const kept = value === undefined ? others : {...others, [name]: value};
      if (Object.keys(kept).length === 0) open().delete(keyOf(profile));
      else open().set(keyOf(profile), kept);
    } catch {
      // See above.
    }
  };
  return {
    backupFolder: profile => join(folder, 'backups', keyOf(profile)),
    readDraft: profile => read(profile).draft,
    saveDraft: (profile, draft) => write(profile, 'draft', draft),
    acceptedBase: profile => read(profile).acceptedBase,
    rememberAccepted: (profile, base) => write(profile, 'acceptedBase', base),
  };
}
