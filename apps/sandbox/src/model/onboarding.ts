import type { KycStatus, OnboardingStatus } from './kyc-records.ts';
import { TRADER } from './seed.ts';
import type { World } from './world.ts';

const announced = new WeakMap<World, OnboardingStatus>();

/** How far the trader's KYC is. Only the words are documented; what each stands for is this sandbox's reading. */
export function onboardingStatus({ identifications, brands, bankAccounts }: World): OnboardingStatus {
  if (identifications.size === 0) return 'not_started';
  const kinds = [identifications, brands, bankAccounts].map((items) => [...items.values()].map(({ status }) => status));
  const every = (status: KycStatus) => kinds.every((statuses) => statuses.includes(status));
  if (every('accepted')) return 'kyc_approved';
  const statuses = kinds.flat();
  if (statuses.includes('refused') && !statuses.includes('pending')) return 'kyc_rejected';
  return kinds.every(({ length }) => length > 0) ? 'kyc_pending' : 'kyc_in_progress';
}

/** Tells whoever listens, once per change. @returns `true`, so that a decision may end with it. */
export function announceOnboarding(world: World): true {
  const status = onboardingStatus(world);
  if (announced.get(world) === status) return true;
  announced.set(world, status);
  const { id, email, name } = TRADER;
  const data = { trader: { id, email, name, onboarding_status: status } };
  world.announce({ api: 'ext', event: 'trader.onboarding_changed', data });
  return true;
}
