import type {en} from '../en/manager.ts';

export const ko: typeof en = {
  stopsAtLogout: command => `다음 명령을 실행하지 않으면 로그아웃할 때 서비스가 멈춥니다:  ${command}`,
  openclawHome: 'OPENCLAW_HOME이 설정되어 있으면 OpenClaw는 서비스를 관리하지 않습니다.',
  otherHome: 'HOME이 이 사용자의 홈이 아닙니다. 파일은 거기에 쓰지만, 서비스 관리자는 그곳을 보지 않습니다.',
  noManager: '서비스 관리자가 없습니다 (컨테이너이거나 systemd 없는 WSL?). 파일만 쓰고, 아무것도 시작하지 않습니다.',
  noSession: {
    linux: '이 셸에서는 서비스 관리자에 연결할 수 없습니다 (세션 없는 ssh, su, cron?). 파일만 쓰고, 아무것도 시작하지 않습니다.',
    darwin: '이 사용자가 화면에 로그인해 있지 않은데, 에이전트는 그곳에서만 실행됩니다. 파일만 쓰며, 다음에 화면에서 로그인할 때 시작됩니다.',
    win32: '작업 스케줄러(Task Scheduler)가 응답하지 않습니다. 파일만 쓰고, 등록하거나 시작하지 않습니다.',
  },
};
