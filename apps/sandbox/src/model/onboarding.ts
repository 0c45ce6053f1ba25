import type { KycStatus, OnboardingStatus } from './kyc-records.ts';
import { TRADER } from './seed.ts';
import type { World } from './world.ts';

/** How far the trader's KYC is. Only the words are documented; what each stands for is this sandbox's reading. */
export function onboardingStatus({
  identifications,
  brands,
  bankAccounts,
}: Pick<World, 'identifications' | 'brands' | 'bankAccounts'>): OnboardingStatus {
  if (identifications.size === 0) return 'not_started';
  const kinds = [identifications, brands, bankAccounts].map((items) => [...items.values()].map(({ status }) => status));
  const every = (status: KycStatus) => kinds.every((statuses) => statuses.includes(status));
  if (every('accepted')) return 'kyc_approved';
  const statuses = kinds.flat();
  if (statuses.includes('refused') && !statuses.includes('pending')) return 'kyc_rejected';
  return kinds.every(({ length }) => length > 0) ? 'kyc_pending' : 'kyc_in_progress';
}

/** Tells whoever listens when the trader's KYC has moved, and only then. */
export function announceOnboarding(world: World): void {
  const status = onboardingStatus(world);
  if (world.onboarding === status) return;
  world.onboarding = status;
  const { id, email, name } = TRADER;
  const data = { trader: { id, email, name, onboarding_status: status } };
  world.announce({ api: 'ext', event: 'trader.onboarding_changed', data });
}
