/** What must not depend on where the tests run, or in which order. */
import {speak} from '../../src/text/language.ts';

for (const name of ['CI', 'FORCE_COLOR', 'NO_COLOR', 'ACCESSIBLE', 'INK_SCREEN_READER']) delete process.env[name];
process.env['LANG'] = 'C.UTF-8';
process.env['TZ'] = 'UTC';

// Korean is there from the start, so that a test can change the language in between.
await speak('ko');
await speak('en');
