import { expect } from '@open-wc/testing';

import { OPEN, linkView, offerView } from './samples.ts';
import {
  afterwards,
  backendWith,
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

describe('orders are kept apart', () => {
  it('another reference is another order, with its own key and link', async () => {
    tabs();
    const backend = await backendWith();
    const first = await placed(backend, { reference: 'order-1' });
    await first.pay();
    await reaches(first, 'opened');
    first.remove();
    const second = await placed(backend, { reference: 'order-2' });
    await second.pay();
    const [one, two] = await backend.seen('POST /v1/links');
    expect(two!.key).not.to.equal(one!.key);
  });

  it('the link of an order does not go to an offer that was set meanwhile', async () => {
    tabs();
    const other = linkView({ id: 'lnk_bbbbbbbbbbbbbbbbbbbbbb', offer: 'other' });
    const backend = await backendWith(
      {},
      {
        'GET /v1/offers/other': [{ body: offerView({ id: 'other' }) }],
        'POST /v1/links': [{ hold: 'link', body: linkView() }, { body: other }],
      },
    );
    const button = await placed(backend);
    const links = recorded(button, 'mytpe-link');
    const paying = button.pay();
    await reaches(button, 'creating');
    button.offer = 'other';
    await reaches(button, 'ready');
    await backend.release('link');
    await paying;
    expect(links).to.deep.equal([]);
    button.remove();
    const later = await placed(backend, { offer: 'other' });
    await later.pay();
    await reaches(later, 'opened');
    expect(later.link!.id).to.equal(other.id);
  });

  it('a key has 128 random bits in 32 characters, also with zero bits', async () => {
    tabs();
    const { getRandomValues } = crypto;
    crypto.getRandomValues = <T extends ArrayBufferView | null>(array: T): T => array;
    afterwards(() => (crypto.getRandomValues = getRandomValues));
    const backend = await backendWith();
    const button = await placed(backend);
    await button.pay();
    button.reset();
    await reaches(button, 'ready');
    crypto.getRandomValues = getRandomValues;
    await button.pay();
    const [zeros, random] = (await backend.seen('POST /v1/links')).map(({ key }) => key);
    expect(zeros).to.equal('0'.repeat(32));
    expect(random)
      .to.match(/^[0-9a-f]{32}$/)
      .and.not.equal(zeros);
  });

  it('requests the link in the button’s language, with an unguessable key', async () => {
    tabs();
    const backend = await backendWith();
    const button = await placed(backend, { lang: 'ar' });
    await button.pay();
    const [made] = await backend.seen('POST /v1/links');
    expect(made!.query).to.equal('lang=ar');
    expect(made!.key).to.match(/^[\x21-\x7e]{22,255}$/);
  });

  it('replaces a key that the backend knows from another order', async () => {
    tabs();
    const backend = await backendWith(
      {},
      { 'POST /v1/links': [problem(422, 'idempotency_key_reused'), { status: 201, body: linkView() }] },
    );
    const button = await placed(backend);
    await button.pay();
    await reaches(button, 'opened');
    const [one, two] = await backend.seen('POST /v1/links');
    expect(two!.key).not.to.equal(one!.key);
  });

  it('pays a catalog offer without the previous signed offer', async () => {
    tabs();
    const backend = await backendWith({}, { 'POST /v1/offers/resolve': [{ body: offerView({ id: 'token' }) }] });
    const button = await placed(backend, { offerToken: 'aaa.bbb.ccc' });
    button.offerToken = null;
    await until('the catalog’s offer', async () => (await backend.seen('GET /v1/offers/course')).length === 1);
    await reaches(button, 'ready');
    await button.pay();
    const [request] = await backend.seen('POST /v1/links');
    expect(request!.body).to.deep.equal({ offer: 'course', version: 'v1' });
  });

  it('does not retry for an order that was replaced', async () => {
    tabs();
    const backend = await backendWith(
      {},
      {
        'GET /v1/offers/other': [{ body: offerView({ id: 'other' }) }],
        'POST /v1/links': [{ ...problem(422, 'idempotency_key_reused'), hold: 'link' }],
      },
    );
    const button = await placed(backend);
    const paying = button.pay();
    await reaches(button, 'creating');
    button.offer = 'other';
    await reaches(button, 'ready');
    await backend.release('link');
    await paying;
    expect(await backend.seen('POST /v1/links')).to.have.length(1);
    expect(button.error).to.equal(null);
  });

  it('a payment stays confirmed after a reload, also when the offer has ended', async () => {
    tabs();
    const backend = await backendWith();
    const before = await placed(backend);
    await before.pay();
    before.remove();
    await backend.script({
      'GET /v1/offers/course': [{ body: offerView({ availability: 'exhausted' }) }],
      [`GET /v1/links/${linkView().id}`]: [{ body: linkView({ paid: true, payable: false, status: 'exhausted' }) }],
    });
    // In another language, because a response in this language is shared for a second.
    const events = recorded(document, 'mytpe-paid');
    const after = await placed(backend, { lang: 'en' });
    await reaches(after, 'paid');
    expect(read(await part(after, 'paid'))).to.contain('Payment received');
    // No listener was attached when it happened.
    expect(events).to.have.length(1);
  });
});

describe('an offer that closed while the page was open', () => {
  it('shows the reason instead of a useless button', async () => {
    const opened = tabs();
    const backend = await backendWith({}, { 'POST /v1/links': [problem(409, 'offer_unavailable')] });
    const button = await placed(backend);
    const errors = recorded(button, 'mytpe-error');
    await backend.script({ 'GET /v1/offers/course': [{ body: offerView({ availability: 'expired' }) }] });
    await button.pay();
    await reaches(button, 'closed');
    expect(read(await part(button, 'closed'))).to.equal('Cette offre est terminée.');
    expect(opened[0]!.closed).to.equal(true);
    expect(errors.map(({ code }) => code)).to.deep.equal(['offer_unavailable']);
  });

  it('keeps the reason visible if it is open again', async () => {
    tabs();
    const backend = await backendWith({}, { 'POST /v1/links': [problem(409, 'offer_unavailable')] });
    const button = await placed(backend);
    await button.pay();
    await until('the reason', async () => read(await part(button, 'error')) === 'La raison : offer_unavailable.');
    expect(button.state).to.equal('ready');
  });
});

it('has no amount in the element, not even a default, if it is typed on MyTPE’s page', async () => {
  tabs();
  const backend = await backendWith({ amount: { ...OPEN, entry: 'hosted', default: '1000.00' } });
  const button = await placed(backend);
  expect(button.amountValue).to.equal(null);
  expect(read(await part(button, 'pay'))).to.equal('Payer');
  await button.pay();
  const [request] = await backend.seen('POST /v1/links');
  expect(request!.body).to.deep.equal({ offer: 'course', version: 'v1' });
});

it('leaves the page’s own link when MyTPE fails at the click', async () => {
  tabs();
  const backend = await backendWith({}, { 'POST /v1/links': [problem(503, 'upstream_unavailable', true)] });
  const button = await placed(backend);
  await button.pay();
  await part(button, 'error');
  expect(button.querySelector('a')!.checkVisibility()).to.equal(true);
});
