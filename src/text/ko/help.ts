import type {en} from '../en/help.ts';

export const ko: typeof en = {
  program: '완전히 격리된 두 번째 OpenClaw 게이트웨이, 곧 구조 봇을 설정합니다. 다시 실행하면 그 설정을 고칩니다.',
  headings: {'Usage:': '사용법:', 'Arguments:': '인수:', 'Options:': '옵션:', 'Commands:': '명령:'},
  places: {'[options]': '[옵션]', '[command]': '[명령]'},
  version: '버전 번호 출력',
  help: '도움말 표시',
  topic: topics => `명령 또는 ${topics.join(', ')}`,
  ofEveryCommand: flags => `모든 명령에 쓰는 옵션: ${flags}`,
  example: '예:',
  withoutCommand: name => `명령이 없으면 ${name} 명령을 실행합니다.`,
  alone: (name, whole, help) => `${name}만 쓰면 ${whole} 명령입니다. 옵션 보기: ${help}`,
  exitCodes: {
    done: '완료했거나 할 일이 없음',
    failed: '실패. 쓴 내용은 되돌렸고, 남은 것이 있으면 메시지에 나옵니다',
    usage: '명령줄이 잘못되었거나 질문에 답할 사람이 없음',
    unsafe: '안전하지 않아 거부했거나 doctor가 그렇다고 판단함: 포트, 폴더, 이름, 토큰의 충돌',
    interrupted: 'Ctrl-C나 아니요로 끝나기 전에 나감',
  },
  exitCodeOfChild: 'exec와 gateway run은 OpenClaw 자체가 되어 그 종료 코드로 끝납니다.',
  variables: {
    'HOME, OPENCLAW_HOME, XDG_*, TMPDIR': '파일이 놓이는 곳. OpenClaw에서와 같이 OPENCLAW_HOME이 우선합니다',
    PATH: 'openclaw, node, 서비스 관리자를 찾는 곳',
    'TERM, LANG, LC_*': '터미널에 표시할 수 있는 것과 언어. TERM=dumb이면 한 줄씩 묻습니다',
    'NO_COLOR, FORCE_COLOR': '색을 쓰지 않음, 또는 색의 단계 0~3',
    COLORFGBG: '배경이 어두운지 밝은지',
    NO_MOTION: '스스로 움직이는 것 없음',
    ACCESSIBLE: '한 줄씩 질문',
    CI: 'OpenClaw에 그대로 전달',
  },
  whatCounts: '기본값, 프로필의 값, 플래그 순으로 적용합니다. 환경에서는 다음만 반영합니다:',
  whatNeverCounts: 'OPENCLAW_STATE_DIR, OPENCLAW_CONFIG_PATH, OPENCLAW_GATEWAY_PORT, OPENCLAW_PROFILE과 채널 토큰은\n반영하지 않으며, OpenClaw에 전달하지도 않습니다.',
};
