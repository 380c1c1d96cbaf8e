import type {en} from '../en/apply-text.ts';

export const ko: typeof en = {
  check: '그사이 바뀐 것이 없는지 확인',
  databases: '데이터베이스 복사',
  health: '정상이 될 때까지 대기',
  left: '이전 포트가 비었는지 확인',
  deleteEngine: '전용 OpenClaw 삭제',
  write: {config: '설정 쓰기', service: '서비스 쓰기', kit: '복구 키트 쓰기', folder: '폴더 만들기', engine: '전용 OpenClaw 고정'},
  delete: {config: '설정 삭제', service: '서비스 삭제', kit: '복구 키트 삭제', folder: '폴더 삭제', engine: '전용 OpenClaw 고정 해제'},
  commands: {
    engine: '전용 OpenClaw 설치',
    validate: 'OpenClaw로 설정 검사',
    reload: '서비스 관리자에 알림',
    enable: '서비스 활성화',
    start: '서비스 시작',
    stop: '서비스 중지',
    restart: '서비스 다시 시작',
    unload: '이전 서비스 중지',
    register: '작업 등록',
    linger: '로그아웃 뒤에도 실행',
    access: '토큰으로 접속 확인',
  },
  moved: '답하는 동안 이 호스트에서 무언가 바뀌었습니다. 아무것도 기록하지 않았습니다. 지금 상태에 맞춘 계획입니다.',
  states: {running: '진행 중', done: '완료', skipped: '건너뜀', failed: '실패'},
};
