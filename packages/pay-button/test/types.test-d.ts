import type { LinkView as WireLink, OfferView as WireOffer, QrCodeView as WireCode } from '@mytpe-pay/contract';

import type { LinkView, OfferView, QrCodeView } from '../src/api/types.ts';

/** Compiles only where each can stand for the other: the element's own types may not drift from the wire contract. */
type Same<A extends B, B extends C, C = A> = [A, B, C];

/** Checked by `tsc -p .`; there is nothing to run. */
export type ViewsAreTheContracts = [Same<LinkView, WireLink>, Same<OfferView, WireOffer>, Same<QrCodeView, WireCode>];
