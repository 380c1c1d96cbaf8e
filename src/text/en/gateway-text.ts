/** What is said around the gateway that is run, and its service that is told to start or stop. */
export const en = {
  noConfig: (name: string, ours: string) => `${name} has no config, and a gateway without one does not start; ${ours} setup makes it.`,
  unreadable: (path: string, reason: string) => `${path} can’t be read: ${reason}; a gateway would not start with it.`,
  portFirst: '--port stands before the --, so that its ports are looked at first.',
  notHandedOn: (word: string) => `${word} would let OpenClaw get at another instance, so it is not handed on.`,
  blockPort: (port: number, holder: string) => `Port ${port} of its block is ${holder}.`,
  thisRunAlone: (given: number, usual: number) => `Port ${given} is for this run alone: other commands look for this gateway on ${usual}.`,
  runsHere: (pid: number) => `it runs as pid ${pid}, in a terminal where Ctrl-C ends it.`,
  runIt: (ours: string) => `${ours} gateway runs it in a terminal.`,
  installOrRun: (install: string, ours: string) => `${install} makes one, ${ours} gateway runs it in a terminal.`,
  noServiceOfPaths: (name: string, instead: string) => `${name} has no service, since OpenClaw manages those of profiles only; ${instead}`,
  noService: (name: string, instead: string) => `${name} has no service; ${instead}`,
  noManager: (ours: string) => `the service manager can’t be reached from here; in a terminal, ${ours} gateway runs it.`,
  done: {
    start: (name: string) => `The ${name} gateway is running and healthy.`,
    stop: (name: string) => `The ${name} gateway is stopped.`,
    restart: (name: string) => `The ${name} gateway was restarted and is healthy.`,
  },
  nothing: {
    start: (name: string) => `The ${name} gateway is running already.`,
    stop: (name: string) => `The ${name} gateway is not running.`,
    restart: (name: string) => `The ${name} gateway has nothing to restart.`,
  },
};
