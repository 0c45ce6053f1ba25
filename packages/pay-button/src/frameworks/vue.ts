import type * as Vue from 'vue';

import type { PayEvents } from '../events.ts';
import type { Pascal, Settable } from './template.ts';

/** `@mytpe-paid` is `onMytpePaid` to the compiler. */
type Listeners = {
  [Name in keyof PayEvents as `on${Pascal<Name>}`]?: (event: CustomEvent<PayEvents[Name]>) => void;
};

/**
 * To the type checker `terms-url` is `termsUrl`, as with components. `isCustomElement` of Vue's compiler must know the tag.
 */
declare module 'vue' {
  interface HTMLAttributes {
    /** The slot of a custom element; Vue knows its own only. */
    slot?: string | undefined;
  }
  interface GlobalComponents {
    MytpePayButton: new () => { $props: Vue.HTMLAttributes & Vue.PublicProps & Settable & Listeners };
  }
}
