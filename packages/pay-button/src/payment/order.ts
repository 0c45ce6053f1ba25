import type { OfferToken } from '../states.ts';
import type { LinkView, OfferView } from '../views.ts';
import type { Backend } from '../backend.ts';
import { attemptFor, saveAttempt, savedAttempt } from './attempts.ts';
import { resolveToken, wrongMarkup } from './offer-token.ts';
import type { Payment } from './payment.ts';
import { type Send, sendUnderLoad } from './send-under-load.ts';
import type { Tools } from './tools.ts';

/** Makes the link for what is ordered: every repeat of one attempt is the same order, also after a reload. */
export class Order {
  readonly #tools: Tools;
  readonly #payment: Payment;
  /** The signed offer that was shown last. */
  #resolved: string | null = null;

  constructor(tools: Tools, payment: Payment) {
    this.#tools = tools;
    this.#payment = payment;
  }

  /** The offer where a plain read does not do: a signed one, or none at all. */
  async resolve(backend: Backend, source: OfferToken | null): Promise<OfferView> {
    if (!source || !backend.endpoint) throw wrongMarkup(this.#tools, this.#payment.page, backend.endpoint !== '');
    const { token, offer } = await resolveToken(this.#tools, backend, source);
    this.#resolved = token;
    return offer;
  }

  /** The link that this tab made before a reload, unless it ended unpaid. @param isWanted whether somebody still waits. */
  async recalled(isWanted: () => boolean): Promise<LinkView | null> {
    const name = this.#name;
    const id = savedAttempt(name)?.link;
    // Every element of the order asks for it, at the same moment.
    const { askOnce, parseLink } = this.#tools;
    const link = id ? await askOnce(this.#payment.backend(), `links/${id}`, parseLink).catch(() => null) : null;
    if (!link || !isWanted()) return null;
    if (link.paid || link.payable) return link;
    saveAttempt(name, null);
    return null;
  }

  /** The next press is a new order. */
  forget(): void {
    saveAttempt(this.#name, null);
  }

  /** @param backend where the link is; the page may have named another one since. */
  read(backend: Backend, id: string): Promise<LinkView> {
    return this.#tools.ask(backend, `links/${id}`, this.#tools.parseLink);
  }

  /** @param chosen the chosen amount, dinars as text. @param press aborted when the link is not wanted any more. */
  make(chosen: string | null, press: AbortController): Promise<LinkView> {
    return this.#make(chosen, press).catch((error: unknown) => this.#makeAfter(error, chosen, press));
  }

  async #make(chosen: string | null, press: AbortController): Promise<LinkView> {
    const { model, page } = this.#payment;
    const { reference, offer } = page;
    const backend = this.#payment.backend();
    const token = this.#token;
    const { amount: terms, scope, version } = model.offer!;
    // The page may name another order while the backend works.
    const name = this.#name;
    const attempt = attemptFor(name, chosen ?? (terms.mode === 'fixed' ? terms.value : ''));
    const order = {
      ...(token === null ? { offer } : { offer_token: token }),
      version,
      ...(terms.mode === 'open' && chosen !== null && { amount: chosen }),
      ...(reference && scope === 'payer' && { reference }),
    };
    const { ask, parseLink } = this.#tools;
    // JSON leaves out a solution that is undefined.
    const send: Send = (solution) =>
      ask(backend, 'links', parseLink, { ...order, solution }, { 'idempotency-key': attempt.key });
    const link = await sendUnderLoad(send, press);
    if (link.scope === 'payer') saveAttempt(name, { ...attempt, link: link.id });
    return link;
  }

  /** Tries again where another token or key may help. */
  async #makeAfter(error: unknown, chosen: string | null, press: AbortController): Promise<LinkView> {
    const { offerToken } = this.#payment.page;
    const { code } = error as { code?: string };
    if (press.signal.aborted) throw error;
    if (code === 'offer_token_expired' && typeof offerToken === 'function')
      // Its terms must still be those that were shown.
      await this.resolve(this.#payment.backend(), offerToken);
    else if (code === 'idempotency_key_reused') this.forget();
    else throw error;
    return this.#make(chosen, press);
  }

  /** The signed offer to pay; the page may have gone back to one of the catalog. */
  get #token(): string | null {
    return this.#payment.page.offerToken ? this.#resolved : null;
  }

  /** What this tab's attempts are saved under. */
  get #name(): string {
    const { offer, reference } = this.#payment.page;
    return [this.#payment.backend().endpoint, this.#token?.slice(-43) ?? offer, reference].join(' ');
  }
}
