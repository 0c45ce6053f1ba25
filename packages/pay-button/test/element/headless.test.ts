import { expect } from '@open-wc/testing';

import { type PaymentController, type PaymentSnapshot, createPayment, formatDinars } from '../../src/controller.ts';
import { OPEN, linkView, offerView } from './samples.ts';
import { type Backend, afterwards, backendWith, clearStage, problem, tabs, until } from './stage.ts';

afterEach(clearStage);

type State = PaymentSnapshot['state'];
type In<S extends State> = PaymentSnapshot & { state: S };
type Options = Partial<Parameters<typeof createPayment>[0]>;

const PAID = linkView({ paid: true, payable: false, status: 'exhausted', receipt: 'a.b.c' });

function created(backend: Backend, options: Options = {}): PaymentController {
  const payment = createPayment({
    endpoint: backend.endpoint,
    lang: 'fr',
    ...('offerToken' in options ? {} : { offer: 'course' }),
    ...options,
  } as Parameters<typeof createPayment>[0]);
  afterwards(() => payment.dispose());
  return payment;
}

async function reaches<S extends State>(payment: PaymentController, state: S): Promise<In<S>> {
  await until(`state ${state}`, () => payment.getSnapshot().state === state);
  return payment.getSnapshot() as In<S>;
}

/** A payment with a subscriber, ready to be paid. */
async function ready(backend: Backend, options: Options = {}): Promise<PaymentController> {
  const payment = created(backend, options);
  payment.subscribe(() => {});
  await reaches(payment, 'ready');
  return payment;
}

const typed = (payment: PaymentController) => {
  const { amount } = payment.getSnapshot() as In<'ready'>;
  if (amount.kind !== 'typed') throw new Error(`the amount is ${amount.kind}`);
  return amount;
};

describe('a payment without a view', () => {
  it('goes through all states from the offer to the payment', async () => {
    const opened = tabs();
    const backend = await backendWith();
    const payment = created(backend);
    const states: State[] = [];
    payment.subscribe(({ state }) => void (states.at(-1) !== state && states.push(state)));
    const shown = await reaches(payment, 'ready');
    expect(shown.amount).to.deep.equal({ kind: 'fixed', value: '4500.00' });
    expect(shown).to.include({ link: null, changed: false, error: null });
    await payment.pay();
    const { link, watched, sent } = await reaches(payment, 'opened');
    expect(opened[0]).to.include({ url: link.url, opener: null, closed: false });
    expect({ link, watched, sent }).to.deep.equal({ link: linkView(), watched: true, sent: true });
    await until('somebody listening', async () => (await backend.listening()) === 1);
    await backend.sendLink(PAID);
    expect((await reaches(payment, 'paid')).receipt).to.equal('a.b.c');
    await until('nobody listening', async () => (await backend.listening()) === 0);
    await until('a notification', () => states.at(-1) === 'paid');
    expect(states).to.deep.equal(['loading', 'ready', 'creating', 'opened', 'paid']);
  });

  it('sends no request before the first subscriber, and watches nothing without one', async () => {
    tabs();
    const backend = await backendWith();
    const payment = created(backend);
    expect(payment.getSnapshot()).to.deep.equal({ state: 'loading' });
    expect(await backend.seen('GET /v1/offers/course')).to.have.length(0);
    // React subscribes and unsubscribes once in development.
    payment.subscribe(() => {})();
    const leave = payment.subscribe(() => {});
    await reaches(payment, 'ready');
    expect(await backend.seen('GET /v1/offers/course')).to.have.length(1);
    await payment.pay();
    await until('somebody listening', async () => (await backend.listening()) === 1);
    leave();
    await until('nobody listening', async () => (await backend.listening()) === 0);
    payment.subscribe(() => {});
    await until('somebody listening again', async () => (await backend.listening()) === 1);
    payment.dispose();
    await until('nobody listening', async () => (await backend.listening()) === 0);
  });

  it('returns the same snapshot until something changes, and survives a failing listener', async () => {
    const reported: unknown[] = [];
    const { reportError } = window;
    window.reportError = (error) => void reported.push(error);
    afterwards(() => (window.reportError = reportError));
    const payment = created(await backendWith({ amount: OPEN }));
    let calls = 0;
    payment.subscribe(() => {
      if (calls++ > 0) throw new Error('mine');
    });
    let notified = 0;
    payment.subscribe(() => void notified++);
    const before = await reaches(payment, 'ready');
    expect(payment.getSnapshot()).to.equal(before);
    const sofar = notified;
    payment.setAmount('500');
    payment.setAmount('5000');
    await until('a notification', () => notified > sofar);
    expect(payment.getSnapshot()).not.to.equal(before);
    expect(notified).to.equal(sofar + 1);
    expect(reported.map(String)).to.include('Error: mine');
  });

  it('accepts a signed offer, and fetches it again when it expired', async () => {
    tabs();
    const backend = await backendWith(
      {},
      {
        'POST /v1/offers/resolve': [{ body: offerView() }],
        'POST /v1/links': [problem(401, 'offer_token_expired'), { status: 201, body: linkView() }],
      },
    );
    let calls = 0;
    const payment = await ready(backend, { offerToken: () => `token.${++calls}.x`, reference: 'order-7' });
    await payment.pay();
    await reaches(payment, 'opened');
    expect((await backend.seen('POST /v1/links')).map(({ body }) => body)).to.deep.equal([
      { offer_token: 'token.1.x', version: 'v1', reference: 'order-7' },
      { offer_token: 'token.2.x', version: 'v1', reference: 'order-7' },
    ]);
  });
});

