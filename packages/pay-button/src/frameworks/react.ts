'use client';

import { createComponent } from '@lit/react';
import * as React from 'react';

import '../define.ts';
import type { MytpePayButton as PayButtonElement } from '../element.ts';
import type { PayEvents } from '../events.ts';
import type { PayButtonProps, PayListeners, Settable, WithoutPrefix } from './template.ts';

/** The component's listeners: `onPaid` for `mytpe-paid`. */
type Listeners = {
  [Name in keyof PayEvents as `on${WithoutPrefix<Name>}`]?: ((event: CustomEvent<PayEvents[Name]>) => void) | undefined;
};

/** The component's props. */
export type MytpePayButtonProps = Omit<React.HTMLAttributes<PayButtonElement>, keyof Settable | keyof Listeners> &
  React.RefAttributes<PayButtonElement> &
  Settable &
  Listeners;

const EVENTS = {
  onReady: 'mytpe-ready',
  onAmountChange: 'mytpe-amount-change',
  onPay: 'mytpe-pay',
  onLink: 'mytpe-link',
  onOpen: 'mytpe-open',
  onStatus: 'mytpe-status',
  onPaid: 'mytpe-paid',
  onShare: 'mytpe-share',
  onError: 'mytpe-error',
} as const satisfies Record<keyof Listeners, keyof PayEvents>;

/** Sets this class's properties in the browser. React renders the others as attributes, also on a server. */
class SetInBrowser {
  get offerToken(): null {
    return null;
  }
}

// The component below declares its props itself, because the library's types take longer to check than all others here.
const create = createComponent as unknown as (options: object) => React.ComponentType<Record<string, unknown>>;

const Tag = create({
  react: React,
  tagName: 'mytpe-pay-button',
  displayName: 'MytpePayButton',
  elementClass: SetInBrowser,
  events: EVENTS,
});

/** `<mytpe-pay-button>` as a React component. Hydration attaches its listeners, which React does not do for a custom element. */
export function MytpePayButton(props: MytpePayButtonProps): React.ReactElement {
  const { termsUrl, termsRequired, ...others } = props;
  const { offerToken } = others;
  return React.createElement(Tag, {
    // The element starts when the component has attached its listeners, so that they miss no event before hydration.
    'defer-hydration': '',
    ...others,
    'offer-token': typeof offerToken === 'string' ? offerToken : undefined,
    'terms-url': termsUrl,
    'terms-required': termsRequired,
  });
}

/** React 19 sets a property if the element has one of that name, and reads listeners from `on` and the event's name. */
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'mytpe-pay-button': React.DetailedHTMLProps<React.HTMLAttributes<PayButtonElement>, PayButtonElement> &
        PayButtonProps &
        PayListeners<'on'>;
    }
  }
}
