import { expect } from '@open-wc/testing';

import { linkView, offerView } from './samples.ts';
import {
  absent,
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

describe('a fixed price', () => {
  it('is shown large, and on the button', async () => {
    const button = await placed(await backendWith());
    expect(read(await part(button, 'title'))).to.equal('Cours de poterie');
    expect(read(await part(button, 'price'))).to.equal('4 500 DA');
    expect(read(await part(button, 'pay'))).to.equal('Payer 4 500 DA');
    expect(read(await part(button, 'badge'))).to.equal('TEST');
    expect(button.amountValue).to.equal('4500.00');
  });

  it('is paid in a new tab without access to this page', async () => {
    const opened = tabs();
    const backend = await backendWith();
    const button = await placed(backend);
    const links = recorded(button, 'mytpe-link');
    const sent = recorded(button, 'mytpe-open');
    (await part(button, 'pay')).click();
    await reaches(button, 'opened');
    expect(opened).to.have.length(1);
    expect(opened[0]).to.include({ opener: null, closed: false, url: linkView().url });
    expect(links.map(({ link }) => link.id)).to.deep.equal([linkView().id]);
    expect(sent).to.have.length(1);
    expect(button.link?.url).to.equal(linkView().url);
    expect(read(await part(button, 'opened'))).to.contain('Terminez le paiement');
    const [request] = await backend.seen('POST /v1/links');
    expect(request!.body).to.deep.equal({ offer: 'course', version: 'v1' });
  });

  it('is requested once for any number of fast clicks', async () => {
    tabs();
    const backend = await backendWith({}, { 'POST /v1/links': [{ hold: 'link', status: 201, body: linkView() }] });
    const button = await placed(backend);
    const pay = await part(button, 'pay');
    pay.click();
    pay.click();
    await reaches(button, 'creating');
    expect(read(await part(button, 'pay'))).to.equal('Préparation du paiement…');
    (await part(button, 'pay')).click();
    await backend.release('link');
    await reaches(button, 'opened');
    expect(await backend.seen('POST /v1/links')).to.have.length(1);
  });

  it('sends the page’s reference', async () => {
    tabs();
    const backend = await backendWith();
    const button = await placed(backend, { reference: 'order-7' });
    await button.pay();
    const [request] = await backend.seen('POST /v1/links');
    expect(request!.body).to.deep.equal({ offer: 'course', version: 'v1', reference: 'order-7' });
  });

  it('is not charged when the page prevents the event', async () => {
    const opened = tabs();
    const backend = await backendWith();
    const button = await placed(backend);
    button.addEventListener('mytpe-pay', (event) => event.preventDefault());
    await button.pay();
    expect(button.state).to.equal('ready');
    expect(opened).to.have.length(0);
    expect(await backend.seen('POST /v1/links')).to.have.length(0);
  });

  it('is shown again after a change, and requires a second click', async () => {
    const opened = tabs();
    const moved = offerView({ version: 'v2', amount: { mode: 'fixed', currency: 'DZD', value: '5000.00' } });
    const backend = await backendWith(
      {},
      {
        'GET /v1/offers/course': [{ body: offerView() }, { body: moved }],
        'POST /v1/links': [problem(409, 'offer_changed'), { status: 201, body: linkView({ amount: '5000.00' }) }],
      },
    );
    const button = await placed(backend);
    await button.pay();
    await until('the new price', () => button.amountValue === '5000.00' && button.state === 'ready');
    await until('the reason', () =>
      read(button.shadowRoot!.querySelector('[role=alert]')).includes('Le prix a changé'),
    );
    expect(read(await part(button, 'pay'))).to.equal('Payer 5 000 DA');
    expect(opened.map(({ closed }) => closed)).to.deep.equal([true]);
    (await part(button, 'pay')).click();
    await reaches(button, 'opened');
    const requests = await backend.seen('POST /v1/links');
    expect(requests.map(({ body }) => (body as { version: string }).version)).to.deep.equal(['v1', 'v2']);
    expect(requests[1]!.key).not.to.equal(requests[0]!.key);
  });

  it('shows the backend’s reason for a refusal, and can be retried', async () => {
    const opened = tabs();
    const backend = await backendWith(
      {},
      { 'POST /v1/links': [problem(502, 'upstream_rejected'), { status: 201, body: linkView() }] },
    );
    const button = await placed(backend);
    const errors = recorded(button, 'mytpe-error');
    await button.pay();
    expect(read(await part(button, 'error'))).to.equal('La raison : upstream_rejected.');
    expect(errors.map(({ code, retryable }) => ({ code, retryable }))).to.deep.equal([
      { code: 'upstream_rejected', retryable: false },
    ]);
    expect(opened[0]!.closed).to.equal(true);
    await button.pay();
    await reaches(button, 'opened');
    expect(absent(button, 'error')).to.equal(true);
  });
});
