/** Why a gateway does not answer, in Korean. A noun of ours stands behind each command, so that it can be copied as it is. */
import type {en} from '../en/diagnosis.ts';

const inBrackets = (text: string | undefined) => (text === undefined ? '' : `(${text})`);

export const ko: typeof en = {
  'config-missing': ours => `서비스가 찾는 자리에 설정 파일이 없어 OpenClaw가 시작되지 않습니다. ${ours} setup 명령으로 만드세요.`,
  'config-invalid': (issue, openclaw, ours) => `OpenClaw가 설정을 거부합니다: ${issue}. 직접 고치거나, ${openclaw} doctor --fix 명령에 맡기거나, ${ours} undo 명령으로 마지막 적용을 되돌리세요.`,
  issue: (what, others) => `${what}${others > 0 ? ` (외 ${others}개)` : ''}`,
  noIssue: '무엇이 잘못됐는지 로그에 나오지 않습니다',
  'config-newer': (wroteIt, runs, ours) =>
    `설정 파일은 OpenClaw ${wroteIt} 버전이 썼는데, 서비스는 이를 거부하는 더 오래된 ${runs === undefined ? '' : `${runs} `}버전을 시작합니다. 그 OpenClaw를 업데이트하거나, ${ours} gateway install 명령으로 서비스가 새 버전을 쓰게 하세요.`,
  'mode-missing': ours => `OpenClaw가 설정에서 gateway.mode를 찾지 못합니다. 파일에 문법 오류가 있을 때도 이렇게 됩니다. ${ours} status 명령으로 어느 쪽인지 확인하고, ${ours} onboard 명령으로 mode를 쓰세요.`,
  'bind-without-auth': (bind, ours) => `설정이 토큰이나 비밀번호 없이 게이트웨이를 이 컴퓨터 밖으로 엽니다(bind ${bind}). OpenClaw는 이를 거부합니다. ${ours} onboard 명령으로 토큰을 정하거나 bind를 loopback으로 바꾸세요.`,
  'reference-missing': (key, name, isFatal, ours) =>
    `${key === undefined ? '설정이' : `설정의 ${key} 값이`} 가리키는 ${name === undefined ? '비밀값이 없어' : `${name} 변수가 설정되어 있지 않아`} ${isFatal ? '게이트웨이가 시작되지 않습니다' : '이번에는 아무도 모르는 토큰을 새로 만들어 시작했습니다'}. ${name === undefined ? '설정이 찾는 자리에 비밀값을 두고' : `상태 폴더의 .env에 ${name}=… 줄을 넣고`} ${ours} gateway restart 명령을 실행하세요.`,
  'port-taken': (port, holder, ours) =>
    `${port === undefined ? '쓰려는 포트를' : `${port}번 포트를`} 이미 ${holder === undefined ? '다른 프로세스가' : `다른 프로세스(${holder})가`} 쓰고 있어 게이트웨이가 수신 대기할 수 없습니다. 그 프로세스를 중지하거나, ${ours} onboard 명령으로 다른 기준 포트를 선택하세요.`,
  'state-owned': (pid, ours) => `다른 OpenClaw 프로세스${pid === undefined ? '' : `(pid ${pid})`}가 이 상태 폴더를 잡고 있습니다. 한 번에 하나만 쓸 수 있으니, 그 프로세스를 끝내고 ${ours} gateway start 명령을 실행하세요. 무엇이 실행 중인지는 ${ours} status 명령으로 확인합니다.`,
  'node-too-old': (version, wanted, ours) =>
    `서비스가 시작하는 Node${version === undefined ? '' : ` ${version}`} 버전은 이 OpenClaw에 너무 오래됐습니다${wanted === undefined ? '' : `(필요한 버전: ${wanted})`}. 더 새로운 Node를 설치한 뒤 ${ours} gateway install 명령으로 서비스에 반영하세요.`,
  'entry-missing': (path, ours) => `${path === undefined ? 'OpenClaw의 파일이' : `${path} 파일이`} 없습니다. OpenClaw를 업데이트하거나 지운 뒤에 이렇게 됩니다. ${ours} gateway install 명령으로 지금 있는 OpenClaw에 맞춰 서비스를 다시 쓰세요.`,
  'exec-failed': (what, reason, ours) => `서비스를 아예 시작할 수 없습니다. 원인: ${what}${inBrackets(reason)}. ${ours} gateway install 명령으로 지금 있는 것에 맞춰 서비스를 다시 쓰세요.`,
  steps: {
    EXEC: '서비스에 적힌 프로그램',
    CHDIR: '서비스에 적힌 작업 공간',
    USER: '서비스에 적힌 사용자',
    GROUP: '서비스에 적힌 그룹',
    STDOUT: '서비스의 출력',
    STDIN: '서비스의 입력',
    NAMESPACE: '서비스가 요구하는 샌드박스',
  },
  anyStep: step => `${step} 단계`,
  'out-of-memory': {
    heap: ours => `Node가 서비스에 정해진 메모리 한도(--max-old-space-size)를 넘었습니다. ${ours} gateway install 명령으로 이 컴퓨터에 맞는 한도를 쓰세요.`,
    system: ours => `메모리가 부족해 시스템이 게이트웨이를 종료했습니다. 시작하려면 약 1 GB가 필요합니다. 다른 프로그램을 닫고 ${ours} gateway start 명령을 실행하세요.`,
  },
  'start-limit': ours => `너무 자주 종료되어 서비스 관리자가 다시 시작하기를 포기했습니다. ${ours} logs 명령으로 원인을 보고, ${ours} gateway start 명령으로 다시 시도하세요.`,
  'config-restored': (reasons, ours) =>
    `OpenClaw가 설정 파일을 손상된 것으로 보고${inBrackets(reasons)} 자체 백업으로 바꿔 놓았습니다. 포트나 토큰이 예전 값일 수 있습니다. 바뀌기 전 파일은 옆에 openclaw.json.clobbered.… 이름으로 있습니다. 지금 설정은 ${ours} onboard 명령으로 확인하세요.`,
  'channel-failed': {
    rejected: (channel, ours) => `${channel} 쪽에서 봇 토큰을 거부합니다. 설정에 올바른 토큰을 넣고 ${ours} gateway restart 명령을 실행하세요.`,
    conflict: (channel, ours) => `다른 프로그램이 같은 봇 토큰으로 ${channel} 메시지를 받고 있습니다. 한 번에 하나만 받을 수 있습니다. 이 호스트의 게이트웨이인지는 ${ours} doctor 명령으로 확인하세요.`,
    network: (channel, ours) => `이 컴퓨터에서 ${channel} 서버에 연결할 수 없습니다. 네트워크와 프록시를 확인하고 ${ours} gateway restart 명령을 실행하세요.`,
  },
  'plugin-failed': (plugin, message, openclaw, ours) => `플러그인${inBrackets(plugin)}에 문제가 있습니다: ${message}. ${openclaw} doctor --fix 명령으로 플러그인을 고치고, 자세한 내용은 ${ours} logs 명령으로 보세요.`,
  starting: ours => `실패한 것은 아니고 아직 시작하는 중입니다. 느리거나 바쁜 컴퓨터에서는 오래 걸립니다. 정상이 되었는지는 ${ours} status 명령으로 확인하세요.`,
  unknown: (exitCode, ours) =>
    `${exitCode === undefined ? '응답이 없고' : `종료 코드 ${exitCode}번으로 끝났고`}, 로그에서 알려진 원인을 찾지 못했습니다. ${ours} logs 명령으로 로그를 보거나, ${ours} undo 명령으로 마지막 적용을 되돌리세요.`,
};
