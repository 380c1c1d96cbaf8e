/** Terminal facts that must not depend on where the tests run. */
for (const name of ['CI', 'FORCE_COLOR', 'NO_COLOR', 'ACCESSIBLE', 'INK_SCREEN_READER']) delete process.env[name];
process.env['LANG'] = 'C.UTF-8';
process.env['TZ'] = 'UTC';
