import type { LinkView } from '../views.ts';
import type { Order } from './order.ts';
import type { Payment } from './payment.ts';
import type { Tools } from './tools.ts';
import { watchLink } from './watch.ts';

const ENDED: readonly string[] = ['expired', 'archived', 'exhausted'];

/** What happens when following comes to an end. */
interface Ends {
  stop(): void;
  reset(): void;
}

/** Follows a link from the moment it is open until it is paid or over. */
export class Following {
  readonly #tools: Tools;
  readonly #payment: Payment;
  readonly #order: Order;
  readonly #ends: Ends;
  #stopWatching: (() => void) | null = null;

  constructor(tools: Tools, payment: Payment, order: Order, ends: Ends) {
    this.#tools = tools;
    this.#payment = payment;
    this.#order = order;
    this.#ends = ends;
  }

  begin(link: LinkView, state: 'opened' | 'blocked'): void {
    this.end();
    if (link.paid) return this.#paid(link);
    this.#payment.show({ link, state });
    // MyTPE alone knows who paid by a link that everybody has.
    if (link.scope !== 'payer') return;
    const backend = this.#payment.backend();
    this.#stopWatching = watchLink({
      events: `${backend.endpoint}/v1/links/${link.id}/events?lang=${backend.language}`,
      read: () => this.#order.read(backend, link.id),
      parse: this.#tools.parseLink,
      onLink: (view) => this.#told(view),
    });
  }

  end(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
  }

  #told(link: LinkView): void {
    const payment = this.#payment;
    const before = JSON.stringify(payment.model.link);
    payment.show({ link });
    if (before !== JSON.stringify(link)) payment.emit('mytpe-status', { link });
    if (link.paid) this.#paid(link);
    else if (!link.payable && ENDED.includes(link.status)) this.#ends.reset();
  }

  #paid(link: LinkView): void {
    this.#ends.stop();
    this.#payment.show({ link, state: 'paid' });
    this.#payment.emit('mytpe-paid', { link, receipt: link.receipt });
  }
}
