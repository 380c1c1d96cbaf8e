export const en = {
  rows: {
    profile: 'Profile',
    port: 'Base port',
    workspace: 'Workspace',
    kit: 'Kit',
    bind: 'Bind',
    bindHost: 'Address',
    auth: 'Token',
    envName: 'Variable',
    service: 'Service',
    engine: 'OpenClaw',
    linger: 'Logout',
    telegram: 'Telegram',
    botToken: 'Bot token',
    botFile: 'File',
    dmPolicy: 'Who writes',
    ownerId: 'Your id',
  },
  kit: {
    none: {title: 'none', help: 'no kit'},
    skill: {title: 'skill and notes', help: 'a skill that knows main: how to look, validate, restart, restore'},
    watch: {title: 'and a watch', help: 'the skill, and a heartbeat that looks at main every 30 minutes and speaks up'},
  },
  bind: {
    loopback: 'this machine only; the safe choice for a rescue bot',
    lan: 'every interface: all of your network can reach it with the token',
    tailnet: 'your Tailscale address only',
    auto: 'loopback, and where OpenClaw finds it fit (in a container: everywhere)',
    custom: 'one address that you give',
  },
  auth: {
    keep: {title: 'kept', help: 'kept as the config has it'},
    generate: {title: 'new random token', help: 'a new random token, in the config alone (0600)'},
    env: {title: 'environment variable', help: 'a reference to an environment variable; the config holds no secret'},
  },
  service: {
    start: {title: 'Install and start now', help: 'and at every login; the wizard waits until it answers'},
    write: {title: 'Install, do not start', help: 'it starts with the next login'},
    none: {title: 'No service', help: 'start it by hand when you need it'},
  },
  filesAlone: 'the files alone',
  engine: {
    shared: {title: 'shared', help: 'the one of this host, which all run on: its next update is this one’s, too'},
    own: {title: 'its own', help: (mebibytes: number) => `this version, kept: an update of the shared one leaves it alone; takes about ${mebibytes} MiB`},
  },
  linger: {
    on: {title: 'goes on', help: (command: string) => `${command}; main’s service goes on then, too`},
    off: {title: 'stops', help: 'the gateway ends with your last session'},
  },
  telegram: {
    keep: {title: 'as it is', help: 'what the profile has is left alone'},
    off: {title: 'off', help: 'no bot; and an inherited token of main’s can’t switch one on here'},
    typed: {title: 'a bot of its own', help: 'its token is typed here, hidden, and kept in the config (0600)'},
    file: {title: 'a bot, token in a file', help: 'OpenClaw reads the file by itself; the config holds no token'},
  },
  dmPolicy: {
    pairing: {title: 'pairing', help: 'who writes gets a code, and you let him in'},
    allowlist: {title: 'allowlist', help: 'you alone'},
  },
  /** How a bot of its own is got. */
  botCard: [
    'In Telegram, write /newbot to @BotFather: it asks for a name, then for a user name that ends in “bot”, and answers with the token.',
    'The bot is for this gateway alone: two gateways on one bot shut each other out.',
  ],
  ownerHint: 'Your id is a number; it may stay empty with pairing.',
};
