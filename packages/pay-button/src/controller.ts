export { PayError } from './api/request.ts';
export { type Configuration, configure } from './api/configure.ts';
export { type PaymentController, type PaymentOptions, createPayment, formatDinars } from './headless/create-payment.ts';
export type { AmountChoice, AmountIssue, PaymentSnapshot } from './headless/payment-snapshot.ts';
export type { OfferToken } from './payment/pay-state.ts';
export type { Availability, LinkView, OfferAmount, OfferView, Scope, UsageMode } from './api/types.ts';
