/** The OpenClaw that a profile runs on, in Korean. */
import type {en} from '../en/engine-text.ts';

export const ko: typeof en = {
  shared: version => `공유: OpenClaw ${version}, 이 호스트 전체에서 사용`,
  sharedNone: '공유: 이 컴퓨터에 OpenClaw가 없음',
  own: version => `전용: OpenClaw ${version}`,
  ownGone: version => `전용: OpenClaw ${version}, 파일이 없음`,
  entry: '실행 파일',
  onDisk: '디스크 사용량',
  kept: '남아 있는 버전',
  itself: '현재',
  runs: main => `${main} 게이트웨이`,
  newest: '최신 버전',
  newestHere: version => `${version}, 이미 사용 중`,
  pin: ours => `${ours} onboard --own-engine 명령으로 전용 OpenClaw를 둘 수 있습니다.`,
  bringBack: ours => `${ours} onboard --non-interactive 명령으로 다시 설치하세요.`,
  migrated: (path, schema, before) => `${path} (${schema === undefined ? '읽을 수 없음' : `스키마 ${schema}`}, 이전 ${before})`,
};
