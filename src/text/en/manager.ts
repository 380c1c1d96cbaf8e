export const en = {
  stopsAtLogout: (command: string) => `The service stops when you log out, until this is run:  ${command}`,
  openclawHome: 'OPENCLAW_HOME is set: OpenClaw refuses to manage services then.',
  otherHome: 'HOME is not this user’s home: the file is written there, but the service manager does not look there.',
  noManager: 'No service manager here (a container, WSL without systemd?): the file is written, nothing is started.',
  noSession: {
    linux: 'The service manager can’t be reached from this shell (ssh without a session, su, cron?): the file is written, nothing is started.',
    darwin: 'This user is not logged in at the screen, and only there agents run: the file is written, and it starts with the next login there.',
    win32: 'The Task Scheduler does not answer: the files are written, nothing is registered or started.',
  },
};
