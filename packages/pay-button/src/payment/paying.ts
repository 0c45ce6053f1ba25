import type { Backend } from '../backend.ts';
import type { OfferToken } from '../states.ts';
import type { LinkView, OfferView } from '../views.ts';
import { type Destination, openDestination } from './destination.ts';
import { Following } from './following.ts';
import { Order } from './order.ts';
import type { Payment } from './payment.ts';
import type { Tools } from './tools.ts';
import { checkTyped } from './typed-amount.ts';

/** The life of one payment from the press to the confirmation. It never throws. */
export class Paying {
  readonly #tools: Tools;
  readonly #payment: Payment;
  readonly #order: Order;
  readonly #following: Following;
  /** Aborted by the next press and by `stop`: the responses to an older press are ignored. */
  #press = new AbortController();

  constructor(tools: Tools, payment: Payment) {
    this.#tools = tools;
    this.#payment = payment;
    this.#order = new Order(tools, payment);
    this.#following = new Following(tools, payment, this.#order, this);
  }

  /** The offer where a plain read does not do: a signed one, or none at all. */
  resolve(backend: Backend, source: OfferToken | null): Promise<OfferView> {
    return this.#order.resolve(backend, source);
  }

  /** Enters the amount that the page chose, dinars as text. */
  preset(amount: string): void {
    const { parseMoney, displayNumber } = this.#tools;
    const value = parseMoney(amount) ?? parseMoney(`${amount}.00`);
    this.#payment.type(value === undefined ? amount : displayNumber(value, this.#payment.model.language));
  }

  /** Reads the typed amount into the model. */
  check(): void {
    const typed = checkTyped(this.#tools, this.#payment.model);
    if (typed) this.#payment.show({ value: typed.problem === null ? typed.value : null });
  }

  /** @returns whether something keeps the payer from going on, which is then said. */
  refused(): boolean {
    const refused = Boolean(checkTyped(this.#tools, this.#payment.model)?.problem);
    if (refused) this.#payment.show({ showProblem: true });
    return refused;
  }

  /** One press. @param amount the chosen amount, dinars as text. @param staying the payer stays here, with the link. */
  async pay(amount: string | null, staying = false): Promise<void> {
    const payment = this.#payment;
    const { offer, state } = payment.model;
    if (!offer || state !== 'ready' || this.refused()) return;
    if (!payment.emit('mytpe-pay', { offer, amount })) return;
    const press = this.#renew();
    const destination = staying ? null : openDestination(payment.page.target);
    payment.show({ state: 'creating', error: null, changed: false, showProblem: false });
    try {
      const link = await this.#order.make(amount, press);
      if (press.signal.aborted) destination?.cancel();
      else this.#go(link, destination);
    } catch (error) {
      destination?.cancel();
      if (!press.signal.aborted) await this.#failed(error, press);
    }
  }

  /** After a reload: the link this tab had made is still the one to pay. */
  async recall(): Promise<void> {
    const { signal } = this.#press;
    const { model, page } = this.#payment;
    // An offer that is over by now may well have been paid. Outside every page nothing is followed: `resume` comes back to it.
    const isWanted = () => !signal.aborted && page.isConnected !== false && ['ready', 'closed'].includes(model.state);
    const link = await this.#order.recalled(isWanted);
    if (link) this.#following.begin(link, 'opened');
  }

  /** The payer followed a link that was known already. */
  opened(): void {
    const { link } = this.#payment;
    if (!link) return;
    this.#payment.emit('mytpe-open', { link });
    this.#payment.show({ unsent: false });
    this.#following.begin(link, 'opened');
  }

  /** Forgets this attempt and begins anew. */
  reset(): void {
    this.stop();
    this.#order.forget();
    this.#payment.show({ link: null, error: null, unsent: false, state: 'loading' });
    void this.#payment.refresh();
  }

  /** Ends watching, and aborts the press that is under way. */
  stop(): void {
    this.#renew();
    this.#following.end();
  }

  /** Goes on after `stop`: the payment is shown again. */
  resume(): void {
    const { state, link } = this.#payment.model;
    if (state === 'creating') this.#payment.show({ state: 'ready' });
    else if (link && (state === 'opened' || state === 'blocked')) this.#following.begin(link, state);
    else {
      this.#payment.show({});
      if (state === 'ready' || state === 'closed') void this.recall();
    }
  }

  #go(link: LinkView, destination: Destination | null): void {
    const payment = this.#payment;
    payment.emit('mytpe-link', { link });
    const open = link.payable && !link.paid;
    if (!open) destination?.cancel();
    const went = open && destination?.go(link.url);
    if (went) payment.emit('mytpe-open', { link });
    payment.show({ unsent: !destination });
    // A link that ended unpaid is forgotten, so that the next press makes a new one.
    if (link.paid || open) this.#following.begin(link, went === false ? 'blocked' : 'opened');
    else this.reset();
  }

  #renew(): AbortController {
    this.#press.abort();
    return (this.#press = new AbortController());
  }

  async #failed(error: unknown, press: AbortController): Promise<void> {
    const payment = this.#payment;
    const { code } = error as { code?: string };
    if (code !== 'offer_changed' && code !== 'offer_unavailable') return payment.fail(error, 'ready');
    payment.show({ state: 'loading' });
    await payment.refresh();
    if (press.signal.aborted) return;
    if (code === 'offer_changed') payment.show({ changed: true });
    else payment.fail(error, payment.model.state);
  }
}
