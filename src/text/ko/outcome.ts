import type {en} from '../en/outcome.ts';

export const ko: typeof en = {
  labels: {first: '먼저', check: '확인', browser: '브라우저', next: '다음', edit: '수정', undo: '되돌리기', look: '살펴보기', log: '로그', start: '시작', stop: '중지', service: '서비스', shellLine: '셸'},
  nothingToDo: '할 일이 없습니다. 이미 모두 답한 대로입니다.',
  nothingWritten: '아무것도 기록하지 않았습니다.',
  up: (profile, port) => `${profile} 게이트웨이가 포트 ${port}번에서 실행 중입니다. main은 건드리지 않았습니다.`,
  written: {
    profile: (name, port) => `프로필 ${name} 쓰기를 마쳤습니다. 기준 포트 ${port}번. main은 건드리지 않았습니다.`,
    paths: (name, port) => `인스턴스 ${name} 쓰기를 마쳤습니다. 기준 포트 ${port}번. main은 건드리지 않았습니다.`,
  },
  failed: reason => `실패: ${reason}`,
  takenBack: '되돌렸습니다. 파일과 서비스가 이전 그대로입니다.',
  takenBackInPart: '되돌렸지만 일부는 되돌리지 못했습니다. 남은 것은 doctor로 확인하세요.',
  takingBack: '되돌리는 중입니다. 중지하는 게이트웨이가 끝나기까지 1분쯤 걸릴 수 있습니다 …',
  putBack: '쓴 내용을 모두 되돌렸습니다.',
  inPlace: {
    unexplained: '쓴 내용은 그대로 있습니다. 아래 명령으로 실행되지 않는 까닭을 확인하고, 되돌릴 수 있습니다.',
    explained: '쓴 내용은 그대로 있습니다. 아래 명령으로 더 자세히 확인하고, 되돌릴 수 있습니다.',
  },
  notAllowed: command => `여기서는 허용되지 않습니다. 대신 실행: ${command}`,
  noOpenclaw: '이 컴퓨터에 아직 OpenClaw가 없습니다. 아래 명령에 필요합니다.',
  staysOn: port => `지금 실행 중인 게이트웨이는 다시 시작할 때까지 포트 ${port}번에 남습니다.`,
  startsAtLogin: '서비스는 다음 로그인 때 시작됩니다.',
  putToken: (line, file) => `시작하기 전에 ${file} 파일에 이 줄을 넣고 권한을 0600으로 하세요: ${line}`,
  untilAdministrator: command => `관리자가 다음 명령을 실행하지 않으면 로그아웃할 때 서비스가 멈춥니다:  ${command}`,
  stopInTerminal: '그 터미널에서 Ctrl-C',
  shellHint: command => `아래 셸 줄을 셸의 시작 파일에 넣으면 이 명령으로 마법사가 열립니다: ${command}`,
};
