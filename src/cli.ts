#!/usr/bin/env node
// The first file that runs, in words that an old Node understands too: it must be able to say that it is too old, and no
// catalogue can be loaded to say it in another language.
const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major >= 26 || (major === 24 && minor >= 15) || (major === 22 && (minor > 22 || (minor === 22 && patch >= 2)));

if (!isNewEnough) {
  process.stderr.write(`openclaw-rescue: needs Node 22.22.2, 24.15 or 26 and later; this is ${process.versions.node} (${process.execPath}).\n`);
  process.exitCode = 2;
} else {
  void import('./main.ts').then(({main}) => main(process.argv.slice(2)));
}
