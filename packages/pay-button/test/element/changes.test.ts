import { expect } from '@open-wc/testing';

import { OPEN, linkView, offerView } from './samples.ts';
import {
  backendWith,
  clearStage,
  consoleErrors,
  part,
  place,
  placed,
  problem,
  reaches,
  read,
  recorded,
  tabs,
  type,
  until,
} from './stage.ts';

afterEach(clearStage);

describe('another offer in the same element', () => {
  const other = offerView({ id: 'other', title: 'Autre', amount: { ...OPEN, default: '1000.00' } });
  const script = { 'GET /v1/offers/other': [{ body: other }] };

  it('starts with its own amount, not with the typed one', async () => {
    const backend = await backendWith({ amount: OPEN }, script);
    const button = await placed(backend);
    await type(button, '7000');
    await until('the amount', () => button.amount === '7000.00');
    button.offer = 'other';
    await until('the other offer', () => read(button.shadowRoot!.querySelector('[part=title]')) === 'Autre');
    expect(button.amountValue).to.equal('1000.00');
    expect(read(await part(button, 'pay'))).to.equal('Payer 1 000 DA');
  });

  it('uses the amount that is set with it', async () => {
    const button = await placed(await backendWith({ amount: OPEN }, script), { amount: '500.00' });
    await until('the first amount', () => button.amountValue === '500.00');
    Object.assign(button, { offer: 'other', amount: '2000.00' });
    await until('the second amount', () => button.state === 'ready' && button.amountValue === '2000.00');
  });

  it('drops the previous offer’s link and stops watching it', async () => {
    tabs();
    const backend = await backendWith({}, script);
    const button = await placed(backend);
    const paid = recorded(button, 'mytpe-paid');
    await button.pay();
    await until('somebody listening', async () => (await backend.listening()) === 1);
    button.offer = 'other';
    await reaches(button, 'ready');
    expect(button.link).to.equal(null);
    await until('nobody listening', async () => (await backend.listening()) === 0);
    await backend.sendLink(linkView({ paid: true, payable: false }));
    expect(paid).to.deep.equal([]);
  });

  it('does not get the link that is being created for the previous offer', async () => {
    const opened = tabs();
    const backend = await backendWith({}, { ...script, 'POST /v1/links': [{ hold: 'link', body: linkView() }] });
    const button = await placed(backend);
    const paying = button.pay();
    await reaches(button, 'creating');
    button.offer = 'other';
    await reaches(button, 'ready');
    await backend.release('link');
    await paying;
    expect(button.state).to.equal('ready');
    expect(opened[0]).to.include({ closed: true, url: '' });
  });

  it('works after its markup is corrected', async () => {
    const errors = consoleErrors();
    const button = await placed(await backendWith(), { offer: null });
    expect(button.state).to.equal('error');
    button.offer = 'course';
    await reaches(button, 'ready');
    expect(errors).to.have.length(1);
  });
});

describe('another language', () => {
  it('has its direction from the first rendering, so that nothing moves', async () => {
    const backend = await backendWith({}, { 'GET /v1/offers/course': [{ hold: 'offer', body: offerView() }] });
    const button = place(backend, { lang: 'ar' });
    const seen: (string | null)[] = [];
    const look = (): void => void seen.push(button.shadowRoot!.querySelector('.box')?.getAttribute('dir') ?? null);
    new MutationObserver(look).observe(button.shadowRoot!, { subtree: true, childList: true, attributes: true });
    await button.updateComplete;
    await backend.release('offer');
    await button.ready;
    expect(new Set(seen)).to.deep.equal(new Set(['rtl']));
  });

  it('changes the texts and keeps the amount', async () => {
    const button = await placed(await backendWith({ amount: OPEN }), { lang: 'ar' });
    const input = await type(button, '1.500');
    await until('the amount', () => button.amountValue === '1500.00');
    button.lang = 'en';
    await until('English', async () => read(await part(button, 'pay')) === 'Pay 1,500 DA');
    expect(input.value).to.equal('1,500');
    expect(button.amountValue).to.equal('1500.00');
  });

  it('keeps the view of an opened link', async () => {
    tabs();
    const backend = await backendWith();
    const button = await placed(backend);
    await button.pay();
    button.lang = 'en';
    await until('English', async () => read(await part(button, 'opened')).startsWith('Finish'));
    expect(button.link?.id).to.equal(linkView().id);
  });
});

