import type {en} from '../en/undo.ts';

export const ko: typeof en = {
  nothing: name => `되돌릴 적용이 없습니다: ${name}.`,
  changed: paths => `그 적용 뒤에 바뀐 파일이 있습니다: ${paths}. --force를 쓰면 그 변경은 사라집니다.`,
  migrated: databases => `그 적용의 OpenClaw가 데이터베이스를 새 형식으로 옮겨 이전 버전이 열지 못할 수 있습니다: ${databases}. --force를 쓰면 적용 이전의 사본으로 되돌리고, 그 뒤에 쓴 내용은 사라집니다.`,
  reasons: reasons => reasons.join(' '),
  confirm: '그래도 되돌릴까요?',
  refused: command => `명령이 실패하여 아무것도 되돌리지 않았습니다: ${command}. 되돌리면 서비스가 파일 없이 계속 실행됩니다. --force를 쓰면 그래도 진행합니다.`,
  held: reason => `${reason}. 그래서 아무것도 되돌리지 않았습니다. 먼저 게이트웨이를 중지하세요.`,
  done: (name, time) => `되돌렸습니다: ${name}, ${time}의 변경.`,
  notPutBack: (paths, folder) => `되돌리지 못한 파일: ${paths}. 사본이 있는 곳: ${folder}.`,
  commandFailed: command => `파일은 되돌렸지만 이 명령이 실패했습니다: ${command}`,
  fates: {failed: '되돌리지 못함', kept: '비어 있지 않음', missing: '원래 없음', restored: '되돌림', removed: '제거함'},
  previews: {restored: '되돌리기', removed: '제거'},
  differences: {delete: '삭제', create: '되살리기', update: '변경'},
};
