import { MytpePayButton } from './element.ts';
import { configure, endpointOfScript } from './api/configure.ts';

/** The drop-in script from the backend. It configures its own origin as the backend, so that a page needs only the tag. */
if (!customElements.get('mytpe-pay-button')) {
  configure({ endpoint: endpointOfScript(import.meta.url) });
  customElements.define('mytpe-pay-button', MytpePayButton);
}
