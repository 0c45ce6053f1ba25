export { MAX_SKEW_SECONDS, MAX_TTL_SECONDS, OFFER_AUDIENCE, type OfferClaims, TokenOffer } from './offer-claims.ts';
export { OFFER_ALGORITHMS, OfferKey, OfferKeys, type OfferSigningKey, importOfferKey } from './offer-keys.ts';
export * from './receipt-key.ts';
export * from './receipts.ts';
export * from './sign-offer.ts';
export * from './token-error.ts';
export * from './verify-offer.ts';
