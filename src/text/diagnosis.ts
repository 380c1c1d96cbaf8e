/** Why a gateway that was started does not answer, in one sentence each: what, why, and the next command. */
import type {Host} from '../rules/answers.ts';
import type {Cause} from '../rules/diagnosis.ts';
import {holderName} from '../rules/occupancy.ts';
import type {Selector} from '../rules/selector.ts';
import {openclawCommand, ownCommand, printable, short} from './terms.ts';

/** @param host where the commands are to be typed. @param selector the instance that was started; every command names it */
export function diagnosisText(cause: Cause, host: Pick<Host, 'machine' | 'openclaw'>, selector: Selector): string {
  const ours = ownCommand(host, selector);
  const openclaw = openclawCommand(host, selector);
  switch (cause.id) {
    case 'config-missing':
      return `There is no config where the service looks for one, so OpenClaw does not start; ${ours} setup makes it.`;
    case 'config-invalid':
      return `OpenClaw refuses the config: ${issueText(cause)}; correct that, or let ${openclaw} doctor --fix try, or take the last apply back with ${ours} undo.`;
    case 'config-newer':
      return `The config was written by OpenClaw ${short(cause.wroteIt)}, and the service starts ${cause.runs === undefined ? 'an older one' : `the older ${short(cause.runs)}`}, which refuses it; update that OpenClaw, or point the service at the newer one with ${ours} gateway install.`;
    case 'mode-missing':
      return `OpenClaw finds no gateway.mode in the config, which also happens when the file has a syntax error; ${ours} status tells which, and ${ours} onboard writes the mode.`;
    case 'bind-without-auth':
      return `The config opens the gateway to more than this machine (bind ${short(cause.bind)}) without a token or password, which OpenClaw refuses; ${ours} onboard sets a token, or bind loopback.`;
    case 'reference-missing':
      return referenceText(cause, ours);
    case 'port-taken':
      return `${cause.port === undefined ? 'Its port' : `Port ${cause.port}`} is taken${cause.holder ? ` by ${printable(holderName(cause.holder))}` : ''}, so the gateway can’t listen there; stop that, or choose another base port with ${ours} onboard.`;
    case 'state-owned':
      return `Another OpenClaw process${cause.pid === undefined ? '' : ` (pid ${cause.pid})`} holds this state folder, and only one may; end it, then ${ours} gateway start. ${ours} status tells what runs.`;
    case 'node-too-old':
      return `The service starts Node${cause.version === undefined ? '' : ` ${short(cause.version)}`}, too old for this OpenClaw${cause.wanted === undefined ? '' : `, which wants ${short(cause.wanted)}`}; install a newer Node, then ${ours} gateway install puts it into the service.`;
    case 'entry-missing':
      return `${cause.path === undefined ? 'A file of OpenClaw' : short(cause.path)} is not there, as after an update or a removal of OpenClaw; ${ours} gateway install writes the service anew with the OpenClaw that is there.`;
    case 'exec-failed':
      return execText(cause, ours);
    case 'out-of-memory':
      return cause.limit === 'heap'
        ? `Node ran into the memory limit that the service gives it (--max-old-space-size); ${ours} gateway install writes the limit that suits this machine.`
        : `The system ended the gateway because memory ran out, of which it needs about 1 GB to start; close something else, then ${ours} gateway start.`;
    case 'start-limit':
      return `It ended so often that the service manager gave up; ${ours} logs shows why, and ${ours} gateway start tries again.`;
    case 'config-restored':
      return `OpenClaw took the config for damaged${cause.reasons.length === 0 ? '' : ` (${cause.reasons.map(short).join(', ')})`} and put its own backup in its place, so port or token may be older ones; the replaced file lies beside it as openclaw.json.clobbered.…; ${ours} onboard shows the settings that it has now.`;
    case 'channel-failed':
      return channelText(cause, ours);
    case 'plugin-failed':
      return `A plugin is in trouble${cause.plugin === undefined ? '' : ` (${short(cause.plugin)})`}: ${withoutStop(short(cause.message))}; ${openclaw} doctor --fix mends plugins, ${ours} logs tells more.`;
    case 'starting':
      return `It has not failed and is still starting, which takes long on a slow or busy machine; ${ours} status tells when it is healthy.`;
    case 'unknown':
      return `It ${cause.exitCode === undefined ? 'does not answer' : `ended with ${cause.exitCode}`}, and its log has no reason that is known here; ${ours} logs shows the log, ${ours} undo takes the last apply back.`;
  }
}

function issueText({key, message, others}: Extract<Cause, {id: 'config-invalid'}>): string {
  const what = withoutStop(printable(message));
  const more = others > 0 ? ` (and ${others} more)` : '';
  if (what === '') return 'the log does not say what is wrong';
  return `${key === undefined ? '' : `${short(key)}: `}${what}${more}`;
}

function referenceText({name, key, isFatal}: Extract<Cause, {id: 'reference-missing'}>, ours: string): string {
  const where = key === undefined ? 'The config' : `The config’s ${short(key)}`;
  const what = name === undefined ? 'a secret that is not there' : `the variable ${name}, which is not set`;
  const then = isFatal ? 'so the gateway does not start' : 'so this start made up a token that nobody knows';
  return `${where} points to ${what}, ${then}; ${name === undefined ? 'put it where the config looks for it' : `put ${name}=… into the .env of its state folder`}, then ${ours} gateway restart.`;
}

const STEP_TEXTS: Readonly<Record<string, string>> = {
  EXEC: 'the program that it names',
  CHDIR: 'the working folder that it names',
  USER: 'the user that it names',
  GROUP: 'the group that it names',
  STDOUT: 'its output',
  STDIN: 'its input',
  NAMESPACE: 'the sandbox that it asks for',
};

function execText({step, path, reason}: Extract<Cause, {id: 'exec-failed'}>, ours: string): string {
  const what = path === undefined ? (STEP_TEXTS[step] ?? `its step ${short(step)}`) : short(path);
  return `The service can’t be started at all, because of ${what}${reason === undefined ? '' : ` (${short(reason)})`}; ${ours} gateway install writes it anew with what is there.`;
}

function channelText({channel, reason}: Extract<Cause, {id: 'channel-failed'}>, ours: string): string {
  const name = `${channel.charAt(0).toUpperCase()}${printable(channel.slice(1))}`;
  switch (reason) {
    case 'rejected':
      return `${name} rejects the token of the bot; put a valid one into the config, then ${ours} gateway restart.`;
    case 'conflict':
      return `Another program polls ${name} with the same bot token, and only one may; ${ours} doctor tells whether it is a gateway of this host.`;
    case 'network':
      return `${name} can’t be reached from this machine; look at its network and proxy, then ${ours} gateway restart.`;
  }
}

function withoutStop(text: string): string {
  return text.replace(/\.\s*$/, '');
}
