import type * as Money from '@mytpe-pay/contract/money';

import type { PayError, ask, askOnce } from '../backend.ts';
import type { parseLink, parseOffer } from '../parse-views.ts';

/**
 * What comes after the press uses of what came before, handed in. It imports nothing from there: the drop-in's entry lives
 * at two addresses, and importing it from the other one would load everything a second time.
 */
export interface Tools extends Pick<typeof Money, 'parseMoney' | 'displayNumber'> {
  readonly ask: typeof ask;
  readonly askOnce: typeof askOnce;
  readonly parseLink: typeof parseLink;
  readonly parseOffer: typeof parseOffer;
  readonly PayError: typeof PayError;
}
