import type {en} from '../en/engine-switch.ts';

const bracketed = (version: string | undefined) => (version === undefined ? '' : `(${version})`);

export const ko: typeof en = {
  noNpm: tag => `이 컴퓨터에 npm이 없어 OpenClaw ${tag} 버전을 확인할 수 없습니다.`,
  shares: (name, ours) => `${name} 프로필은 공용 OpenClaw로 실행됩니다. 따로 업그레이드할 수 있는 전용 OpenClaw를 두려면 ${ours} onboard --own-engine 명령을 쓰세요.`,
  already: (name, version) => `${name} 프로필은 이미 전용 OpenClaw ${version} 버전으로 실행 중입니다.`,
  onOwn: {
    later: (name, version) => `${name} 프로필은 앞으로 전용 OpenClaw ${version} 버전으로 실행됩니다.`,
    healthy: (name, version) => `${name} 프로필이 전용 OpenClaw ${version} 버전으로 정상 실행 중입니다.`,
  },
  onShared: {
    already: (name, version) => `${name} 프로필은 공용 OpenClaw${bracketed(version)}를 사용합니다.`,
    later: (name, version) => `${name} 프로필은 앞으로 공용 OpenClaw${bracketed(version)}를 사용합니다.`,
    healthy: (name, version) => `${name} 프로필이 공용 OpenClaw${bracketed(version)}를 사용해 정상 실행 중입니다.`,
  },
  deleted: versions => `삭제한 전용 OpenClaw: ${versions}.`,
  deletes: ours => `삭제하려면 ${ours} engine unpin --delete 명령을 쓰세요.`,
  stays: (version, size, folder) => `undo를 위해 ${version} 버전을 남겨 둡니다: ${folder}, ${size}.`,
  engine: version => `OpenClaw ${version}`,
  own: version => `전용 OpenClaw ${version}`,
  shared: '공용 OpenClaw',
  noBackup: (name, present) => `백업이 없어 ${name} 프로필을 되돌리지 못했습니다(대상: ${present}).`,
  held: (wanted, name, present, reason, undo) => `${wanted} 전환에 실패했고, ${name} 프로필도 되돌리지 못했습니다(대상: ${present}): ${reason}; 다시 시도하려면 ${undo} --force 명령을 쓰세요.`,
  stuck: (wanted, name, present, command, undo) => `${wanted} 전환에 실패했고, ${name} 프로필도 되돌리지 못했습니다(대상: ${present}). 실패한 명령: ${command}; 다시 시도하려면 ${undo} 명령을 쓰세요.`,
  back: (wanted, name, present) => `${wanted}: 여기서 시작되지 않아 ${name} 프로필을 되돌림(현재 ${present})`,
  backWithData: (wanted, data, name, present) => `${wanted}: 여기서 시작되지 않고 ${data}까지 마이그레이션하여, 이전 사본으로 복원하고 ${name} 프로필을 되돌림(현재 ${present})`,
  andHealthy: back => `${back}. 정상 실행 중입니다.`,
  but: (back, why) => `${back}. 그러나 ${why}`,
};
