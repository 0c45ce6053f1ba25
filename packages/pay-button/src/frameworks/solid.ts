import type { JSX as Solid } from 'solid-js';

import type { MytpePayButton } from '../element.ts';
import type { AttributeName, AttributeValue, PayListeners, Settable } from './template.ts';

/**
 * Solid writes constants as attributes and sets everything else as a property, whose name it makes from the attribute's:
 * `offer-token` is `offerToken`. So only attributes' names work.
 */
type ByAttributeName = {
  [Name in keyof Settable as AttributeName<Name>]: Settable[Name];
};

/** Said outright, both work. */
type Explicit = {
  [Name in keyof Settable as `prop:${Name}`]: Settable[Name];
} & {
  [Name in keyof Settable as `attr:${AttributeName<Name>}`]: AttributeValue<Settable[Name]>;
};

/** Solid listens to any event by `on:`. */
declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'mytpe-pay-button': Solid.HTMLAttributes<MytpePayButton> & ByAttributeName & Explicit & PayListeners<'on:'>;
    }
  }
}
