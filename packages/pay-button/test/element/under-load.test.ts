import { expect } from '@open-wc/testing';
import type { Payload } from 'altcha-lib';

import { type PaymentController, createPayment } from '../../src/controller.ts';
import type { MytpePayButton } from '../../src/element.ts';
import { ENDLESS, LINK, derivations, expectSent, loaded, sentTo, withoutWebCrypto } from './load.ts';
import { linkView, offerView } from './samples.ts';
import {
  type Backend,
  afterwards,
  clearStage,
  part,
  placed,
  problem,
  reaches,
  read,
  recorded,
  tabs,
  until,
} from './stage.ts';

afterEach(clearStage);

/** A button that solves a challenge which it cannot finish. */
async function solving(backend: Backend) {
  const opened = tabs();
  const button = await placed(backend);
  const errors = recorded(button, 'mytpe-error');
  const derived = derivations();
  const paying = button.pay();
  await until('it solves', () => derived.count > 10);
  return { button, paying, errors, derived, tab: opened[0]! };
}

describe('a challenge', () => {
  it('is solved while the button is busy and its tab waits, and the same request is sent again', async () => {
    const opened = tabs();
    const backend = await loaded({ ...LINK, challenge: {}, hold: 'response' });
    const button = await placed(backend);
    const [presses, errors] = [recorded(button, 'mytpe-pay'), recorded(button, 'mytpe-error')];
    const paying = button.pay();
    await reaches(button, 'creating');
    await button.pay();
    expect(read(await part(button, 'pay'))).to.equal('Préparation du paiement…');
    expect((await part(button, 'pay')).getAttribute('aria-disabled')).to.equal('true');
    expect(opened.map(({ url, closed }) => ({ url, closed }))).to.deep.equal([{ url: '', closed: false }]);
    await backend.release('response');
    await paying;
    expect(button.state).to.equal('opened');
    expect(opened.map(({ url, closed }) => ({ url, closed }))).to.deep.equal([{ url: linkView().url, closed: false }]);
    expect([presses.length, errors.length]).to.deep.equal([1, 0]);
    await expectSent(backend, 'none', 'solved');
  });

  it('is also solved when a harder one follows', async () => {
    tabs();
    const harder = { cost: 20, counter: 40 };
    const backend = await loaded({ challenge: {} }, { challenge: harder }, { ...LINK, challenge: {} });
    const button = await placed(backend);
    await button.pay();
    await reaches(button, 'opened');
    await expectSent(backend, 'none', 'solved', 'solved');
    const { solution } = (await sentTo(backend)).bodies.at(-1)!;
    const payload = JSON.parse(atob(solution!)) as Payload;
    expect([payload.challenge.parameters.cost, payload.solution.counter]).to.deep.equal([harder.cost, harder.counter]);
    expect(Object.keys(payload.challenge).toSorted()).to.deep.equal(['parameters', 'signature']);
    expect(Object.keys(payload.solution).toSorted()).to.deep.equal(['counter', 'derivedKey', 'time']);
  });

  it('is sent even if it expired, because the device’s clock may be wrong; the backend replaces it', async () => {
    tabs();
    const backend = await loaded({ challenge: { expiresIn: -1 } }, { ...LINK, challenge: {} });
    const button = await placed(backend);
    await button.pay();
    await reaches(button, 'opened');
    await expectSent(backend, 'none', 'solved', 'solved');
  });

  it('is solved three times per click; then the reason is shown, and the next click continues the order', async () => {
    const opened = tabs();
    const backend = await loaded({ challenge: {} });
    const button = await placed(backend);
    const errors = recorded(button, 'mytpe-error');
    await button.pay();
    await reaches(button, 'ready');
    await expectSent(backend, 'none', 'solved', 'solved', 'solved');
    expect(errors.map(({ code, retryable }) => [code, retryable])).to.deep.equal([['challenge_required', true]]);
    expect(read(await part(button, 'error'))).to.equal('La raison : challenge_required.');
    expect(button.querySelector('a')!.checkVisibility()).to.equal(true);
    expect(opened[0]).to.include({ closed: true, url: '' });
    await backend.script({ 'POST /v1/links': [LINK] });
    await button.pay();
    await reaches(button, 'opened');
    await expectSent(backend, 'none', 'solved', 'solved', 'solved', 'none');
  });

  it('is reported once to the backend if the page has no Web Crypto, and the backend may create the link', async () => {
    const opened = tabs();
    withoutWebCrypto();
    const backend = await loaded({ challenge: {} }, LINK);
    const button = await placed(backend);
    await button.pay();
    await reaches(button, 'opened');
    expect(opened[0]!.url).to.equal(linkView().url);
    await expectSent(backend, 'none', 'impossible');
  });

  it('is not requested again if the page cannot solve it', async () => {
    tabs();
    withoutWebCrypto();
    const backend = await loaded({ challenge: {} });
    const button = await placed(backend);
    await button.pay();
    await reaches(button, 'ready');
    expect(button.error!.code).to.equal('challenge_required');
    await expectSent(backend, 'none', 'impossible');
  });

  it('of another format, or none, is shown as a failure', async () => {
    tabs();
    const unknown = problem(429, 'challenge_required', true, { 'retry-after': '1' });
    const backend = await loaded(
      { ...unknown, body: { ...(unknown.body as object), challenge: { parameters: { algorithm: 'NEWER' } } } },
      unknown,
    );
    const button = await placed(backend);
    for (const sent of [1, 2]) {
      await button.pay();
      await reaches(button, 'ready');
      expect(button.error!.code).to.equal('challenge_required');
      expect((await sentTo(backend)).bodies).to.have.length(sent);
    }
  });
});

