/**
 * The part of undici that the built server contains: its agent. The package's index would add half a megabyte of caches,
 * mocks and web sockets, which every start would read. If code imports a name that is missing here, the build fails.
 */
import api from 'undici/lib/api/index.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';

// As the index does: `agent.request()` and its like.
Object.assign(Dispatcher.prototype, api);

export { Agent };
