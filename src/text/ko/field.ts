/** Korean words about text fields. */
import type {en} from '../en/field.ts';

export const ko: typeof en = {
  edits: {
    left: '왼쪽으로',
    right: '오른쪽으로',
    'word-left': '단어 왼쪽으로',
    'word-right': '단어 오른쪽으로',
    home: '처음으로',
    end: '끝으로',
    backspace: '앞 글자 지우기',
    delete: '뒤 글자 지우기',
    'kill-word': '앞 단어 자르기',
    'kill-word-right': '뒤 단어 자르기',
    'kill-left': '처음까지 자르기',
    'kill-right': '끝까지 자르기',
    yank: '잘라낸 글자 붙여넣기',
    undo: '실행 취소',
  },
  noMatch: {folder: '이렇게 시작하는 폴더가 없습니다. Tab: 다음 줄', file: '이렇게 시작하는 파일이나 폴더가 없습니다. Tab: 다음 줄'},
};
