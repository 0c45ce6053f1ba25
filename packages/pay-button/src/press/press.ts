import type { LitElement, TemplateResult } from 'lit';

import type { Backend } from '../backend.ts';
import type { Host } from '../model.ts';
import type { OfferToken } from '../states.ts';
import type { LinkView, OfferView } from '../views.ts';
import { attemptFor, saveAttempt, savedAttempt } from './attempts.ts';
import { type Destination, openDestination } from './destination.ts';
import { type Countdown, createCountdown } from './countdown.ts';
import { focusOn, keepFocus } from './focus.ts';
import type { Kit } from './kit.ts';
import { resolveToken, wrongMarkup } from './offer-token.ts';
import { LATE_STYLES } from './late-styles.ts';
import { type LateActions, addressField, copyButton, lateView, whatNow } from './late-view.ts';
import { termsView } from './terms.ts';
import { checkTyped, problemView, stepped } from './typed.ts';
import { usageNotes } from './usage-notes.ts';
import type { Sharing } from '../share/share.ts';
import type { LateStrings } from './strings/late-strings.ts';
import { watchLink } from './watch.ts';

const MAX_WAIT_S = 10;
const ENDED: readonly string[] = ['expired', 'archived', 'exhausted'];

/** The life of one payment from the press to the confirmation. It never throws. */
export class Press implements LateActions {
  readonly #kit: Kit;
  readonly #host: Host;
  readonly #root: ShadowRoot;
  readonly #countdown: Countdown;
  #sharing: Sharing | null = null;
  #stopWatching: (() => void) | null = null;
  /** The signed offer that was shown last. */
  #resolved: string | null = null;
  /** Counts presses and stops: the answer to an older one is ignored. */
  #run = 0;

  constructor(kit: Kit, host: Host, root: ShadowRoot) {
    this.#kit = kit;
    this.#host = host;
    this.#root = root;
    this.#countdown = createCountdown(host);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LATE_STYLES);
    root.adoptedStyleSheets.push(sheet);
    (root.host as LitElement).addController(keepFocus(root));
    this.reset = this.reset.bind(this);
    this.opened = this.opened.bind(this);
    this.copy = this.copy.bind(this);
  }

