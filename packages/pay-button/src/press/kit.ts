import type { html, nothing } from 'lit';

import type { Tools } from '../payment/tools.ts';
import type { fill, shown } from '../view/shown.ts';

/** What the picture after the press uses of what came before, handed in. */
export interface Kit extends Tools {
  readonly html: typeof html;
  readonly nothing: typeof nothing;
  readonly shown: typeof shown;
  readonly fill: typeof fill;
}
