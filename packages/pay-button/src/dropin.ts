import { MytpePayButton } from './element.ts';
import { configure, endpointOfScript } from './api/configure.ts';

/** The script from the backend: knows where it came from, so that a page needs no more than the tag. */
if (!customElements.get('mytpe-pay-button')) {
  configure({ endpoint: endpointOfScript(import.meta.url) });
  customElements.define('mytpe-pay-button', MytpePayButton);
}
