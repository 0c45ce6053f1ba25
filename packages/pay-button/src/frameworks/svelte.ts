import type * as Svelte from 'svelte/elements';

import type { MytpePayButton } from '../element.ts';
import type { PayButtonProps, PayListeners } from './template.ts';

/** Svelte 5 sets a property if the element has one of that name, and reads listeners from `on` and the event's name. */
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'mytpe-pay-button': Svelte.HTMLAttributes<MytpePayButton> & PayButtonProps & PayListeners<'on'>;
  }
}
