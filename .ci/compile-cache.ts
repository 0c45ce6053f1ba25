import { fileURLToPath } from 'node:url';

/**
 * The folder in which Node keeps compiled code (`NODE_COMPILE_CACHE`). The tests start hundreds of processes, and each of
 * them then needs a third of the processor time to start.
 */
export const COMPILE_CACHE: string = fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));
