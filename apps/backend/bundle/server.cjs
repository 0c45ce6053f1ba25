/**
 * What is started, `dist/server.js`. Node keeps what it compiles in a folder beside it, wherever that lies, so that each
 * later start reads it instead of compiling a megabyte again. Where that folder cannot be written, nothing is kept and
 * nothing else changes; `NODE_DISABLE_COMPILE_CACHE=1` turns it off.
 */
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

enableCompileCache({ directory: join(__dirname, 'compiled'), portable: true });
require('./main.js');
