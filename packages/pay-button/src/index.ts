export { PayError } from './backend.ts';
export { MytpePayButton } from './element.ts';
export { type Configuration, configure } from './endpoint.ts';
export type { PayEvents, ShareWay } from './events.ts';
export type { OfferToken, PayState } from './states.ts';
export type { Availability, LinkView, OfferAmount, OfferView, Scope, UsageMode } from './views.ts';
