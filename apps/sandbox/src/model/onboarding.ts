import { onboardingStatus } from './onboarding-status.ts';
import { TRADER } from './seed.ts';
import type { World } from './world.ts';

/** Tells whoever listens when the trader's KYC has moved, and only then. */
export function announceOnboarding(world: World): void {
  const status = onboardingStatus(world);
  if (world.onboarding === status) return;
  world.onboarding = status;
  const { id, email, name } = TRADER;
  const data = { trader: { id, email, name, onboarding_status: status } };
  world.announce({ api: 'ext', event: 'trader.onboarding_changed', data });
}