describe('a backend that does not respond', () => {
  it('leaves the page’s own link, and gets a new request on Retry', async () => {
    const backend = await backendWith({}, { 'GET /v1/offers/course': [{ broken: true }, { broken: true }] });
    const button = await placed(backend);
    expect(button.error?.code).to.equal('network');
    expect(read(await part(button, 'error'))).to.equal(
      'Le service de paiement ne répond pas. Vérifiez votre connexion.',
    );
    expect(button.querySelector('a')!.checkVisibility()).to.equal(true);
    await backend.script({ 'GET /v1/offers/course': [{ body: offerView() }] });
    (await part(button, 'retry')).click();
    await reaches(button, 'ready');
    expect(read(await part(button, 'price'))).to.equal('4 500 DA');
  });

  it('leaves another click and the page’s own link after a failed payment', async () => {
    const opened = tabs();
    const backend = await backendWith({}, { 'POST /v1/links': [{ broken: true }] });
    const button = await placed(backend);
    await button.pay();
    await button.updateComplete;
    expect(opened[0]!.closed).to.equal(true);
    expect(button.querySelector('a')!.checkVisibility()).to.equal(true);
    await backend.script({ 'POST /v1/links': [{ body: linkView() }] });
    (await part(button, 'pay')).click();
    await reaches(button, 'opened');
    const keys = (await backend.seen('POST /v1/links')).map(({ key }) => key);
    expect(new Set(keys).size).to.equal(1);
  });

  it('is reported if the page did not set its address', async () => {
    const errors = consoleErrors();
    const button = document.createElement('mytpe-pay-button');
    button.offer = 'course';
    document.body.append(button);
    await button.ready;
    button.remove();
    expect(errors).to.have.length(1);
    expect(errors[0]).to.contain('endpoint_missing, see the documentation');
  });
});

describe('a signed offer', () => {
  it('is resolved and paid by its token, which never appears in an address', async () => {
    tabs();
    const backend = await backendWith({}, { 'POST /v1/offers/resolve': [{ body: offerView({ id: 'token' }) }] });
    const button = await placed(backend, { offerToken: 'aaa.bbb.ccc' });
    await button.pay();
    const [resolved] = await backend.seen('POST /v1/offers/resolve');
    expect(resolved!.body).to.deep.equal({ offer_token: 'aaa.bbb.ccc' });
    const [made] = await backend.seen('POST /v1/links');
    expect(made!.body).to.deep.equal({ offer_token: 'aaa.bbb.ccc', version: 'v1' });
    expect(resolved!.query + made!.query).not.to.contain('aaa');
    expect(await backend.seen('GET /v1/offers/course')).to.have.length(0);
  });

  it('is fetched again from the page when it expired', async () => {
    const expired = problem(401, 'offer_token_expired');
    const backend = await backendWith({}, { 'POST /v1/offers/resolve': [expired, { body: offerView() }] });
    let calls = 0;
    const button = place(backend, { offerToken: () => `token.${++calls}.x` });
    await reaches(button, 'ready');
    const bodies = (await backend.seen('POST /v1/offers/resolve')).map(({ body }) => body);
    expect(bodies).to.deep.equal([{ offer_token: 'token.1.x' }, { offer_token: 'token.2.x' }]);
  });

  it('is fetched again when it expires between display and click', async () => {
    tabs();
    const backend = await backendWith(
      {},
      {
        'POST /v1/offers/resolve': [{ body: offerView() }],
        'POST /v1/links': [problem(401, 'offer_token_expired'), { status: 201, body: linkView() }],
      },
    );
    let calls = 0;
    const button = await placed(backend, { offerToken: () => `token.${++calls}.x` });
    await button.pay();
    await reaches(button, 'opened');
    const tokens = (await backend.seen('POST /v1/links')).map(
      ({ body }) => (body as { offer_token: string }).offer_token,
    );
    expect(tokens).to.deep.equal(['token.1.x', 'token.2.x']);
  });
});

it('provides `ready` and the state to a listener that is attached late', async () => {
  const button = await placed(await backendWith());
  await button.ready;
  expect(button.state).to.equal('ready');
});
