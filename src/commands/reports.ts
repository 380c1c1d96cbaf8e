/** Commands that look at more than they say at once. The brief bundle loads them when they are called. */
export {browserStatus} from './browser-status.ts';
export {doctor} from './doctor.ts';
export {status} from './status.ts';
