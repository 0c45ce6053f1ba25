import type { LinkView as WireLink, OfferView as WireOffer, QrCodeView as WireCode } from '@mytpe-pay/contract';

import type { LinkView, OfferView, QrCodeView } from '../src/api/types.ts';

/** Compiles only if both types are assignable to each other, so that the element's types match the wire contract. */
type Same<A extends B, B extends C, C = A> = [A, B, C];

/** Checked by `tsc -p .`. There is nothing to run. */
export type ViewsAreTheContracts = [Same<LinkView, WireLink>, Same<OfferView, WireOffer>, Same<QrCodeView, WireCode>];
