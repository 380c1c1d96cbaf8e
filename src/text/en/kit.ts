/** What is told of the kit; what is written into it is English. */
export const en = {
  watch: (obstacle: string) => `The watch: ${obstacle}.`,
  obstacles: {
    off: 'agents.defaults.heartbeat.every switches heartbeats off',
    prompt: 'agents.defaults.heartbeat.prompt has words of its own, which are kept; they have to send the bot to skills/rescue-main/watch.md',
    agents: 'some agents have a heartbeat of their own, so only those run one',
    cron: 'cron.enabled is false, and without it no heartbeat runs',
    nobody: 'nobody is named to hear of it; a heartbeat needs commands.ownerAllowFrom, or allowFrom of a channel',
  },
};
