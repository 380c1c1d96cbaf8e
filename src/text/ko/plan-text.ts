import type {en} from '../en/plan-text.ts';

export const ko: typeof en = {
  results: {proved: '증명됨', assumed: '추정', accepted: '허용됨', refused: '거부됨'},
  port: (label, ports, state) => `${label} ${ports}: ${state}.`,
  run: '실행',
  actions: {create: '만들기', update: '바꾸기', unchanged: '그대로', delete: '삭제'},
  everythingInIt: '및 그 안의 모든 것',
  whenEmpty: '(비어 있을 때)',
  newProfile: (name, port) => `프로필 ${name}, 기준 포트 ${port}, 새로 만듦.`,
  oldProfile: (name, port) => `프로필 ${name}, 기준 포트 ${port}, 이미 있음.`,
  refused: problem => `거부: ${problem}`,
  changedByOthers: '쓴 뒤로 다른 곳에서 바꾼 것',
  ports: '포트',
  isolation: '격리',
  nothingToDo: '할 일이 없습니다. 이미 모두 답한 대로입니다.',
  atApply: '적용할 때',
  withoutQuestions: '질문 없이 똑같이 하려면',
};
