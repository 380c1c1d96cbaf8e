import type {en} from '../en/write-failures.ts';

export const ko: typeof en = {
  aFile: '파일',
  noSpace: '남은 공간이 없어',
  noInodes: '남은 inode가 없어(작은 파일이 너무 많음)',
  byCode: {
    ENOSPC: (path, what) => `${what} ${path}에 쓸 수 없음. 공간을 비운 뒤 다시 시도하세요`,
    EDQUOT: path => `이 사용자의 디스크 할당량을 다 써서 ${path}에 쓸 수 없음`,
    EFBIG: path => `${path}: 허용된 파일 크기를 넘음(ulimit -f)`,
    EROFS: path => `${path}: 읽기 전용 파일 시스템`,
    EACCES: path => `${path}에 쓸 권한 없음`,
    EPERM: path => `${path}: 권한 비트와 관계없이 변경할 수 없음(immutable?)`,
    EIO: path => `${path}에서 디스크 오류(I/O error) 발생. 자세한 내용은 시스템 로그를 확인하세요`,
    EXDEV: path => `${path}: 마운트처럼 주변과 다른 파일 시스템에 있어 그곳으로 옮길 수 없음`,
    EISDIR: path => `${path}: 파일이 있어야 할 자리에 폴더가 있음`,
    ENOTDIR: path => `${path}: 상위 경로 중 폴더가 아닌 것이 있어 만들 수 없음`,
    ENOENT: path => `${path}: 상위 폴더가 없거나 쓸 수 없어 만들 수 없음`,
    EEXIST: path => `${path}: 이미 있음`,
    ENOTEMPTY: path => `${path}: 비어 있지 않음`,
    ENAMETOOLONG: path => `${path}: 허용된 이름 길이를 넘음`,
    ELOOP: path => `${path}: 자기 자신을 가리키는 링크를 거침`,
    EMFILE: path => `이 프로세스가 연 파일이 너무 많아 ${path}에 접근할 수 없음`,
    ENFILE: path => `이 컴퓨터에 열린 파일이 너무 많아 ${path}에 접근할 수 없음`,
    EBUSY: path => `${path}: 사용 중이거나 마운트 지점이라 바꿀 수 없음`,
    ETXTBSY: path => `${path}: 실행 중인 프로그램이라 쓸 수 없음`,
  },
};
