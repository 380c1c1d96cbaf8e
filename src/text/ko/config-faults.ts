import type {en} from '../en/config-faults.ts';

export const ko: typeof en = {
  at: (line, column, what) => `${line}행 ${column}열: ${what}`,
  'too-deep': most => `중첩이 ${most}단계를 넘음`,
  'too-long': (length, most) => `크기가 ${length} MB이며, ${most} MB를 넘으면 엄격한 JSON으로만 읽고 편집하지 않음`,
  'more-follows': '값 뒤에 다른 내용이 있음',
  'no-element': '배열 요소가 빠져 있음',
  'no-value': 'JSON5 값이 아님',
  'no-object': '객체가 아님',
  'no-property': 'JSON5 속성이 아님',
  'no-key': 'JSON5 키가 아님',
  unexpectedCharacter: character => `예기치 않은 문자 ${character}`,
  syntax: {
    token: '예기치 않은 토큰',
    openString: '닫히지 않은 문자열',
    openComment: '닫히지 않은 주석',
    openTemplate: '닫히지 않은 템플릿',
    number: '잘못된 숫자',
    afterNumber: '숫자 바로 뒤에 식별자가 있음',
    regularExpression: '잘못된 정규식',
    openRegularExpression: '닫히지 않은 정규식',
  },
};
