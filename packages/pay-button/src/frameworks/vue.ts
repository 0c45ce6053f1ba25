import type * as Vue from 'vue';

import type { PayEvents } from '../events.ts';
import type { PayButtonProps } from './template.ts';

/** `mytpe-paid` → `onMytpePaid`, which is what `@mytpe-paid` is to the compiler. */
type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

type Listeners = {
  [Name in keyof PayEvents as `on${Pascal<Name>}`]?: (event: CustomEvent<PayEvents[Name]>) => void;
};

/** Vue sets properties where the element has them; `isCustomElement` of its compiler must know the tag. */
declare module 'vue' {
  interface HTMLAttributes {
    /** The slot of a custom element; Vue knows its own only. */
    slot?: string | undefined;
  }
  interface GlobalComponents {
    MytpePayButton: new () => { $props: Vue.HTMLAttributes & Vue.PublicProps & PayButtonProps & Listeners };
  }
}
