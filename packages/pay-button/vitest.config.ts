import { nodeTests } from '../../.ci/vitest.ts';

/** What runs in a browser is run by `web-test-runner.config.ts`. */
export default nodeTests({ exclude: ['test/element/**'] });
