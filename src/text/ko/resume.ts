/** An unfinished run, and how it is gone on with. */
import type {en} from '../en/resume.ts';

export const ko: typeof en = {
  leftAt: (step, time) => `${time}에 ${step} 단계에서 중단했습니다. 그 단계부터 이어서 진행합니다.`,
  leftBefore: (step, time, opened) => `${time}에 ${step} 단계에서 중단했습니다. ${opened} 단계의 답이 더 이상 맞지 않아 그 단계부터 진행합니다.`,
  anew: 'Ctrl-X를 누르면 처음부터 다시 시작합니다.',
  form: '지난번 답변은 다른 버전에서 저장한 것이어서 다시 묻습니다.',
  damaged: '지난번 답변 파일이 손상되어 읽을 수 없으므로 다시 묻습니다.',
  lost: (label, was) => `다시 확인: ${label} 항목의 이전 답 “${was}”은(는) 여기서 더 이상 선택할 수 없습니다.`,
  askedAgain: '다시 확인: 이 답에 영향을 주는 내용이 바뀌었습니다.',
  goOn: '이어서 진행하려면:',
  change: '변경하려면:',
  nothingWritten: '아무것도 기록하지 않았습니다.',
  putBack: '적용 중에 중단했습니다. 기록한 내용은 모두 되돌렸습니다.',
  inPlace: undo => `적용 중에 중단했으며 파일은 이미 제자리에 있습니다. 되돌리려면 ${undo} 명령을 실행하세요.`,
  applied: '중단하기 전에 모두 기록했습니다.',
  nothingToDo: '할 일이 없었습니다.',
  takenBack: '기록한 내용을 되돌렸습니다.',
};
