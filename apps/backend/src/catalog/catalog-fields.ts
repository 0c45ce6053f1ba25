import { LANGUAGES, OfferDefaults, OfferEntry, OfferId } from '@mytpe-pay/contract';
import { z } from 'zod';

/** What every offer of the file takes unless it says otherwise. */
const CatalogDefaults = z.strictObject({ ...OfferDefaults.shape, language: z.enum(LANGUAGES).optional() });
export type CatalogDefaults = z.output<typeof CatalogDefaults>;

/** The catalog file as a whole. */
export const CatalogFile = z.strictObject({
  defaults: CatalogDefaults.optional(),
  offers: z.record(OfferId, OfferEntry).refine((offers) => Object.keys(offers).length <= 1000, 'at most 1,000 offers'),
});
export type CatalogFile = z.output<typeof CatalogFile>;
