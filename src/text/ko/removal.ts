import type {en} from '../en/removal.ts';

export const ko: typeof en = {
  uninstalled: name => `${name}의 서비스를 제거했습니다. 설정, 상태, 작업 공간은 남아 있습니다.`,
  noService: name => `${name}에는 서비스가 없습니다.`,
  removed: name => `${name} 프로필을 제거했습니다.`,
  undo: ours => `${ours} undo 명령으로 되돌릴 수 있습니다.`,
  nothing: name => `${name}에는 이 프로그램이 만든 것이 없습니다.`,
  confirm: name => `${name}에서 이것을 제거할까요?`,
  typeName: name => `이것도 영구히 삭제할까요? 삭제하려면 이름(${name})을 입력하고, 남기려면 Enter를 누르세요`,
  otherName: '다른 이름이므로 그대로 둡니다.',
};
