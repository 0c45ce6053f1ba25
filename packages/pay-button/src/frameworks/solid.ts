import type { JSX as Solid } from 'solid-js';

import type { MytpePayButton } from '../element.ts';
import type { AttributeName, PayButtonProps, PayListeners, Settable } from './template.ts';

/** The values that an attribute can have: text or a flag, but no function. */
type AttributeValue<Value> = Exclude<Value, (...args: never) => unknown>;

/** Solid's explicit prefixes for a property and an attribute. */
type Explicit = {
  [Name in keyof Settable as `prop:${Name}`]: Settable[Name];
} & {
  [Name in keyof Settable as `attr:${AttributeName<Name>}`]: AttributeValue<Settable[Name]>;
};

/** Solid derives a property's name from the attribute's, and reads listeners from `on:` and the event's name. */
declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'mytpe-pay-button': Solid.HTMLAttributes<MytpePayButton> & PayButtonProps & Explicit & PayListeners<'on:'>;
    }
  }
}
