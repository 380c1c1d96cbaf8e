import type {en} from '../en/sessions.ts';

export const ko: typeof en = {
  noConfig: (path, ours) => `${path}에 설정이 없습니다. 만들려면: ${ours} setup`,
  noProfileMain: option => `이 호스트에는 main 프로필이 없습니다. main 게이트웨이는 프로필이 없으므로 ${option}로 지정하세요.`,
  noMain: '이 호스트에는 main 게이트웨이가 없습니다. 만들려면: openclaw onboard',
  noProfile: (profile, ours) => `이 호스트에는 ${profile} 프로필이 없습니다. 만들려면: ${ours} setup`,
  notSetUp: (profile, ours) => `${profile} 프로필이 설정되지 않았고, 게이트웨이는 설정 없이 시작하지 않습니다. 먼저 실행하세요: ${ours} setup`,
  noHome: home => `HOME(${home})이 없습니다`,
  noLock: reason => `작업을 기록할 수 없어 아무것도 하지 않았습니다: ${reason}.`,
  notRecovered: reason => `이전 변경이 중간에 끊겼고 마무리할 수 없습니다: ${reason}.`,
  noOpenClaw: install => `이 컴퓨터에 OpenClaw가 없습니다. 설치하려면: ${install}`,
  openClawFails: reason => `OpenClaw를 시작할 수 없습니다: ${reason}`,
  interrupted: '중단됨',
  left: {
    before: '아무것도 쓰지 않았습니다.',
    written: ours => `적용 중에 나왔고 파일은 제자리에 있습니다. ${ours} undo 명령으로 되돌릴 수 있습니다.`,
    takenBack: '적용 중에 나왔고, 쓴 내용은 되돌렸습니다.',
  },
  goOn: (how, ours) => `${how} 계속하려면:  ${ours} onboard`,
  crashed: '일어나지 않아야 할 오류가 났습니다',
};
