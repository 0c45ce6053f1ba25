/**
 * What the built server carries of undici: its agent. The package's index would bring half a megabyte of caches, mocks
 * and web sockets along, to be read at every start. A name that somebody imports
 * and that is missing here fails the build.
 */
import api from 'undici/lib/api/index.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';

// As the index does: `agent.request()` and its like.
Object.assign(Dispatcher.prototype, api);

export { Agent };
