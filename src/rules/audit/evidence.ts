/** What is read about an instance for an audit alone, beside what every command needs. Digests stand for secrets. */
import type {Credential} from '../config/credentials.ts';
import type {BusyPort} from '../occupancy.ts';
import type {RestoreReason} from '../config/restore.ts';

/** A file or folder and who may get at it. */
export type GuardedFile = {
  readonly path: string;
  /** Permission bits that it has, and those that it may have at most. */
  readonly mode: number;
  readonly limit: number;
};

/** A variable that would lead OpenClaw to an instance, with what it says. */
export type SelectorVariable = {readonly name: string; readonly value: string};

/** What a service starts, and what of it is there. */
export type ServiceRuntime = {
  readonly path: string;
  readonly node?: {readonly path: string; readonly isThere: boolean; /** Whether OpenClaw's `engines` allow it. */ readonly isSupported?: boolean | undefined};
  readonly entry?: {readonly path: string; readonly isThere: boolean};
  /** The Node of the install that the entry belongs to, where it has one. */
  readonly ownNode?: string;
  /** Names of secrets that stand in the file itself. */
  readonly secrets: readonly string[];
  /** What OpenClaw's own audit of services would call out of date. */
  readonly issues: readonly string[];
};

export type Evidence = {
  /** OpenClaw that its service starts, else the one on the PATH. */
  readonly version: string | undefined;
  readonly files: readonly GuardedFile[];
  /** From the `.env` of its state folder. */
  readonly dotenv: readonly SelectorVariable[];
  /** Whether a token or password for the gateway itself comes by a variable. */
  readonly hasGatewaySecret: boolean;
  /** Channel tokens, and logins and keys of model providers, wherever the instance gets them from. */
  readonly credentials: readonly Credential[];
  readonly runtimes: readonly ServiceRuntime[];
  /** Ports of its block that something listens on. */
  readonly busy: readonly BusyPort[];
  /** Why OpenClaw would put its backup in the place of the config at the next start. */
  readonly restore: {readonly reasons: readonly RestoreReason[]; readonly from: string} | undefined;
  /** Entry and Node that it runs on, as far as they are known. */
  readonly openclaw: string | undefined;
  readonly node: string | undefined;
  /** The file system that its state lies on. */
  readonly disk: string | undefined;
};

export const NO_EVIDENCE: Evidence = {
  version: undefined,
  files: [],
  dotenv: [],
  hasGatewaySecret: false,
  credentials: [],
  runtimes: [],
  busy: [],
  restore: undefined,
  openclaw: undefined,
  node: undefined,
  disk: undefined,
};
