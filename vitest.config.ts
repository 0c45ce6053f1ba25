import { nodeTests } from './.ci/vitest.ts';

/** The tests that run in Node, of every package, in one pool of workers. */
export default nodeTests({ projects: ['.ci', 'apps/*', 'packages/*'].map((folder) => `${folder}/vitest.config.ts`) });
