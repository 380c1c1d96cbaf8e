/** Why a gateway does not answer, in English. `ours` and `openclaw` are the two programs as they are called for the instance. */
const inBrackets = (text: string | undefined) => (text === undefined ? '' : ` (${text})`);

export const en = {
  'config-missing': (ours: string) => `There is no config where the service looks for one, so OpenClaw does not start; ${ours} setup makes it.`,
  'config-invalid': (issue: string, openclaw: string, ours: string) => `OpenClaw refuses the config: ${issue}; correct that, or let ${openclaw} doctor --fix try, or take the last apply back with ${ours} undo.`,
  issue: (what: string, others: number) => `${what}${others > 0 ? ` (and ${others} more)` : ''}`,
  noIssue: 'the log does not say what is wrong',
  'config-newer': (wroteIt: string, runs: string | undefined, ours: string) =>
    `The config was written by OpenClaw ${wroteIt}, and the service starts ${runs === undefined ? 'an older one' : `the older ${runs}`}, which refuses it; update that OpenClaw, or point the service at the newer one with ${ours} gateway install.`,
  'mode-missing': (ours: string) => `OpenClaw finds no gateway.mode in the config, which also happens when the file has a syntax error; ${ours} status tells which, and ${ours} onboard writes the mode.`,
  'bind-without-auth': (bind: string, ours: string) => `The config opens the gateway to more than this machine (bind ${bind}) without a token or password, which OpenClaw refuses; ${ours} onboard sets a token, or bind loopback.`,
  'reference-missing': (key: string | undefined, name: string | undefined, isFatal: boolean, ours: string) =>
    `${key === undefined ? 'The config' : `The config’s ${key}`} points to ${name === undefined ? 'a secret that is not there' : `the variable ${name}, which is not set`}, ${isFatal ? 'so the gateway does not start' : 'so this start made up a token that nobody knows'}; ${name === undefined ? 'put it where the config looks for it' : `put ${name}=… into the .env of its state folder`}, then ${ours} gateway restart.`,
  'port-taken': (port: number | undefined, holder: string | undefined, ours: string) =>
    `${port === undefined ? 'Its port' : `Port ${port}`} is taken${holder === undefined ? '' : ` by ${holder}`}, so the gateway can’t listen there; stop that, or choose another base port with ${ours} onboard.`,
  'state-owned': (pid: number | undefined, ours: string) => `Another OpenClaw process${pid === undefined ? '' : ` (pid ${pid})`} holds this state folder, and only one may; end it, then ${ours} gateway start. ${ours} status tells what runs.`,
  'node-too-old': (version: string | undefined, wanted: string | undefined, ours: string) =>
    `The service starts Node${version === undefined ? '' : ` ${version}`}, too old for this OpenClaw${wanted === undefined ? '' : `, which wants ${wanted}`}; install a newer Node, then ${ours} gateway install puts it into the service.`,
  'entry-missing': (path: string | undefined, ours: string) => `${path ?? 'A file of OpenClaw'} is not there, as after an update or a removal of OpenClaw; ${ours} gateway install writes the service anew with the OpenClaw that is there.`,
  'exec-failed': (what: string, reason: string | undefined, ours: string) => `The service can’t be started at all, because of ${what}${inBrackets(reason)}; ${ours} gateway install writes it anew with what is there.`,
  /** What systemd could not do before the program itself. */
  steps: {
    EXEC: 'the program that it names',
    CHDIR: 'the working folder that it names',
    USER: 'the user that it names',
    GROUP: 'the group that it names',
    STDOUT: 'its output',
    STDIN: 'its input',
    NAMESPACE: 'the sandbox that it asks for',
  },
  anyStep: (step: string) => `its step ${step}`,
  'out-of-memory': {
    heap: (ours: string) => `Node ran into the memory limit that the service gives it (--max-old-space-size); ${ours} gateway install writes the limit that suits this machine.`,
    system: (ours: string) => `The system ended the gateway because memory ran out, of which it needs about 1 GB to start; close something else, then ${ours} gateway start.`,
  },
  'start-limit': (ours: string) => `It ended so often that the service manager gave up; ${ours} logs shows why, and ${ours} gateway start tries again.`,
  'config-restored': (reasons: string | undefined, ours: string) =>
    `OpenClaw took the config for damaged${inBrackets(reasons)} and put its own backup in its place, so port or token may be older ones; the replaced file lies beside it as openclaw.json.clobbered.…; ${ours} onboard shows the settings that it has now.`,
  'channel-failed': {
    rejected: (channel: string, ours: string) => `${channel} rejects the token of the bot; put a valid one into the config, then ${ours} gateway restart.`,
    conflict: (channel: string, ours: string) => `Another program polls ${channel} with the same bot token, and only one may; ${ours} doctor tells whether it is a gateway of this host.`,
    network: (channel: string, ours: string) => `${channel} can’t be reached from this machine; look at its network and proxy, then ${ours} gateway restart.`,
  },
  'plugin-failed': (plugin: string | undefined, message: string, openclaw: string, ours: string) => `A plugin is in trouble${inBrackets(plugin)}: ${message}; ${openclaw} doctor --fix mends plugins, ${ours} logs tells more.`,
  starting: (ours: string) => `It has not failed and is still starting, which takes long on a slow or busy machine; ${ours} status tells when it is healthy.`,
  unknown: (exitCode: number | undefined, ours: string) =>
    `It ${exitCode === undefined ? 'does not answer' : `ended with ${exitCode}`}, and its log has no reason that is known here; ${ours} logs shows the log, ${ours} undo takes the last apply back.`,
};
