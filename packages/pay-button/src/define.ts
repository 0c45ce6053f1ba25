import { MytpePayButton } from './element.ts';

declare global {
  interface HTMLElementTagNameMap {
    'mytpe-pay-button': MytpePayButton;
  }
}

// A server has no registry, and a page may load two scripts. The first definition stays.
if (typeof customElements !== 'undefined' && !customElements.get('mytpe-pay-button'))
  customElements.define('mytpe-pay-button', MytpePayButton);
