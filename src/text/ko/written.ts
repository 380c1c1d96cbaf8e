import type {en} from '../en/written.ts';

export const ko: typeof en = {
  kept: '유지',
  restored: '되돌림',
  nothing: '없음',
  divergence: (id, written, present, fate) => `${id}: 쓸 때 ${written}, 지금 ${present}; ${fate}.`,
};
