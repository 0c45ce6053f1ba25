import { nodeTests } from './vitest.ts';

export default nodeTests({ name: 'ci', include: ['*.test.ts'] });
