import { CONFIGURE_GRACE_MS, onConfigure } from '../api/configure.ts';
import { parseOffer } from '../api/parse.ts';
import { type Backend, PayError, request, sharedRequest } from '../api/request.ts';
import type { OfferView } from '../api/types.ts';
import { isOfferToken, resolveOffer } from './offer-token.ts';
import type { PaymentSettings } from './payment-state.ts';

/** An offer from the backend. `token`: the signed offer that the backend accepted. */
export interface ReadOffer {
  readonly offer: OfferView;
  readonly token: string | null;
}

/** Reads the page's offer. Ignores the response to an older request. */
export class OfferReader {
  readonly #settings: PaymentSettings;
  readonly #wake: () => void;
  #readings = 0;

  /** @param wake called when `configure` sets the backend after a read without one. */
  constructor(settings: PaymentSettings, wake: () => void) {
    this.#settings = settings;
    this.#wake = wake;
  }

  get hasStarted(): boolean {
    return this.#readings > 0;
  }

  /** Ignores the response to the current request. */
  cancel(): void {
    this.#readings += 1;
  }

  /**
   * Reads the offer. Waits up to a second for an application to set the backend and the offer.
   * @param backend called when the request starts.
   * @param isFirst the response may come from the browser's cache, and other elements may share it.
   * @returns `null` if a later read has started.
   * @throws PayError `validation_failed` if the page sets no backend or no offer, else the backend's error.
   */
  async read(backend: () => Backend, isFirst: boolean): Promise<ReadOffer | null> {
    const reading = ++this.#readings;
    try {
      if (!this.#isComplete(backend())) {
        onConfigure(this.#wake);
        await new Promise((resolve) => setTimeout(resolve, CONFIGURE_GRACE_MS));
      }
      const read = reading === this.#readings ? await this.#request(backend(), isFirst) : null;
      return reading === this.#readings ? read : null;
    } catch (error) {
      if (reading !== this.#readings) return null;
      throw error;
    }
  }

  #isComplete({ endpoint }: Backend): boolean {
    const { offer, offerToken } = this.#settings;
    return endpoint !== '' && (offerToken ? isOfferToken(offerToken) : Boolean(offer));
  }

  async #request(backend: Backend, isFirst: boolean): Promise<ReadOffer> {
    const { offer, offerToken } = this.#settings;
    if (!backend.endpoint || !(offer || offerToken)) throw new PayError('validation_failed', false);
    if (offerToken) return resolveOffer(backend, offerToken);
    const get = isFirst ? sharedRequest : request;
    return { offer: await get(backend, `offers/${encodeURIComponent(offer!)}`, parseOffer), token: null };
  }
}