  /** The offer where a plain read does not do: a signed one, or none at all. */
  async resolve(backend: Backend, source: OfferToken | null): Promise<OfferView> {
    if (!source || !backend.endpoint) throw wrongMarkup(this.#kit, backend.endpoint !== '');
    const { token, offer } = await resolveToken(this.#kit, backend, source);
    this.#resolved = token;
    return offer;
  }

  /** Enters the amount that the page chose, dinars as text. */
  preset(amount: string): void {
    const value = this.#kit.parseMoney(amount) ?? this.#kit.parseMoney(`${amount}.00`);
    this.#host.type(value === undefined ? amount : this.#kit.displayNumber(value, this.#host.model.language));
  }

  /** Reads the typed amount into the model. */
  check(): void {
    const typed = checkTyped(this.#kit, this.#host.model);
    if (typed) this.#host.show({ value: typed.problem === null ? typed.value : null });
  }

  problem(): TemplateResult | null {
    const typed = checkTyped(this.#kit, this.#host.model);
    return typed?.problem ? problemView(this.#kit, this.#host, typed, this.strings) : null;
  }

  notes(): unknown {
    return usageNotes(this.#kit, this.#host.model, this.strings, this.#countdown);
  }

  terms(): unknown {
    return termsView(this.#kit, this.#host);
  }

  /** What is said to those who do not see it. */
  announcement(): unknown {
    const { copied, link, state } = this.#host.model;
    if (state === 'creating') return this.strings.creating;
    if (state === 'paid') return this.strings.paid;
    return copied ? this.strings.copied : link && whatNow(link, this.#host.model, this.strings);
  }

  late(link: LinkView): TemplateResult {
    return lateView(this.#kit, this.#host, link, this, this.strings);
  }

  key(event: KeyboardEvent): void {
    const direction = this.#host.model.state === 'ready' && { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const typed = direction && checkTyped(this.#kit, this.#host.model);
    if (!typed) return;
    event.preventDefault();
    this.#host.type(stepped(this.#kit, typed, direction, this.#host.model));
  }

  /** The ways of sharing, while they are wanted. */
  sharing(): unknown {
    const { sharing, copied, state } = this.#host.model;
    const { link, disabled, sharing: ways } = this.#host.element;
    if (!link || disabled || ways === 'none' || state === 'paid') return;
    // After the press, copying stands beside the link.
    const copy = state === 'ready' && copyButton(this.#kit, this.#host, this.copy);
    return [
      sharing ? this.#sharing?.view(link, copy || this.#kit.nothing) : this.#kit.nothing,
      copied === false ? addressField(this.#kit, link, this.strings) : this.#kit.nothing,
    ];
  }

  /** Shows the ways of sharing, or hides them. A link that is not there yet is made, as by a press. */
  async share(): Promise<void> {
    const host = this.#host;
    if (host.model.sharing) return host.show({ sharing: false });
    if (host.element.sharing === 'none') return;
    if (!host.model.link && this.#refused()) return;
    if (!host.element.link?.payable) await this.pay(host.element.amountValue, true);
    if (!host.element.link?.payable) return;
    try {
      const { Sharing } = await import('../share/share.ts');
      this.#sharing ??= new Sharing(this.#kit, host, this.#root);
      host.show({ sharing: true });
    } catch {
      // Without that file the address can still be copied by hand.
      host.show({ copied: false });
    }
  }

  /** One press. @param amount the chosen amount, dinars as text. @param sharing the payer stays here, with the link. */
  async pay(amount: string | null, sharing = false): Promise<void> {
    const host = this.#host;
    const { offer, state } = host.model;
    if (!offer || state !== 'ready') return;
    if (this.#refused()) return;
    if (!host.emit('mytpe-pay', { offer, amount })) return;
    const run = ++this.#run;
    const destination = sharing ? null : openDestination(host.element.target);
    host.show({ state: 'creating', error: null, changed: false, showProblem: false });
    try {
      const link = await this.#makeLink(amount).catch((error: unknown) => this.#makeAfter(error, amount, run));
      if (run === this.#run) this.#go(link, destination);
      else destination?.cancel();
    } catch (error) {
      destination?.cancel();
      if (run === this.#run) await this.#failed(error, run);
    }
  }

  /** What keeps the payer from going on is said beside it, and has the focus. */
  #refused(): boolean {
    const host = this.#host;
    if (checkTyped(this.#kit, host.model)?.problem) {
      host.show({ showProblem: true });
      void focusOn(host, '#amount');
    } else if (host.element.termsRequired && !host.model.agreed) {
      host.show({ unticked: true });
      void focusOn(host, '#terms');
    } else return false;
    return true;
  }

  /** After a reload: the link this tab had made is still the one to pay. */
  async recall(): Promise<void> {
    const run = this.#run;
    const name = this.#name;
    const id = savedAttempt(name)?.link;
    const link = id ? await this.#read(id).catch(() => null) : null;
    // An offer that is over by now may well have been paid.
    if (!link || run !== this.#run || !['ready', 'closed'].includes(this.#host.model.state)) return;
    if (link.paid) this.#paid(link);
    else if (link.payable) this.#follow(link, 'opened');
    else saveAttempt(name, null);
  }

  /** The payer followed a link that was known already. */
  opened(): void {
    const { link } = this.#host.element;
    if (!link) return;
    this.#host.emit('mytpe-open', { link });
    this.#host.show({ unsent: false });
    this.#follow(link, 'opened');
  }

  async copy(): Promise<void> {
    const { link } = this.#host.element;
    if (!link) return;
    try {
      // There is no clipboard on plain http pages.
      await navigator.clipboard.writeText(link.url);
      this.#host.show({ copied: true });
      this.#host.emit('mytpe-share', { link, way: 'copy' });
    } catch {
      this.#host.show({ copied: false });
    }
  }

  /** Forgets this attempt and begins anew. */
  reset(): void {
    this.stop();
    saveAttempt(this.#name, null);
    this.#host.show({ link: null, error: null, copied: null, sharing: false, unsent: false, state: 'loading' });
    void this.#host.element.refresh();
  }

  /** Ends watching; what is under way is void. */
  stop(): void {
    this.#run += 1;
    this.#stopWatching?.();
    this.#stopWatching = null;
    this.#countdown.stop();
  }

  /** Goes on after `stop`: the element is back in a page. */
  resume(): void {
    const { state, link } = this.#host.model;
    if (state === 'creating') this.#host.show({ state: 'ready' });
    else if (link && (state === 'opened' || state === 'blocked')) this.#follow(link, state);
    else this.#host.show({});
  }

  get strings(): LateStrings {
    return this.#host.model.late!;
  }

  /** The signed offer to pay; the page may have gone back to one of the catalog. */
  get #token(): string | null {
    return this.#host.element.offerToken ? this.#resolved : null;
  }

  /** What this tab's attempts are saved under. */
  get #name(): string {
    const { offer, reference } = this.#host.element;
    return [this.#host.endpoint(), this.#token?.slice(-43) ?? offer, reference].join(' ');
  }

  get #backend(): Backend {
    return { endpoint: this.#host.endpoint(), language: this.#host.model.language };
  }

  #read(id: string): Promise<LinkView> {
    return this.#kit.ask<LinkView>(this.#backend, `links/${id}`);
  }

  async #makeLink(chosen: string | null): Promise<LinkView> {
    const { model, element } = this.#host;
    const { reference, offer } = element;
    const backend = this.#backend;
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
    const send = () => this.#kit.ask<LinkView>(backend, 'links', order, { 'idempotency-key': attempt.key });
    const link = await send().catch((error: { retryable?: boolean; retryAfter?: number }) => {
      const { retryable, retryAfter } = error;
      // Once more when the backend said when, and that is soon.
      if (!retryable || !retryAfter || retryAfter > MAX_WAIT_S) throw error;
      return new Promise((resolve) => setTimeout(resolve, retryAfter * 1000)).then(send);
    });
    if (!/^https?:\/\//i.test(link.url)) throw new this.#kit.PayError('internal', false);
    if (link.scope === 'payer') saveAttempt(name, { ...attempt, link: link.id });
    return link;
  }

  /** Once more after what another try can mend. */
  async #makeAfter(error: unknown, amount: string | null, run: number): Promise<LinkView> {
    const { offerToken } = this.#host.element;
    const { code } = error as { code?: string };
    if (run !== this.#run) throw error;
    if (code === 'offer_token_expired' && typeof offerToken === 'function')
      // Its terms must still be those that were shown.
      await this.resolve(this.#backend, offerToken);
    else if (code === 'idempotency_key_reused') saveAttempt(this.#name, null);
    else throw error;
    return this.#makeLink(amount);
  }

  #go(link: LinkView, destination: Destination | null): void {
    this.#host.emit('mytpe-link', { link });
    if (link.payable && !link.paid) {
      const went = destination?.go(link.url);
      if (went) this.#host.emit('mytpe-open', { link });
      this.#host.show({ unsent: !destination });
      return this.#follow(link, went === false ? 'blocked' : 'opened');
    }
    destination?.cancel();
    // A link that ended unpaid is forgotten, so that the next press makes a new one.
    if (link.paid) this.#paid(link);
    else this.reset();
  }

  async #failed(error: unknown, run: number): Promise<void> {
    const host = this.#host;
    const { code } = error as { code?: string };
    if (code !== 'offer_changed' && code !== 'offer_unavailable') return host.fail(error, 'ready');
    host.show({ state: 'loading' });
    await host.element.refresh();
    if (run !== this.#run) return;
    if (code === 'offer_changed') host.show({ changed: true });
    else host.fail(error, host.model.state);
  }

  #follow(link: LinkView, state: 'opened' | 'blocked'): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
    this.#host.show({ link, state });
    if (link.scope !== 'payer') return;
    const { model } = this.#host;
    this.#stopWatching = watchLink({
      events: `${this.#host.endpoint()}/v1/links/${link.id}/events?lang=${model.language}`,
      read: () => this.#read(link.id),
      onLink: (view) => this.#told(view),
    });
  }

  #paid(link: LinkView): void {
    this.stop();
    this.#host.show({ link, state: 'paid' });
    this.#host.emit('mytpe-paid', { link, receipt: link.receipt });
  }

  #told(link: LinkView): void {
    const host = this.#host;
    const before = JSON.stringify(host.model.link);
    host.show({ link });
    if (before !== JSON.stringify(link)) host.emit('mytpe-status', { link });
    if (link.paid) this.#paid(link);
    else if (!link.payable && ENDED.includes(link.status)) this.reset();
  }
}
