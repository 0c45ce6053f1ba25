import { expect } from '@open-wc/testing';

import { linkView, offerView } from './samples.ts';
import {
  absent,
  backendWith,
  clearStage,
  part,
  place,
  placed,
  problem,
  reaches,
  read,
  recorded,
  tabs,
  until,
} from './stage.ts';

afterEach(clearStage);

const PAID = linkView({ paid: true, payable: false, status: 'exhausted', receipt: 'a.b.c', reference: 'order-7' });

describe('after the click', () => {
  it('shows the link when the tab is blocked', async () => {
    tabs({ blocked: true });
    const button = await placed(await backendWith());
    await button.pay();
    await reaches(button, 'blocked');
    const link = await part<HTMLAnchorElement>(button, 'pay');
    expect(link.href).to.equal(linkView().url);
    expect(link.rel).to.equal('noopener');
    expect(read(await part(button, 'opened'))).to.contain('n’a pas ouvert l’onglet');
  });

  it('goes to the link in this tab with target _self, without a new tab', async () => {
    const opened = tabs();
    const backend = await backendWith();
    // Of all navigations a test survives only one to a fragment of its own page.
    const here = `${location.href.replace(/#.*/, '')}#paying`;
    await backend.script({ 'POST /v1/links': [{ status: 201, body: linkView({ url: here }) }] });
    const button = await placed(backend, { target: '_self' });
    await button.pay();
    expect(location.hash).to.equal('#paying');
    expect(opened).to.have.length(0);
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('shows the link’s own amount', async () => {
    tabs();
    const backend = await backendWith(
      {},
      { 'POST /v1/links': [{ status: 201, body: linkView({ amount: '4600.00' }) }] },
    );
    const button = await placed(backend);
    await button.pay();
    await reaches(button, 'opened');
    expect(read(await part(button, 'price'))).to.equal('4 600 DA');
  });

  it('retries once, with the same key, when a busy backend sends Retry-After', async () => {
    tabs();
    const busy = problem(503, 'upstream_unavailable', true, { 'retry-after': '1' });
    const backend = await backendWith({}, { 'POST /v1/links': [busy, { status: 201, body: linkView() }] });
    const button = await placed(backend);
    await button.pay();
    await reaches(button, 'opened');
    const [first, second] = await backend.seen('POST /v1/links');
    expect(second!.key).to.equal(first!.key);
  });

  it('detects the payment and reports it once', async () => {
    tabs();
    const backend = await backendWith();
    const button = await placed(backend);
    const events = recorded(document, 'mytpe-paid');
    await button.pay();
    await until('somebody listening', async () => (await backend.listening()) === 1);
    await backend.sendLink(PAID);
    await reaches(button, 'paid');
    await backend.sendLink(PAID);
    expect(events).to.deep.equal([{ link: PAID, receipt: 'a.b.c' }]);
    const shown = read(await part(button, 'paid'));
    for (const piece of ['Paiement reçu', '4 500 DA', 'Référence order-7']) expect(shown).to.contain(piece);
    expect(read(button.shadowRoot!.querySelector('[role=status]'))).to.equal('Paiement reçu');
    await until('nobody listening', async () => (await backend.listening()) === 0);
  });

  it('offers the receipt: the payment as readable text, and the signed statement', async () => {
    const claims = btoa(JSON.stringify({ paid_seen_at: '2026-11-21T11:00:00Z' }));
    const receipt = `eyJhbGciOiJFZERTQSJ9.${claims.replaceAll('=', '')}.c2ln`;
    const button = await placed(await backendWith({}, { 'POST /v1/links': [{ body: { ...PAID, receipt } }] }));
    tabs();
    await button.pay();
    const link = await part<HTMLAnchorElement>(button, 'receipt');
    expect(link.download).to.equal('order-7.txt');
    const text = (await (await fetch(link.href)).text()).replaceAll(/[^\S\r\n]/gu, ' ');
    expect(text.replace(/ à \d\d:00/, ' à midi').split('\r\n')).to.deep.equal([
      'Paiement reçu',
      'Cours de poterie',
      '4 500 DZD',
      '21 novembre 2026 à midi',
      'Référence order-7',
      PAID.url,
      '',
      receipt,
      '',
    ]);
  });

  it('offers no receipt for a payment without one', async () => {
    tabs();
    const button = await placed(await backendWith({}, { 'POST /v1/links': [{ body: { ...PAID, receipt: null } }] }));
    await button.pay();
    await reaches(button, 'paid');
    expect(absent(button, 'receipt')).to.equal(true);
  });

  it('has no address while disabled with an open link', async () => {
    tabs();
    const button = await placed(await backendWith());
    await button.pay();
    button.disabled = true;
    await button.updateComplete;
    const link = await part(button, 'pay');
    expect(link.hasAttribute('href')).to.equal(false);
    expect(link.getAttribute('aria-disabled')).to.equal('true');
  });

  it('polls when streams are refused', async () => {
    tabs();
    const { id } = linkView();
    const backend = await backendWith({}, { [`GET /v1/links/${id}/events`]: [problem(429, 'rate_limited', true)] });
    const button = await placed(backend);
    await button.pay();
    await backend.script({ [`GET /v1/links/${id}`]: [{ body: PAID }] });
    await reaches(button, 'paid');
  });

  it('continues with this tab’s link after a reload', async () => {
    tabs();
    const backend = await backendWith();
    const before = await placed(backend);
    await before.pay();
    before.remove();
    const after = await placed(backend);
    await reaches(after, 'opened');
    expect((await part<HTMLAnchorElement>(after, 'pay')).href).to.equal(linkView().url);
    expect(await backend.seen('POST /v1/links')).to.have.length(1);
  });

  it('replaces a link that ended unpaid by a new one', async () => {
    tabs();
    const backend = await backendWith();
    const button = await placed(backend);
    await button.pay();
    await until('somebody listening', async () => (await backend.listening()) === 1);
    await backend.sendLink(linkView({ payable: false, status: 'expired' }));
    await reaches(button, 'ready');
    await button.pay();
    const [first, second] = await backend.seen('POST /v1/links');
    expect(second!.key).not.to.equal(first!.key);
  });

  it('discards the link when the payer starts over', async () => {
    tabs();
    const button = await placed(await backendWith());
    await button.pay();
    (await part(button, 'again')).click();
    await reaches(button, 'ready');
    expect(button.link).to.equal(null);
    expect(read(await part(button, 'pay'))).to.equal('Payer 4 500 DA');
  });

  it('copies the link, and confirms it', async () => {
    tabs();
    const copied: string[] = [];
    const { writeText } = navigator.clipboard;
    navigator.clipboard.writeText = (text) => Promise.resolve(void copied.push(text));
    const button = await placed(await backendWith());
    const shares = recorded(button, 'mytpe-share');
    await button.pay();
    (await part(button, 'copy')).click();
    await until('the word', async () => read(await part(button, 'copy')) === 'Lien copié');
    navigator.clipboard.writeText = () => Promise.reject(new Error('no permission'));
    (await part(button, 'copy')).click();
    const field = await until('the field', () => button.shadowRoot!.querySelector<HTMLInputElement>('.hint input'));
    navigator.clipboard.writeText = writeText;
    expect(field.value).to.equal(linkView().url);
    expect(copied).to.deep.equal([linkView().url]);
    // A failed copy is not a share.
    expect(shares).to.have.length(1);
  });

  it('offers no copy button with share="none"', async () => {
    tabs();
    const button = await placed(await backendWith(), { share: 'none' });
    await button.pay();
    await reaches(button, 'opened');
    expect(absent(button, 'copy')).to.equal(true);
  });
});

describe('an element that moves', () => {
  it('can be clicked again for the same order after leaving the page during a request', async () => {
    const opened = tabs();
    const response = { status: 201, body: linkView() };
    const backend = await backendWith({}, { 'POST /v1/links': [{ ...response, hold: 'link' }, response] });
    const button = await placed(backend);
    const paying = button.pay();
    await reaches(button, 'creating');
    button.remove();
    await backend.release('link');
    await paying;
    expect(opened[0]).to.include({ closed: true, url: '' });
    document.body.append(button);
    await reaches(button, 'ready');
    await button.pay();
    await reaches(button, 'opened');
    const [first, second] = await backend.seen('POST /v1/links');
    expect(second!.key).to.equal(first!.key);
  });

  it('stops listening while it is removed, and continues at its new place', async () => {
    tabs();
    const backend = await backendWith();
    const button = await placed(backend);
    await button.pay();
    await until('somebody listening', async () => (await backend.listening()) === 1);
    button.remove();
    await until('nobody listening', async () => (await backend.listening()) === 0);
    const frame = document.createElement('section');
    document.body.append(frame);
    frame.append(button);
    await until('somebody listening', async () => (await backend.listening()) === 1);
    await backend.sendLink(PAID);
    await reaches(button, 'paid');
    frame.remove();
  });

  it('shows its offer if it moves before the offer arrives', async () => {
    const backend = await backendWith({}, { 'GET /v1/offers/course': [{ hold: 'offer', body: offerView() }] });
    const button = place(backend);
    await until('the request', async () => (await backend.seen('GET /v1/offers/course')).length === 1);
    button.remove();
    document.body.append(button);
    await backend.release('offer');
    await button.ready;
    expect(read(await part(button, 'price'))).to.equal('4 500 DA');
    expect(await backend.seen('GET /v1/offers/course')).to.have.length(1);
  });
});
