import { nodeTests } from '../../.ci/vitest.ts';

export default nodeTests();
