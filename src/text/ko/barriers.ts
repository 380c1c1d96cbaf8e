import type {en} from '../en/barriers.ts';

export const ko: typeof en = {
  home: path => `HOME 폴더(${path})`,
  link: (path, target, root) => `${path}: ${root} 밖의 ${target}에 대한 링크여서 쓰지 않습니다. 링크 자리에 복사본을 두거나 링크를 없애세요.`,
  nixLink: (path, target, root) => `${path}: ${root} 밖의 ${target}에 대한 링크여서 쓰지 않습니다. Home Manager에서 빼거나 링크를 없애세요.`,
  notAFolder: path => `${path}: 이미 있지만 폴더가 아닙니다. 옮기세요.`,
  notAFile: path => `${path}: 파일이 있어야 할 자리에 폴더가 있습니다. 옮기세요.`,
  unusable: (path, reason) => `${path}: 쓸 수 없습니다: ${reason}. 고치거나 옮기세요.`,
  nixStore: name => `${name}: 다른 것이 쓸 수 없는 Nix 저장소에 있습니다. Home Manager에서 빼거나 거기서 바꾸세요.`,
  readOnly: name => `${name}: 읽기 전용 파일 시스템에 있어 쓸 수 없습니다. 쓰기 가능하게 마운트하거나 다른 위치를 선택하세요.`,
  immutable: (name, command) => `${name}: 변경 금지(immutable)로 되어 있어 아무도 바꿀 수 없습니다. 허용하는 명령: ${command}`,
  mount: name => `${name}: 그 자체가 마운트여서 새 파일로 바꿀 수 없습니다. 대신 이를 담은 폴더를 마운트하세요.`,
  ours: (name, command) => `${name}: 소유자에게도 쓰기 권한이 없습니다. 권한을 주는 명령: ${command}`,
  homeOfOther: (name, owner, account) => `${name}: ${owner} 소유여서 지금 사용자 ${account} 계정으로는 쓸 수 없습니다. HOME을 ${account}의 홈으로 정하거나 ${owner} 계정으로 로그인하세요.`,
  ofOther: (name, owner, account, command) => `${name}: ${owner} 소유이며, 지금 사용자는 ${account}입니다. 소유자를 바꾸는 명령: ${command}`,
  user: uid => `사용자 ${uid}`,
  homeFaults: {
    missing: home => `HOME(${home})이 없습니다. HOME을 내 홈 폴더로 정하거나 폴더를 만드세요.`,
    'not-a-folder': home => `HOME(${home})이 폴더가 아닙니다. HOME을 내 홈 폴더로 정하세요.`,
    'control-characters': home => `HOME(${home})에 서비스 파일이 담을 수 없는 제어 문자(?로 표시)가 있습니다. HOME을 같은 폴더의 다른 경로로 정하세요.`,
  },
  root: {
    slip: (user, tool, command, own) => `${tool} 때문에 지금은 root이고, OpenClaw는 ${user}의 것입니다. ${tool} 없이:  ${command}  (root의 게이트웨이라면:  ${own})`,
    home: (home, owner) => `HOME(${home})은 ${owner} 소유이고 지금은 root입니다. root로 만든 파일은 ${owner} 계정으로 바꿀 수 없습니다`,
    without: (tool, command) => `${tool} 없이:  ${command}`,
    as: (user, command) => `${user} 계정으로:  ${command}`,
    asThatUser: command => `그 사용자 계정으로:  ${command}`,
  },
};
