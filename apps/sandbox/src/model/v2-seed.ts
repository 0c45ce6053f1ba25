import { SEEDED_KYC } from './kyc-seed.ts';
import { SEEDED_IDS } from './seed.ts';
import type { V2Instance } from './v2-records.ts';

/** The seeded v2 instances. Their ids are opaque, as in v2. */
export const SEEDED_V2_IDS = {
  activeInstance: 'mytpe_pay_sandbox_1',
  inactiveInstance: 'mytpe_pay_sandbox_2',
  pendingInstance: 'mytpe_pay_sandbox_3',
} as const;

const SEEDED_AT = '2026-01-12T09:30:00.000Z';

/** Returns new copies each time, because the sandbox changes them. */
export function seedV2Instances(): V2Instance[] {
  return [
    seedInstance(SEEDED_V2_IDS.activeInstance, 'Boutique Centrale', 'active'),
    seedInstance(SEEDED_V2_IDS.inactiveInstance, 'Boutique Centrale - Annaba', 'inactive'),
    seedInstance(SEEDED_V2_IDS.pendingInstance, 'Boutique Centrale - Sétif', 'pending'),
  ];
}

function seedInstance(id: string, name: string, status: V2Instance['status']): V2Instance {
  return {
    id,
    name,
    description: null,
    logo: null,
    application_id: 'mytpe_app_sandbox_1',
    status,
    registre_commerce_id: SEEDED_KYC.identification,
    bank_account_id: SEEDED_KYC.bankAccount,
    brand_id: SEEDED_KYC.brand,
    user_id: SEEDED_IDS.trader,
    default_inactivity_timeout_minutes: null,
    webhook_url: null,
    webhook_secret: null,
    created_at: SEEDED_AT,
    updated_at: SEEDED_AT,
  };
}