describe('a challenge that is being solved', () => {
  const ways: Record<string, (button: MytpePayButton, backend: Backend) => Promise<void>> = {
    'ends when the payer starts over': async (button) => {
      button.reset();
      await reaches(button, 'ready');
    },
    'ends when the button gets another offer': async (button, backend) => {
      await backend.script({ 'GET /v1/offers/other': [{ body: offerView({ id: 'other' }) }] });
      button.offer = 'other';
      await reaches(button, 'ready');
    },
    'ends when the button leaves the page': async (button) => {
      button.remove();
      document.body.append(button);
      await reaches(button, 'ready');
    },
  };
  for (const [title, end] of Object.entries(ways))
    it(`${title}: the tab is closed, nothing more is sent, and the button can be clicked again`, async () => {
      const backend = await loaded(ENDLESS, LINK);
      const { button, paying, errors, derived, tab } = await solving(backend);
      await end(button, backend);
      await paying;
      const { count } = derived;
      expect(tab).to.include({ closed: true, url: '' });
      expect([button.state, button.link, errors.length]).to.deep.equal(['ready', null, 0]);
      expect((await sentTo(backend)).bodies).to.have.length(1);
      await button.pay();
      await reaches(button, 'opened');
      expect(derived.count).to.equal(count);
    });

  it('fails after 30 seconds', async () => {
    const backend = await loaded(ENDLESS);
    const { button, paying, errors, tab } = await solving(backend);
    const { now } = performance;
    performance.now = () => now.call(performance) + 30_000;
    afterwards(() => Reflect.deleteProperty(performance, 'now'));
    await paying;
    expect(errors.map(({ code }) => code)).to.deep.equal(['challenge_required']);
    expect([button.state, tab.closed]).to.deep.equal(['ready', true]);
    await expectSent(backend, 'none');
  });
});

describe('a payment without the element', () => {
  function created(backend: Backend): PaymentController {
    const payment = createPayment({ endpoint: backend.endpoint, offer: 'course', lang: 'fr' });
    afterwards(() => payment.dispose());
    payment.subscribe(() => {});
    return payment;
  }
  const isIn = (payment: PaymentController, state: string) =>
    until(`state ${state}`, () => payment.getSnapshot().state === state);

  it('solves the challenge of its backend', async () => {
    const opened = tabs();
    const backend = await loaded({ ...LINK, challenge: {} });
    const payment = created(backend);
    await isIn(payment, 'ready');
    await payment.pay();
    await isIn(payment, 'opened');
    expect(opened[0]!.url).to.equal(linkView().url);
    await expectSent(backend, 'none', 'solved');
  });

  it('has the failure in its snapshot after three rounds, and can be retried', async () => {
    tabs();
    const backend = await loaded({ challenge: {} });
    const payment = created(backend);
    await isIn(payment, 'ready');
    await payment.pay();
    const { error } = payment.getSnapshot() as { error?: { code: string; retryable: boolean } };
    expect(error).to.include({ code: 'challenge_required', retryable: true });
    await backend.script({ 'POST /v1/links': [LINK] });
    await payment.retry();
    await isIn(payment, 'opened');
    await expectSent(backend, 'none', 'solved', 'solved', 'solved', 'none');
  });

  it('stops solving when it is disposed', async () => {
    const opened = tabs();
    const backend = await loaded(ENDLESS);
    const payment = created(backend);
    await isIn(payment, 'ready');
    const derived = derivations();
    const paying = payment.pay();
    await until('it solves', () => derived.count > 10);
    payment.dispose();
    await paying;
    expect(opened[0]).to.include({ closed: true, url: '' });
    await expectSent(backend, 'none');
  });
});
