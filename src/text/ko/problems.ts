import {CLEAN_DISTANCE, HIGHEST_BASE, MINIMUM_DISTANCE} from '../../rules/ports.ts';
import type {en} from '../en/problems.ts';

const shared = (relation: string) => (owner: string, place: string, path: string) => `${owner}의 ${place}(${path})${relation}. 따로 떨어진 폴더를 선택하세요.`;
const TOKEN_LOOK = 'BotFather 토큰은 123456789:AA… 모양이며, 콜론 뒤가 35자입니다.';

export const ko: typeof en = {
  distance: {
    same: owner => `${owner}의 포트와 같은 번호`,
    above: (distance, owner) => `${owner}보다 ${distance} 높음`,
    below: (distance, owner) => `${owner}보다 ${distance} 낮음`,
    alone: '다른 게이트웨이 없음',
  },
  verdict: {
    clean: '겹침 없음',
    overlap: '겹침',
    busy: port => `${port}번 사용 중`,
    'port-not-a-number': '포트 번호를 입력하세요',
    'port-privileged': '1024 미만: root 필요',
    'port-too-high': `${HIGHEST_BASE} 초과: CDP 자리 없음`,
    'port-too-near': distance => `${distance} · 너무 가까움`,
  },
  overlap: {
    minimum: distance => `간격 ${distance}: 가이드의 최솟값이지만 겹침이 있습니다. 겹치지 않으려면 ${CLEAN_DISTANCE} 이상이어야 합니다.`,
    allowed: distance => `간격 ${distance}: 허용되지만 겹침이 있습니다. 겹치지 않으려면 ${CLEAN_DISTANCE} 이상이어야 합니다.`,
    theyTake: (owner, count, base) => `${owner}의 ${count}번째 브라우저 프로필이 이 게이트웨이의 포트 ${base}번을 차지하게 됩니다.`,
    weTake: (owner, count, base) => `이 게이트웨이의 ${count}번째 브라우저 프로필이 ${owner}의 포트 ${base}번을 차지하게 됩니다.`,
    ours: (key, ports, use) => `이 설정의 ${key} 값 ${ports}: ${use}.`,
    theirs: (owner, key, ports) => `${owner}에서 ${key} 값으로 정한 ${ports}번이 이 블록 안에 있습니다.`,
    shared: (owner, ports) => `${ports}번을 ${owner}에서도 씁니다.`,
  },
  profile: {
    empty: '프로필 이름을 입력하세요. 영문자, 숫자, "_", "-"를 쓸 수 있습니다.',
    characters: name => `"${name}": 프로필 이름으로 쓸 수 없습니다. OpenClaw 이름은 1–64자의 영문자, 숫자, "_", "-"이며, 영문자나 숫자로 시작합니다.`,
    default: '"default"는 main 자신입니다. 구조 프로필에는 rescue 같은 다른 이름을 쓰세요.',
    dev: '"dev"는 openclaw --dev의 이름이고 항상 19001번 포트를 씁니다. 다른 이름을 선택하세요.',
    uppercase: (name, better) => `"${name}"에 대문자가 있습니다. macOS와 Windows 서비스에는 쓸 수 없으니 소문자로 쓰세요: ${better}`,
    reserved: name => `"${name}": OpenClaw가 macOS에서 스스로 쓰는 이름입니다. 다른 이름을 선택하세요.`,
    clash: (name, other) => `"${name}": 프로필 "${other}"와 대소문자만 다릅니다. 다른 이름을 선택하세요.`,
  },
  port: {
    empty: '기준 포트를 입력하세요.',
    notANumber: text => `"${text}": 포트 번호가 아닙니다.`,
    privileged: base => `${base}번은 root만 열 수 있는 1024 미만입니다. 1024부터 ${HIGHEST_BASE}까지에서 선택하세요.`,
    tooHigh: (base, fallback) => `${base}번은 자리가 모자랍니다. ${HIGHEST_BASE}보다 높으면 CDP 범위가 main의 자리인 ${fallback}번으로 돌아갑니다.`,
    tooNear: (base, distance, other) => `${base}번은 너무 가깝습니다(${distance}, ${other}번). ${MINIMUM_DISTANCE} 이상 떨어져야 하고, ${CLEAN_DISTANCE} 이상이면 겹치지 않습니다.`,
    inUse: (port, holder, canStop) => `포트 ${port}번: ${holder}. ${canStop ? '그 프로그램을 중지하거나 ' : ''}다른 기준 포트를 선택하세요.`,
  },
  workspace: {
    empty: '작업 공간 폴더를 입력하세요.',
    notAbsolute: '작업 공간은 / 또는 ~로 시작하는 전체 경로여야 합니다.',
    controlCharacters: '경로에 제어 문자가 있습니다.',
    blocked: (path, reason) => `${path}에서 막혔습니다: ${reason}. 다른 폴더를 선택하세요.`,
    holdsOwnState: stateDir => `그 폴더에는 이 프로필의 상태(${stateDir})가 들어 있습니다. 그 안이나 옆의 폴더를 선택하세요.`,
    shared: {equal: shared('와 같은 폴더입니다'), inside: shared(' 안에 있습니다'), around: shared('를 포함합니다')},
  },
  gateway: {
    bindUnknown: text => `"${text}": 바인드 방식이 아닙니다. loopback, lan, tailnet, auto, custom 중에서 선택하세요.`,
    hostEmpty: 'custom 바인드에는 이 컴퓨터의 IPv4 주소가 필요합니다.',
    hostUnknown: text => `"${text}": IPv4 주소가 아닙니다.`,
    withoutAuth: bind => `지금 설정은 누구나 들어올 수 있어(인증 방식 none) OpenClaw가 바인드 ${bind}에서 거부합니다. 토큰을 선택하세요.`,
    envReference: text => `"${text}": 토큰을 담을 수 없는 이름입니다. OPENCLAW_RESCUE_TOKEN처럼 대문자, 숫자, "_"로 된 고유한 이름을 쓰세요.`,
    envMissing: (name, stateDir) => `${stateDir}/.env에 ${name} 변수가 없어 게이트웨이를 시작할 수 없습니다. 지금은 시작하지 않기를 선택하고, 적용한 뒤에 넣으세요.`,
  },
  bot: {
    fileWithoutToken: path => `${path}에 봇 토큰이 없습니다. ${TOKEN_LOOK}`,
    tokenEmpty: 'BotFather에게 받은 토큰을 입력하거나 다른 방법을 선택하세요.',
    noToken: `봇 토큰이 아닙니다. ${TOKEN_LOOK}`,
    accounts: '이 설정의 channels.telegram에 accounts가 있고, 그 토큰이 우선합니다. 거기서 토큰을 바꾸거나 Telegram을 그대로 두세요.',
    fileEmpty: '봇 토큰이 들어 있는 파일을 입력하세요.',
    ownerEmpty: '허용 목록에는 내 Telegram 사용자 ID가 필요합니다. 없으면 아무도 봇과 대화할 수 없습니다.',
    ownerUnknown: text => `"${text}": Telegram 사용자 ID가 아닙니다. 이름이 아니라 123456789 같은 숫자를 입력하세요.`,
  },
  engine: {
    none: '이 컴퓨터에 OpenClaw가 없어 서비스로 시작할 것이 없습니다.',
    noNpm: version => `이 컴퓨터에 npm이 없어 OpenClaw ${version} 버전을 이 프로필에만 설치할 수 없습니다. 이미 있는 OpenClaw를 공유하세요.`,
    version: text => `"${text}": 고정할 수 있는 버전이 아닙니다. 2026.9.6처럼 정확한 버전이나 latest를 쓰세요.`,
  },
  service: {
    leftBehind: port => `이미 있는 서비스가 포트 ${port}번에 남게 됩니다. 서비스도 바꾸도록 하세요 (--install-daemon).`,
    notHere: 'OPENCLAW_HOME이 설정되어 있으면 OpenClaw가 서비스를 관리하지 않으므로, 서비스를 쓰지 않습니다.',
    needsProfile: 'OpenClaw는 프로필의 서비스만 관리합니다. 이 인스턴스는 직접 시작하세요.',
    unholdable: text => `"${text}": 서비스 파일에 담을 수 없는 제어 문자(?로 표시)가 있습니다. 서비스 없음을 선택하거나 다른 위치를 쓰세요.`,
    foreign: path => `${path}: 이름은 이 서비스와 같지만 OpenClaw 게이트웨이를 시작하지 않습니다. 덮어쓰거나, 옮기거나, 서비스 없이 계속하세요.`,
    ofSystem: path => `${path}에서 이미 이 프로필을 시스템 전체용으로 시작합니다. 서비스가 둘이면 서로 충돌합니다. 서비스 없음을 선택하세요.`,
    elsewhere: path => `${path}에서 다른 이름으로 이 프로필을 시작합니다. 그 이름으로 관리하고, 여기서는 서비스 없음을 선택하세요.`,
    dropIn: path => `${path}에서 유닛보다 우선하여 서비스가 시작할 것을 정합니다. 거기서 포트를 바로잡고, 여기서는 서비스 없음을 선택하세요.`,
  },
  file: {
    unusable: (path, reason) => `${path}: 쓸 수 없습니다: ${reason}.`,
    configUnusable: (path, reason) => `${path}: 편집할 수 없습니다: ${reason}. 고치거나 옮긴 뒤 다시 시작하세요.`,
    notAFolder: path => `${path}: 이미 있지만 폴더가 아닙니다. 옮기세요.`,
    config: '설정',
    shape: (key, path) => `${path}의 ${key}: 객체가 아닙니다. 고친 뒤 다시 시작하세요.`,
    kitUnusable: (path, reason) => `${path}: 쓸 수 없습니다: ${reason}. 옮기거나 키트 없이 계속하세요.`,
  },
  running: {
    already: port => `이 게이트웨이는 이미 포트 ${port}번에서 실행 중입니다.`,
    still: port => `이 프로필의 게이트웨이가 아직 포트 ${port}번에서 수신 중입니다. 먼저 중지하세요.`,
  },
  notIsolated: (consequence, fixes) => `${consequence} 고치는 방법: ${fixes}.`,
  held: {
    profile: (name, pid, since) => `다른 openclaw-rescue(pid ${pid})가 ${since}부터 ${name} 작업을 하고 있습니다. 끝날 때까지 ${name}의 내용을 볼 수만 있고 바꿀 수는 없습니다.`,
    elsewhere: file => ` 다른 컨테이너 등에 있어 여기서는 보이지 않습니다. 이미 끝난 작업이면 이 파일을 삭제하세요: ${file}`,
    ports: (pid, since) => `다른 openclaw-rescue(pid ${pid})가 ${since}부터 포트를 고르고 있습니다. 그것을 끝내고 다시 시도하세요.`,
    portsElsewhere: (pid, since, file) => `다른 openclaw-rescue(pid ${pid})가 ${since}부터 포트를 고르고 있습니다. 그것을 끝내고 (이미 없다면 ${file} 파일을 삭제하고) 다시 시도하세요.`,
  },
};