describe('the amount', () => {
  it('is parsed as people type it; an invalid amount is refused with a correction', async () => {
    tabs();
    const backend = await backendWith({ amount: OPEN });
    const payment = await ready(backend);
    expect(typed(payment)).to.deep.include({ text: '', value: null, min: '200.00', max: '50000.00', step: '50.00' });
    expect(typed(payment).issue).to.deep.equal({ code: 'required', bound: null, nearest: null });
    payment.setAmount('١٢٠');
    await until('it is read', () => typed(payment).issue?.code === 'amount_below_min');
    expect(typed(payment)).to.deep.include({ text: '١٢٠', value: null, refused: false });
    await payment.pay();
    expect(typed(payment).refused).to.equal(true);
    expect(await backend.seen('POST /v1/links')).to.have.length(0);
    const { bound, nearest } = typed(payment).issue!;
    expect([bound, nearest]).to.deep.equal(['200.00', '200.00']);
    payment.choose(nearest!);
    expect(typed(payment)).to.deep.include({ text: '200', value: '200.00', issue: null, refused: false });
    payment.setAmount('1 500,00 DA');
    expect(typed(payment).value).to.equal('1500.00');
    await payment.pay();
    expect((await backend.seen('POST /v1/links'))[0]!.body).to.deep.include({ amount: '1500.00' });
    // A request in progress does not change.
    payment.setAmount('9000');
    expect((await reaches(payment, 'opened')).link.amount).to.equal('4500.00');
  });

  it('starts with the page’s amount', async () => {
    const payment = await ready(await backendWith({ amount: OPEN }), { amount: '2000.00' });
    await until('it is there', () => typed(payment).value === '2000.00');
  });

  it('is marked as typed on MyTPE’s page if it is', async () => {
    const payment = await ready(await backendWith({ amount: { ...OPEN, entry: 'hosted' } }));
    const { amount } = payment.getSnapshot() as In<'ready'>;
    expect(amount).to.deep.equal({ kind: 'hosted', min: '200.00', max: '50000.00' });
  });

  it('is formatted as the element formats it', () => {
    expect(formatDinars('1500.00', 'fr').replaceAll(/\s/gu, ' ')).to.equal('1 500 DA');
    expect(() => formatDinars('1500', 'fr')).to.throw(RangeError);
  });
});

