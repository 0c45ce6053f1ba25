export { PayError } from './api/request.ts';
export { MytpePayButton } from './element.ts';
export { type Configuration, configure } from './api/configure.ts';
export type { PayEvents, ShareWay } from './events.ts';
export type { OfferToken, PayState } from './payment/pay-state.ts';
export type { Availability, LinkView, OfferAmount, OfferView, Scope, UsageMode } from './api/types.ts';
