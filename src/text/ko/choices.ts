import type {en} from '../en/choices.ts';

export const ko: typeof en = {
  rows: {
    profile: '프로필',
    port: '기준 포트',
    workspace: '작업 공간',
    kit: '키트',
    bind: '바인드',
    bindHost: '주소',
    auth: '토큰',
    envName: '변수',
    service: '서비스',
    engine: 'OpenClaw',
    linger: '로그아웃',
    telegram: 'Telegram',
    botToken: '봇 토큰',
    botFile: '파일',
    dmPolicy: '대화 허용',
    ownerId: '내 ID',
  },
  kit: {
    none: {title: '없음', help: '키트를 두지 않음'},
    skill: {title: '스킬과 메모', help: 'main을 살피고, 검사하고, 다시 시작하고, 복원할 줄 아는 스킬'},
    watch: {title: '스킬과 감시', help: '스킬에 더해, 30분마다 main을 살피고 이상을 알리는 하트비트'},
  },
  bind: {
    loopback: '이 컴퓨터에서만 접속. 복구 봇에 안전한 선택',
    lan: '모든 인터페이스: 같은 네트워크에서 토큰이 있으면 누구나 접속',
    tailnet: '내 Tailscale 주소에서만 접속',
    auto: '루프백, 또는 OpenClaw가 정하는 곳 (컨테이너에서는 모든 곳)',
    custom: '직접 정한 주소 하나',
  },
  auth: {
    keep: {title: '그대로', help: '설정에 있는 그대로 유지'},
    generate: {title: '새 무작위 토큰', help: '새 무작위 토큰. 설정 파일(0600)에만 저장'},
    env: {title: '환경 변수', help: '환경 변수를 가리키며, 설정에는 비밀 정보를 두지 않음'},
  },
  service: {
    start: {title: '설치하고 지금 시작', help: '로그인할 때마다 시작. 마법사는 응답이 올 때까지 기다림'},
    write: {title: '설치만, 시작 안 함', help: '다음 로그인 때 시작'},
    none: {title: '서비스 없음', help: '필요할 때 직접 시작'},
  },
  filesAlone: '파일만 생성',
  engine: {
    shared: {title: '공유', help: '이 호스트의 모든 게이트웨이가 쓰는 것. 그것이 업데이트되면 함께 바뀜'},
    own: {title: '전용', help: mebibytes => `이 버전을 유지하며, 공유 OpenClaw를 업데이트해도 바뀌지 않음. 약 ${mebibytes} MiB 사용`},
  },
  linger: {
    on: {title: '계속 실행', help: command => `${command}; main의 서비스도 계속 실행됨`},
    off: {title: '멈춤', help: '마지막 세션이 끝나면 게이트웨이도 종료'},
  },
  telegram: {
    keep: {title: '그대로', help: '프로필에 있는 것을 건드리지 않음'},
    off: {title: '끔', help: '봇 없음. main에서 물려받은 토큰으로도 여기서 봇이 켜지지 않음'},
    typed: {title: '전용 봇', help: '토큰을 여기에 입력. 화면에 보이지 않고 설정 파일(0600)에 저장'},
    file: {title: '전용 봇, 토큰은 파일에', help: 'OpenClaw가 파일을 직접 읽고, 설정에는 토큰을 두지 않음'},
  },
  dmPolicy: {
    pairing: {title: '페어링', help: '말을 건 사람이 코드를 받고, 내가 승인하면 대화 가능'},
    allowlist: {title: '허용 목록', help: '나만 대화 가능'},
  },
  botCard: [
    'Telegram에서 @BotFather에게 /newbot을 보내세요. 이름과 “bot”으로 끝나는 사용자 이름을 물은 뒤 토큰을 알려 줍니다.',
    '봇은 이 게이트웨이에서만 쓰세요. 두 게이트웨이가 봇 하나를 쓰면 서로 연결을 끊습니다.',
  ],
  ownerHint: 'ID는 숫자입니다. 페어링을 쓰면 비워 두어도 됩니다.',
};
