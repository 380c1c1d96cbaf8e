/** The report of the audit, in Korean. */
import type {en} from '../en/doctor-text.ts';

export const ko: typeof en = {
  both: (first, second) => `${first}, ${second} 게이트웨이`,
  gateways: count => `게이트웨이 ${count}개`,
  found: (named, counts) => `${named}: ${counts}.`,
  alone: name => `이 호스트의 게이트웨이는 ${name} 1개뿐이라 함께 쓰는 것이 없습니다.`,
  isolatedOne: name => `${name}: 다른 게이트웨이와 격리되어 있습니다.`,
  isolatedAll: named => `${named}: 서로 격리되어 있습니다.`,
  notes: count => `참고 ${count}개는 --verbose로 볼 수 있습니다.`,
  toMend: '조치하려면 다음 명령을 실행하세요. 먼저 계획을 보여 줍니다.',
  likewise: count => `그 밖의 프로필 ${count}개도 같은 방법으로`,
  fix: '조치',
  rule: '규칙',
  moreFixes: count => `외 ${count}개, --verbose로 볼 수 있음`,
};
