/** The wizard on the screen, ended in every way at its first steps. */
import {endsAt} from './places.ts';

endsAt('profile', 'ports', 'workspace', 'gateway', 'service');
