import type * as Money from '@mytpe-pay/contract/money';
import type { html, nothing } from 'lit';

import type { PayError, ask } from '../backend.ts';
import type { fill, shown } from '../view/shown.ts';

/**
 * What this chunk uses of the entry, handed in. It imports nothing from there: the entry lives at two addresses, and
 * importing it from the other one would load everything a second time.
 */
export interface Kit extends Pick<typeof Money, 'parseMoney' | 'displayNumber'> {
  readonly html: typeof html;
  readonly nothing: typeof nothing;
  readonly ask: typeof ask;
  readonly PayError: typeof PayError;
  readonly shown: typeof shown;
  readonly fill: typeof fill;
}
