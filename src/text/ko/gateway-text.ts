import type {en} from '../en/gateway-text.ts';

export const ko: typeof en = {
  noConfig: (name, ours) => `${name}에 설정이 없어 게이트웨이가 시작되지 않습니다. ${ours} setup 명령으로 만드세요.`,
  unreadable: (path, reason) => `${path}: 읽을 수 없습니다(${reason}). 이 설정으로는 게이트웨이가 시작되지 않습니다.`,
  portFirst: '포트를 먼저 확인할 수 있도록 --port는 -- 앞에 적으세요.',
  notHandedOn: word => `${word}: OpenClaw가 다른 인스턴스를 건드릴 수 있어 전달하지 않습니다.`,
  blockPort: (port, holder) => `블록의 포트 ${port}: ${holder}.`,
  thisRunAlone: (given, usual) => `포트 ${given}: 이번 실행에만 쓰입니다. 다른 명령은 이 게이트웨이를 ${usual}에서 찾습니다.`,
  runsHere: pid => `터미널에서 실행 중이며(pid ${pid}), 그 터미널에서 Ctrl-C로 끝낼 수 있습니다.`,
  runIt: ours => `터미널에서 실행하려면 ${ours} gateway 명령을 쓰세요.`,
  installOrRun: (install, ours) => `서비스를 만들려면 ${install}, 터미널에서 실행하려면 ${ours} gateway 명령을 쓰세요.`,
  noServiceOfPaths: (name, instead) => `OpenClaw는 프로필의 서비스만 관리하므로 ${name}에는 서비스가 없습니다. ${instead}`,
  noService: (name, instead) => `${name}에 서비스가 없습니다. ${instead}`,
  noManager: ours => `여기서는 서비스 관리자에 연결할 수 없습니다. 터미널에서 실행하려면 ${ours} gateway 명령을 쓰세요.`,
  done: {
    start: name => `${name} 게이트웨이가 정상 실행 중입니다.`,
    stop: name => `${name} 게이트웨이를 중지했습니다.`,
    restart: name => `${name} 게이트웨이를 다시 시작했고 정상입니다.`,
  },
  nothing: {
    start: name => `${name} 게이트웨이가 이미 실행 중입니다.`,
    stop: name => `${name} 게이트웨이가 실행 중이 아닙니다.`,
    restart: name => `${name} 게이트웨이에 다시 시작할 것이 없습니다.`,
  },
};
