type Places = {readonly label: string; readonly config: string; readonly state: string; readonly workspace: string; readonly port: number; readonly source: string};

export const en = {
  instance: ({label, config, state, workspace, port, source}: Places) => `${label}: config ${config}, state ${state}, workspace ${workspace}, base port ${port} (${source})`,
  listening: 'listening',
  notListening: 'not listening',
  countedWithDefaults: (reason: string) => `Its config can’t be read: ${reason}; counted with its defaults.`,
  homeIsSet: (home: string) => `OPENCLAW_HOME is set: home is ${home}.`,
  noOpenclaw: 'OpenClaw is not on this machine, so no service can be written yet.',
  install: (command: string) => `Install it with  ${command}  and run this wizard again, then choose the service.`,
  service: (name: string, file: string) => `Service ${name}, file ${file}.`,
  starts: (node: string, entry: string) => `It starts ${node} ${entry}.`,
  unstable: (reasons: string) => `The next upgrade may move these paths (${reasons}); run the wizard again after it.`,
  unreadable: (label: string, reason: string) => `The config of ${label} can’t be read (${reason}); its ports and workspace are assumed, not known.`,
  exposure: (bind: string, reach: string) => `Bind ${bind}: ${reach}.`,
  exposureWarning: 'A rescue bot can change main: who holds its token and reaches its port can too.',
};
