import { MytpePayButton } from './element.ts';

declare global {
  interface HTMLElementTagNameMap {
    'mytpe-pay-button': MytpePayButton;
  }
}

// Two scripts on one page, or none of a browser at all, are both fine: the first definition stays.
if (typeof customElements !== 'undefined' && !customElements.get('mytpe-pay-button'))
  customElements.define('mytpe-pay-button', MytpePayButton);
