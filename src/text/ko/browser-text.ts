import type {en} from '../en/browser-text.ts';

export const ko: typeof en = {
  off: name => `${name} 브라우저가 꺼져 있습니다(browser.enabled).`,
  control: '제어',
  relay: '릴레이',
  range: 'CDP 범위',
  ports: count => `포트 ${count}개`,
  profile: name => `프로필 ${name}`,
  nobody: '수신 대기 중인 프로세스 없음',
  unknown: '알 수 없음',
  remote: address => `원격: ${address}`,
  config: '설정',
  later: '처음 시작할 때 정해짐',
  relayByRule: '규칙에 따른 확장 릴레이',
  managedByRule: '규칙에 따른 관리 브라우저',
};
