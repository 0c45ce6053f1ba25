export { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_IDS } from './model/seed.ts';
export { SEEDED_V2_IDS } from './model/v2-seed.ts';
export { StateFileError } from './files/state-file.ts';
export { TEST_CARDS } from './model/test-cards.ts';
export { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';
