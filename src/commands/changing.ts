/** The part that changes something, or asks what to change. */
export {drill} from './drill.ts';
export {showEngine, unpinEngine, upgradeEngine} from './engine.ts';
export {controlService, runGateway} from './gateway.ts';
export {logs} from './logs.ts';
export {mendableIn, reachable} from './mending.ts';
export {onboard, runWizard} from './onboard.ts';
export {recoverAll} from './recover.ts';
export {removeProfile, uninstallService} from './remove.ts';
export {runScript} from './script.ts';
export {installService, setup} from './setup.ts';
export {runUndo} from './undo.ts';
