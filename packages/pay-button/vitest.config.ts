import { nodeTests } from '../../.ci/vitest.ts';

/** The tests that run in Node. `web-test-runner.config.ts` runs those in a browser. */
export default nodeTests({ exclude: ['test/element/**'] });