describe('failures', () => {
  it('report and show a changed price, and require a second click', async () => {
    const opened = tabs();
    const dearer = offerView({ version: 'v2', amount: { mode: 'fixed', currency: 'DZD', value: '4600.00' } });
    const backend = await backendWith(
      {},
      {
        'GET /v1/offers/course': [{ body: offerView() }, { body: dearer }],
        'POST /v1/links': [problem(409, 'offer_changed'), { status: 201, body: linkView({ amount: '4600.00' }) }],
      },
    );
    const payment = await ready(backend);
    await payment.pay();
    const { changed, amount } = await reaches(payment, 'ready');
    expect({ changed, amount }).to.deep.equal({ changed: true, amount: { kind: 'fixed', value: '4600.00' } });
    expect(opened[0]).to.include({ closed: true, url: '' });
    await payment.pay();
    expect((await reaches(payment, 'opened')).link.amount).to.equal('4600.00');
    const versions = (await backend.seen('POST /v1/links')).map(({ body }) => (body as { version: string }).version);
    expect(versions).to.deep.equal(['v1', 'v2']);
  });

  it('keep the key for a second click', async () => {
    tabs();
    const busy = problem(503, 'upstream_unavailable', true, { 'retry-after': '30' });
    const backend = await backendWith({}, { 'POST /v1/links': [busy, { status: 201, body: linkView() }] });
    const payment = await ready(backend);
    await payment.pay();
    const { error } = await reaches(payment, 'ready');
    expect(error).to.include({ code: 'upstream_unavailable', retryable: true, retryAfter: 30 });
    expect(error!.message).to.equal('La raison : upstream_unavailable.');
    await payment.retry();
    await reaches(payment, 'opened');
    const keys = (await backend.seen('POST /v1/links')).map(({ key }) => key);
    expect(new Set(keys).size).to.equal(1);
  });

  it('allow reading the offer again', async () => {
    const backend = await backendWith({}, { 'GET /v1/offers/course': [{ broken: true }, { broken: true }] });
    const payment = created(backend);
    payment.subscribe(() => {});
    expect((await reaches(payment, 'error')).error.code).to.equal('network');
    await backend.script({ 'GET /v1/offers/course': [{ body: offerView() }] });
    await payment.retry();
    await reaches(payment, 'ready');
  });

  it('include the reason when the offer cannot be paid now', async () => {
    const payment = created(await backendWith({ availability: 'exhausted' }));
    payment.subscribe(() => {});
    expect((await reaches(payment, 'closed')).reason).to.equal('exhausted');
  });

  it('of the stream lead to polling', async () => {
    tabs();
    const { id } = linkView();
    const backend = await backendWith({}, { [`GET /v1/links/${id}/events`]: [problem(429, 'rate_limited', true)] });
    const payment = await ready(backend);
    await payment.pay();
    await backend.script({ [`GET /v1/links/${id}`]: [{ body: PAID }] });
    await reaches(payment, 'paid');
  });

  it('of a page that is left during a request continue the same order', async () => {
    const opened = tabs();
    const response = { status: 201, body: linkView() };
    const backend = await backendWith({}, { 'POST /v1/links': [{ ...response, hold: 'link' }, response] });
    const before = await ready(backend);
    const paying = before.pay();
    await reaches(before, 'creating');
    before.dispose();
    await backend.release('link');
    await paying;
    expect(opened[0]).to.include({ closed: true, url: '' });
    const after = created(backend);
    after.subscribe(() => {});
    await reaches(after, 'opened');
    expect(await backend.seen('POST /v1/links')).to.have.length(1);
    after.startOver();
    await reaches(after, 'ready');
    await after.pay();
    const [first, second] = await backend.seen('POST /v1/links');
    expect(second!.key).not.to.equal(first!.key);
  });
});

describe('the link', () => {
  it('can be shown instead of opened', async () => {
    const opened = tabs();
    const payment = await ready(await backendWith(), { target: 'none' });
    await payment.pay();
    expect(await reaches(payment, 'opened')).to.deep.include({ link: linkView(), watched: true, sent: false });
    expect(opened).to.have.length(0);
  });

  it('is shown when the browser blocks the tab', async () => {
    tabs({ blocked: true });
    const payment = await ready(await backendWith());
    await payment.pay();
    expect((await reaches(payment, 'blocked')).link.url).to.equal(linkView().url);
  });

  it('is available immediately for a shared offer, and is never marked as watched', async () => {
    const link = linkView({ scope: 'shared' });
    const backend = await backendWith({ scope: 'shared', link });
    const payment = await ready(backend);
    expect((payment.getSnapshot() as In<'ready'>).link).to.deep.equal(link);
    payment.followed();
    expect(await reaches(payment, 'opened')).to.deep.include({ watched: false, sent: true });
    expect(await backend.listening()).to.equal(0);
  });
});
