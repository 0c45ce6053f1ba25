import type { JSX as Solid } from 'solid-js';

import type { MytpePayButton } from '../element.ts';
import type { PayButtonProps, PayListeners } from './template.ts';

/** `prop:` sets the property, whatever the name. */
type Explicit = { [Name in keyof PayButtonProps as `prop:${Name}`]: PayButtonProps[Name] };

/** Solid listens to any event by `on:`. */
declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'mytpe-pay-button': Solid.HTMLAttributes<MytpePayButton> & PayButtonProps & Explicit & PayListeners<'on:'>;
    }
  }
}
