import type {en} from '../en/kit.ts';

export const ko: typeof en = {
  watch: obstacle => `감시: ${obstacle}.`,
  obstacles: {
    off: 'agents.defaults.heartbeat.every 설정이 하트비트를 끕니다',
    prompt: 'agents.defaults.heartbeat.prompt에 이미 글이 있어 그대로 둡니다. 그 글이 봇을 skills/rescue-main/watch.md로 보내야 합니다',
    agents: '일부 에이전트에 하트비트가 따로 있어 그 에이전트만 실행합니다',
    cron: 'cron.enabled가 false이면 하트비트가 실행되지 않습니다',
    nobody: '알릴 사람이 정해져 있지 않습니다. 하트비트에는 commands.ownerAllowFrom 또는 채널의 allowFrom이 필요합니다',
  },
};
