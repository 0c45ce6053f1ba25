import { nodeTests } from '../../.ci/vitest.ts';

/** Each file starts its own servers and browser: one at a time, and not in a hurry. */
export default nodeTests({ testTimeout: 40_000, hookTimeout: 60_000, fileParallelism: false });
