/** Our own folder: preferences and drafts (by conf), and the backups of what an apply replaced. Never OpenClaw's. */
import {mkdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import Conf from 'conf';
import type {Draft} from '../wizard/draft.ts';

type Stored = {readonly drafts: Readonly<Record<string, Draft>>};

export type Store = {
  /** Folder for the backups of one profile; it need not exist. */
  readonly backupFolder: (profile: string) => string;
  readonly readDraft: (profile: string) => Draft | undefined;
  /** Undefined forgets it. */
  readonly saveDraft: (profile: string, draft: Draft | undefined) => void;
};

/** Opens the store; nothing is written before the first draft or backup. A draft that can't be kept is no reason to stop. */
export function openStore(): Store {
  const conf = new Conf<Stored>({
    projectName: 'openclaw-rescue',
    projectSuffix: '',
    configFileMode: 0o600,
    // A broken draft file is dropped: it holds nothing that can't be asked again.
    clearInvalidConfig: true,
    accessPropertiesByDotNotation: false,
  });
  const folder = dirname(conf.path);
  const drafts = () => conf.get('drafts') ?? {};
  return {
    backupFolder: profile => join(folder, 'backups', profile),
    readDraft: profile => drafts()[profile],
    saveDraft(profile, draft) {
      const {[profile]: _, ...others} = drafts();
      if (draft === undefined && _ === undefined) return;
      try {
        mkdirSync(folder, {recursive: true, mode: 0o700});
        conf.set('drafts', draft === undefined ? others : {...others, [profile]: draft});
      } catch {
        // A full or read-only disk will be reported when it matters, at Apply.
      }
    },
  };
}
