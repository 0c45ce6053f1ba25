import type { Announce } from './events.ts';
import type { KycStatus, OnboardingStatus } from './kyc-records.ts';
import { TRADER } from './seed.ts';

type Statuses = ReadonlyMap<string, { readonly status: KycStatus }>;

/** The records that MyTPE reviews, by id. */
interface Reviewed {
  readonly identifications: Statuses;
  readonly brands: Statuses;
  readonly bankAccounts: Statuses;
}

/** The progress of the trader’s KYC. The reference documents only the names. Their meanings are assumed. */
export function onboardingStatus({ identifications, brands, bankAccounts }: Reviewed): OnboardingStatus {
  if (identifications.size === 0) return 'not_started';
  const kinds = [identifications, brands, bankAccounts].map((items) => [...items.values()].map(({ status }) => status));
  const every = (status: KycStatus) => kinds.every((statuses) => statuses.includes(status));
  if (every('accepted')) return 'kyc_approved';
  const statuses = kinds.flat();
  if (statuses.includes('refused') && !statuses.includes('pending')) return 'kyc_rejected';
  return kinds.every(({ length }) => length > 0) ? 'kyc_pending' : 'kyc_in_progress';
}

/** Announces the progress of the trader’s KYC when it changed. */
export function announceOnboarding(
  world: Reviewed & { onboarding: OnboardingStatus; readonly announce: Announce },
): void {
  const status = onboardingStatus(world);
  if (world.onboarding === status) return;
  world.onboarding = status;
  const { id, email, name } = TRADER;
  const data = { trader: { id, email, name, onboarding_status: status } };
  world.announce({ api: 'ext', event: 'trader.onboarding_changed', data });
}
