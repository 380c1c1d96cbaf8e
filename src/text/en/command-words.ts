/** What commands say beside their own texts: how they are to be called, and why they do not go on. */
export const en = {
  listed: (said: string, names: string) => `${said}: ${names}.`,
  doctor: {
    goesWithFix: (option: string) => `${option} goes with --fix.`,
    nameOne: 'doctor --fix mends one instance: name it, as in --profile rescue doctor --fix.',
    found: (counts: string) => `${counts}; each is told with its fix.`,
    notOurs: (name: string, ours: string) => `we never write the files of ${name}; ${ours} doctor tells what to change there.`,
    nothingToMend: (name: string) => `Nothing that doctor --fix could mend in ${name}.`,
    nobodyToAsk: (ours: string) => `nobody can be asked here; ${ours} doctor --fix --dry-run shows what it would do, --yes does it.`,
    mended: (count: number) => `${count} finding${count === 1 ? '' : 's'} mended.`,
  },
  drill: {
    goesWithStop: '--yes goes with --stop-main.',
    nobodyToAsk: 'nobody can be asked here; --yes stops main without a question, --dry-run shows what would be done.',
    noMain: 'there is no main gateway on this host, so there is nothing to rescue; openclaw onboard makes it.',
    isMain: (name: string) => `${name} is what is rescued; --profile names the rescue, as in --profile rescue drill.`,
    nothingStopped: 'Nothing was stopped.',
    otherName: 'That is another name, so nothing was stopped.',
    isItThere: 'Is it there when it is needed',
  },
  env: {
    noSyntax: (name: string) => `"${name}" is no syntax that env knows`,
    unprintable: (name: string, value: string) => `${name} would be "${value}", which has characters that no line can show; --json has them escaped.`,
  },
  exec: {
    needsCommand: 'exec needs a command of OpenClaw, such as: exec status',
    switches: (option: string) => `${option} would make OpenClaw work for another instance; it stands before exec, for us.`,
  },
  logs: {
    noNumber: (text: string) => `"${text}" is no number of lines.`,
    noLog: (name: string, ours: string) => `the ${name} gateway has written no log yet; ${ours} status tells how it is doing.`,
    shared: 'OpenClaw writes one log for all that is no named profile; lines of others may be among these.',
    noJournal: (why: string) => `journalctl can’t be started: ${why}`,
  },
  ports: {
    runsOn: (port: number) => `The gateway that runs now has ${port}.`,
  },
  shell: {
    nameOne: 'name a shell',
    unknown: (name: string) => `"${name}" is no shell that this knows`,
  },
};
