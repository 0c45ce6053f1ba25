/** Where an identification, a brand or a bank account stands with MyTPE's review. */
export const KYC_STATUSES = ['pending', 'accepted', 'refused'] as const;
export type KycStatus = (typeof KYC_STATUSES)[number];
