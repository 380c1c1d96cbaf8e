import type {en} from '../en/command-words.ts';

export const ko: typeof en = {
  listed: (said, names) => `${said}: ${names}.`,
  doctor: {
    goesWithFix: option => `${option} 옵션은 --fix와 함께 씁니다.`,
    nameOne: 'doctor --fix는 인스턴스 하나를 고칩니다. --profile rescue doctor --fix처럼 이름을 지정하세요.',
    found: counts => `${counts}. 각 항목에 해결 방법이 있습니다.`,
    notOurs: (name, ours) => `${name}의 파일은 직접 고치지 않습니다. 바꿀 내용은 ${ours} doctor 명령이 알려 줍니다.`,
    nothingToMend: name => `${name}: doctor --fix로 고칠 수 있는 것이 없습니다.`,
    nobodyToAsk: ours => `여기서는 물어볼 수 없습니다. 할 일을 보려면 ${ours} doctor --fix --dry-run, 바로 하려면 --yes를 쓰세요.`,
    mended: count => `문제 ${count}개를 고쳤습니다.`,
  },
  drill: {
    goesWithStop: '--yes 옵션은 --stop-main과 함께 씁니다.',
    nobodyToAsk: '여기서는 물어볼 수 없습니다. 묻지 않고 main을 중지하려면 --yes, 할 일만 보려면 --dry-run을 쓰세요.',
    noMain: '이 호스트에 main 게이트웨이가 없어 구조할 대상이 없습니다. openclaw onboard 명령으로 만드세요.',
    isMain: name => `${name} 인스턴스는 구조할 대상입니다. --profile rescue drill처럼 구조 프로필을 지정하세요.`,
    nothingStopped: '아무것도 중지하지 않았습니다.',
    otherName: '이름이 달라 아무것도 중지하지 않았습니다.',
    isItThere: '필요할 때 쓸 수 있는가',
  },
  env: {
    noSyntax: name => `"${name}": env에서 지원하지 않는 문법입니다. 지원 문법`,
    unprintable: (name, value) => `${name} 값 "${value}"에 한 줄로 표시할 수 없는 문자가 있습니다. --json을 쓰면 이스케이프되어 나옵니다.`,
  },
  exec: {
    needsCommand: 'exec에는 OpenClaw 명령이 필요합니다. 예: exec status',
    switches: option => `${option}: OpenClaw가 다른 인스턴스에서 작동하게 됩니다. 이 프로그램의 옵션으로 exec 앞에 적으세요.`,
  },
  logs: {
    noNumber: text => `"${text}": 줄 수가 아닙니다.`,
    noLog: (name, ours) => `${name} 게이트웨이가 아직 로그를 쓰지 않았습니다. 상태는 ${ours} status 명령으로 확인하세요.`,
    shared: 'OpenClaw는 이름 있는 프로필이 아닌 것의 로그를 한 파일에 씁니다. 다른 인스턴스의 줄이 섞여 있을 수 있습니다.',
    noJournal: why => `journalctl을 시작할 수 없습니다: ${why}`,
  },
  ports: {
    runsOn: port => `지금 실행 중인 게이트웨이의 포트: ${port}.`,
  },
  shell: {
    nameOne: '셸 이름을 적으세요',
    unknown: name => `"${name}": 알 수 없는 셸입니다. 지원하는 셸`,
  },
};
