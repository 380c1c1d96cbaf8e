/** Whether a gateway lets its own OpenClaw in, as `gateway status --json` tells it (OpenClaw 2026.9.6). */
import {asObject, type JsonObject, type JsonValue} from './config/json5.ts';

export type Admission =
  | {readonly kind: 'in'; /** Of the gateway that answered. */ readonly version: string | undefined}
  | {readonly kind: 'out'; /** OpenClaw's word for it. */ readonly reason: string | undefined}
  | {readonly kind: 'untold'; readonly reason: 'no-openclaw' | 'no-answer'};

/** @param answer undefined where OpenClaw gave none; builds that know no `rpc` tell nothing either */
export function admissionOf(answer: JsonObject | undefined): Admission {
  const {ok, server, error, connectFailure} = asObject(answer?.['rpc']);
  if (ok === true) return {kind: 'in', version: textOf(asObject(server)['version'])};
  return ok === false ? {kind: 'out', reason: textOf(error) ?? textOf(asObject(connectFailure)['kind'])} : {kind: 'untold', reason: 'no-answer'};
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
