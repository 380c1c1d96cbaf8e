import type {en} from '../en/recovered.ts';

export const ko: typeof en = {
  cutShort: {
    apply: (name, startedAt) => `${startedAt}에 시작한 ${name} 변경이 도중에 끊겼습니다`,
    undo: (name, startedAt) => `${startedAt}에 시작한 ${name} 되돌리기가 도중에 끊겼습니다`,
  },
  takenBack: '되돌렸으며, 모두 이전 그대로입니다.',
  takenBackInPart: paths => `되돌렸지만, 그사이 다른 곳에서 바꾼 것은 그대로 두었습니다: ${paths}.`,
  finished: '끝까지 마쳤으며, 모두 의도한 대로입니다.',
  mixed: paths => `일부를 바로잡지 못했으며, 다음 명령이 다시 시도합니다: ${paths}.`,
  failed: command => `실패한 명령: ${command}.`,
};
