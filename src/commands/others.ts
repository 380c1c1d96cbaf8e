/** The commands that are not brief (brief.ts), and what they alone need: not in the bundle of these. */
export {drill} from './drill.ts';
export {showEngine, unpinEngine, upgradeEngine} from './engine.ts';
export {controlService, runGateway} from './gateway.ts';
export {logs} from './logs.ts';
export {mend} from './mend.ts';
export {onboard} from './onboard.ts';
export {recoverAll} from './recover.ts';
export {removeProfile, uninstallService} from './remove.ts';
export {installService, setup} from './setup.ts';
export {runUndo} from './undo.ts';
