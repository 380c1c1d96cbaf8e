import {expect, it} from 'vitest';
import {describeCompletion, describeTexts, script} from './completion-cases.ts';
import {describePosixInit, describeShellInit} from './shell-init-cases.ts';
import {completionHome, offered} from './shells.ts';

describeShellInit('zsh');
describePosixInit('zsh');
describeCompletion('zsh');
describeTexts('zsh');

it('zsh finds the script as a file of $fpath', async () => {
  const completion = completionHome('', 'zsh');
  const {home} = completion;
  home.write('site-functions/_openclaw-rescue', script('zsh'));
  const load = home.write('load.zsh', `fpath=(${home.path}/site-functions $fpath)\ncompinit -D -u\n`);
  const found = await offered('zsh', 'openclaw-rescue gateway ', {...completion, script: load});
  expect(found.map(({word}) => word)).toEqual(['install', 'run']);
});
