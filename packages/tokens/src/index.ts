export {
  LEGACY_OFFER_AUDIENCE,
  MAX_SKEW_SECONDS,
  MAX_TTL_SECONDS,
  type OfferClaims,
  OrderId,
  TokenOffer,
} from './offer-claims.ts';
export { OFFER_ALGORITHMS, OfferKey, OfferKeys, type OfferSigningKey, importOfferKey } from './offer-keys.ts';
export { type ReceiptKeySource, receiptKeysOf } from './published-keys.ts';
export * from './receipt-claims.ts';
export * from './receipt-key.ts';
export * from './sign-offer.ts';
export * from './token-error.ts';
export * from './verify-offer.ts';
export * from './verify-receipt.ts';
