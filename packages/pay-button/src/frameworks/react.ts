import type * as React from 'react';

import type { MytpePayButton } from '../element.ts';
import type { PayButtonProps, PayListeners } from './template.ts';

/** React 19 sets properties where the element has them, and listens to what follows `on`: `onmytpe-paid`. */
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'mytpe-pay-button': React.DetailedHTMLProps<React.HTMLAttributes<MytpePayButton>, MytpePayButton> &
        PayButtonProps &
        PayListeners<'on'>;
    }
  }
}
