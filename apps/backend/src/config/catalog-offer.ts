import { LANGUAGES, OfferDefaults, OfferEntry, OfferId } from '@mytpe-pay/contract';
import { z } from 'zod';

import { hasSharedLink, type RefusalOf } from '../domain/api-limits.ts';
import type { LocalizedText, Offer, OfferSignature, SignedOffer } from '../domain/offer.ts';
import { offerVersion } from '../domain/terms.ts';

/** The values of the file's `defaults`, for fields that an offer leaves out. */
const CatalogDefaults = z.strictObject({
  ...OfferDefaults.shape,
  language: z
    .enum(LANGUAGES)
    .optional()
    .describe(
      'Language of links that many payers share, and of texts that the payer’s language does not have. Default: `fr`.',
    ),
});
export type CatalogDefaults = z.output<typeof CatalogDefaults>;

const MAX_OFFERS = 1000;

/** The schema of the whole catalog file. */
export const CatalogSchema = z.strictObject({
  defaults: CatalogDefaults.optional().describe('Values for all offers that do not set the field themselves.'),
  offers: z
    .record(OfferId, OfferEntry)
    .refine((offers) => Object.keys(offers).length <= MAX_OFFERS, 'at most 1,000 offers')
    .meta({
      maxProperties: MAX_OFFERS,
      description:
        'What visitors can pay for, by the id of the offer. The id is the value of `offer` in `<mytpe-pay-button offer="…">`.',
    }),
});

/** Returns the offer of a token, complete. The file's `defaults` do not apply to it. */
export function completeSignedOffer(
  id: string,
  entry: OfferEntry,
  signed: OfferSignature,
  refusalOf: RefusalOf,
): SignedOffer {
  return { ...completeOffer(id, entry, {}, refusalOf), signed };
}

/** Returns an offer with all defaults filled in. @param id the offer's key in the catalog. */
export function completeOffer(id: string, entry: OfferEntry, defaults: CatalogDefaults, refusalOf: RefusalOf): Offer {
  const localized = (text: OfferEntry['title']): LocalizedText =>
    typeof text === 'string'
      ? { default: text }
      : { ...text, default: text[defaults.language ?? 'fr'] ?? Object.values(text)[0]! };
  const hosted = entry.usage_mode !== 'reusable' && entry.usage_mode !== 'one_shot';
  const amount: Offer['amount'] =
    entry.amount_mode === 'fixed'
      ? { mode: 'fixed', value: entry.amount! }
      : {
          mode: 'open',
          entry: entry.entry ?? (hosted ? 'hosted' : 'button'),
          min: entry.min_amount ?? null,
          max: entry.max_amount ?? null,
          step: entry.amount_step ?? 100,
          suggested: entry.suggested_amounts ?? [],
          default: entry.default_amount ?? null,
        };
  const offer = {
    id,
    title: localized(entry.title),
    description: entry.description === undefined ? null : localized(entry.description),
    currency: entry.currency ?? defaults.currency ?? 'DZD',
    amount,
    usage: {
      mode: entry.usage_mode,
      maxUses: entry.max_uses ?? null,
      target: entry.target_amount ?? null,
      startsAt: entry.starts_at ?? null,
      endsAt: entry.ends_at ?? null,
      allowedPayers: entry.allowed_payers ?? [],
    },
    paymentInstanceId: entry.payment_instance_id ?? defaults.payment_instance_id ?? null,
    formId: entry.form_id ?? null,
    metadata: entry.metadata ?? {},
    allowedOrigins: entry.allowed_origins ?? defaults.allowed_origins ?? null,
    showRemaining: entry.show_remaining ?? defaults.show_remaining ?? false,
    maxPayerLinksPerDay: entry.max_payer_links_per_day ?? defaults.max_payer_links_per_day ?? null,
    scope:
      entry.usage_mode === 'one_shot' || (amount.mode === 'open' && amount.entry === 'button')
        ? ('payer' as const)
        : ('shared' as const),
    signed: null,
  };
  return { ...offer, hasSharedLink: hasSharedLink(offer, refusalOf), version: offerVersion(offer) };
}
