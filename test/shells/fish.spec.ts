import {describeCompletion, describeTexts} from './completion-cases.ts';
import {describeShellInit} from './shell-init-cases.ts';

describeShellInit('fish');
describeCompletion('fish');
describeTexts('fish');
