/** Our own folder: preferences and drafts (by conf), and the backups of what an apply replaced. Never OpenClaw's. */
import {existsSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import Conf from 'conf';
import envPaths from 'env-paths';
import type {Draft} from '../rules/answers.ts';

type Stored = {readonly drafts: Readonly<Record<string, Draft>>};

export type Store = {
  /** Folder for the backups of one profile; it need not exist. */
  readonly backupFolder: (profile: string) => string;
  readonly readDraft: (profile: string) => Draft | undefined;
  /** Undefined forgets it. */
  readonly saveDraft: (profile: string, draft: Draft | undefined) => void;
};

/** Nothing is made on disk before the first draft or backup. A draft that can't be kept is no reason to stop. */
export function openStore(): Store {
  const folder = envPaths('openclaw-rescue', {suffix: ''}).config;
  const open = () => {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    return new Conf<Stored>({
      cwd: folder,
      configFileMode: 0o600,
      // A broken draft file is dropped: it holds nothing that can't be asked again.
      clearInvalidConfig: true,
      accessPropertiesByDotNotation: false,
    });
  };
  const drafts = () => (existsSync(join(folder, 'config.json')) ? (open().get('drafts') ?? {}) : {});
  return {
    backupFolder: profile => join(folder, 'backups', profile),
    readDraft: profile => drafts()[profile],
    saveDraft(profile, draft) {
      try {
        const {[profile]: present, ...others} = drafts();
        if (draft === undefined && present === undefined) return;
        open().set('drafts', draft === undefined ? others : {...others, [profile]: draft});
      } catch {
        // A full or read-only disk will be reported when it matters, at Apply.
      }
    },
  };
}
