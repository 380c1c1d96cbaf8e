import type {en} from '../en/facts.ts';

export const ko: typeof en = {
  instance: ({label, config, state, workspace, port, source}) => `${label}: 설정 ${config}, 상태 ${state}, 작업 공간 ${workspace}, 기준 포트 ${port} (${source})`,
  listening: '수신 중',
  notListening: '수신하지 않음',
  countedWithDefaults: reason => `설정을 읽을 수 없어 기본값으로 계산합니다: ${reason}.`,
  homeIsSet: home => `OPENCLAW_HOME이 설정되어 있습니다. 홈: ${home}`,
  noOpenclaw: '이 컴퓨터에 OpenClaw가 없어 아직 서비스를 쓸 수 없습니다.',
  install: command => `다음 명령으로 설치하고 마법사를 다시 실행한 뒤 서비스를 선택하세요:  ${command}`,
  service: (name, file) => `서비스 ${name}, 파일 ${file}`,
  starts: (node, entry) => `실행 명령: ${node} ${entry}`,
  unstable: reasons => `다음 업그레이드 때 이 경로가 바뀔 수 있습니다 (${reasons}). 업그레이드한 뒤 마법사를 다시 실행하세요.`,
  unreadable: (label, reason) => `${label}의 설정을 읽을 수 없습니다 (${reason}). 포트와 작업 공간은 확인한 값이 아니라 추정한 값입니다.`,
  exposure: (bind, reach) => `바인드 ${bind}: ${reach}.`,
  exposureWarning: '복구 봇은 main을 바꿀 수 있습니다. 토큰을 갖고 포트에 접속할 수 있는 사람도 마찬가지입니다.',
};
