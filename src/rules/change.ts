/** One file or folder of a plan: what stands there, what will stand there, and whether that is a change. */
import type {Platform} from './profile.ts';
import {type ExistingFile, fileAt, type Target} from './target.ts';

export type Change = {
  readonly path: string;
  /** `tree`: a folder with all that is in it, which is only ever deleted, and never kept. */
  readonly kind: 'folder' | 'file' | 'tree';
  /** Deleting a folder leaves one alone that something else is in. */
  readonly action: 'create' | 'update' | 'unchanged' | 'delete';
  /** Permission bits that it will have. */
  readonly mode: number;
  /** What stands there now; undefined for something new, and for folders. */
  readonly before?: string | undefined;
  /** What will stand there; undefined for folders. */
  readonly after?: string | undefined;
  /** For a service and the kit: the file as it would be written anew. */
  readonly fresh?: string;
  readonly encoding: 'utf8' | 'utf16le';
  /** The folder that it may not lead out of by a link, links resolved; undefined where nobody looked. */
  readonly root?: string;
  readonly role: 'config' | 'service' | 'kit' | 'folder' | 'engine';
};

function rootOf({footing}: ExistingFile): Pick<Change, 'root'> {
  return footing ? {root: footing.root} : {};
}

/** A file, folder or tree that is to go. */
export function deletion(path: string, kind: Change['kind'], role: Change['role'], file: ExistingFile): Change {
  const isText = file.kind === 'text';
  return {path, kind, action: 'delete', mode: isText || file.kind === 'folder' ? file.mode : 0, before: isText ? file.text : undefined, encoding: 'utf8', role, ...rootOf(file)};
}

export type FileText = {readonly text: string; readonly fresh?: string; readonly mode: number; readonly encoding: 'utf8' | 'utf16le'};

export function fileChange(path: string, file: ExistingFile, {text, fresh, mode, encoding}: FileText, role: Change['role'], platform: Platform): Change {
  const before = file.kind === 'text' ? file.text : undefined;
  // Modes that are narrower than ours are kept; wider ones are put right (openclaw/openclaw#152533).
  const isMode = file.kind === 'text' && isNarrow(file.mode, mode, platform);
  const action = before === undefined ? 'create' : before === text && isMode ? 'unchanged' : 'update';
  return {path, kind: 'file', action, mode: isMode && file.kind === 'text' ? file.mode : mode, before, after: text, ...(fresh === undefined ? {} : {fresh}), encoding, role, ...rootOf(file)};
}

/** Windows has no such bits: what Node makes of its attributes says nothing about who may read. */
function isNarrow(present: number, wanted: number, platform: Platform): boolean {
  return platform === 'win32' || (present & ~wanted) === 0;
}

/** @param isShared leaves the mode of a folder that is there alone: a workspace is the user's */
export function folderChange(target: Target, path: string, mode: number, platform: Platform, isShared: boolean): Change {
  const file = fileAt(target, path);
  const base = {path, kind: 'folder', encoding: 'utf8', role: 'folder', ...rootOf(file)} as const;
  if (file.kind !== 'folder') return {...base, action: 'create', mode};
  const isFine = isShared || isNarrow(file.mode, mode, platform);
  return {...base, action: isFine ? 'unchanged' : 'update', mode: isFine ? file.mode : mode};
}
