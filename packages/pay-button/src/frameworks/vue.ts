import type * as Vue from 'vue';

import type { PayEvents } from '../events.ts';
import type { Pascal, Settable } from './template.ts';

/** The compiler reads `@mytpe-paid` as `onMytpePaid`. */
type Listeners = {
  [Name in keyof PayEvents as `on${Pascal<Name>}`]?: (event: CustomEvent<PayEvents[Name]>) => void;
};

/**
 * The type checker reads `terms-url` as `termsUrl`, as for components. Set `isCustomElement` of Vue's compiler for this element.
 */
declare module 'vue' {
  interface HTMLAttributes {
    /** The slot of a custom element, which Vue's types do not know. */
    slot?: string | undefined;
  }
  interface GlobalComponents {
    MytpePayButton: new () => { $props: Vue.HTMLAttributes & Vue.PublicProps & Settable & Listeners };
  }
}
