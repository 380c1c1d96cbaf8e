require('node:module').enableCompileCache('/tmp/b/cc'); import('./').then(({main})=>main(process.argv.slice(2)));
