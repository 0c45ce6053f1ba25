import type * as Svelte from 'svelte/elements';

import type { MytpePayButton } from '../element.ts';
import type { PayButtonProps, PayListeners } from './template.ts';

/** Svelte 5 sets properties where the element has them, and listens to what follows `on`: `onmytpe-paid`. */
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'mytpe-pay-button': Svelte.HTMLAttributes<MytpePayButton> & PayButtonProps & PayListeners<'on'>;
  }
}
