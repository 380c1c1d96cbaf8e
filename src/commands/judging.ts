/** The part that judges what is there. */
export {browserStatus} from './browser-status.ts';
export {doctor} from './doctor.ts';
export {status} from './status.ts';
