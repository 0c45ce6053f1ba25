import { expect } from '@open-wc/testing';

import { PayError, createPayment } from '../../src/controller.ts';
import { parseLink } from '../../src/api/parse.ts';
import { linkView, offerView } from './samples.ts';
import {
  type Backend,
  absent,
  afterwards,
  backendWith,
  clearStage,
  part,
  place,
  placed,
  problem,
  reaches,
  recorded,
  tabs,
  until,
} from './stage.ts';

afterEach(clearStage);

const GOOD = linkView();
const BAD = { ...GOOD, url: 'javascript:alert(1)' };
const READ = `GET /v1/links/${GOOD.id}`;

describe('a link is refused unless its address is absolute http or https, of at most 2048 characters', () => {
  const url = (length: number): string => `https://pay.mytpe.example/${'x'.repeat(length - 26)}`;

  for (const bad of [
    'javascript:alert(1)',
    ' javascript:alert(1)//https://pay.mytpe.example/',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    '/ord-10428',
    '//pay.mytpe.example/ord-10428',
    'https:ord-10428',
    'https://',
    'https://[pay.mytpe.example/',
    ' https://pay.mytpe.example/',
    url(2049),
    '',
    null,
    ['https://pay.mytpe.example/'],
  ])
    it(`refuses ${JSON.stringify(bad).slice(0, 60)}`, () => {
      expect(() => parseLink({ ...GOOD, url: bad }))
        .to.throw(PayError)
        .with.property('code', 'internal');
    });

  for (const good of ['http://127.0.0.1:4010/ord-1', 'HTTPS://pay.mytpe.example/é?a=1&b=2#c', url(2048)])
    it(`accepts ${good.slice(0, 60)} byte for byte`, () => {
      const link = { ...GOOD, url: good };
      expect(parseLink(link)).to.equal(link);
      expect(link.url).to.equal(good);
    });
});

describe('a link with an invalid address never becomes state', () => {
  const shared = { scope: 'shared', link: BAD } as const;

  /** Expects the element to treat the offer as a malformed response, without controls to click, copy or share. */
  async function expectRefused(backend: Backend, properties: Parameters<typeof place>[1] = {}): Promise<void> {
    const button = place(backend, properties);
    const errors = recorded(button, 'mytpe-error');
    await button.ready;
    await button.updateComplete;
    expect([button.state, button.link]).to.deep.equal(['error', null]);
    expect(errors.map(({ code }) => code)).to.deep.equal(['internal']);
    for (const name of ['pay', 'share', 'qr']) expect(absent(button, name)).to.equal(true);
    await part(button, 'retry');
  }

  it('when a click creates it: the tab is closed', async () => {
    const opened = tabs();
    const button = await placed(await backendWith({}, { 'POST /v1/links': [{ status: 201, body: BAD }] }));
    const errors = recorded(button, 'mytpe-error');
    await button.pay();
    expect(errors.map(({ code }) => code)).to.deep.equal(['internal']);
    expect(opened[0]).to.include({ closed: true, url: '' });
    expect([button.state, button.link]).to.deep.equal(['ready', null]);
  });

  it('in a catalog offer', async () => expectRefused(await backendWith(shared)));

  it('in a signed offer', async () => {
    const backend = await backendWith({}, { 'POST /v1/offers/resolve': [{ body: offerView(shared) }] });
    await expectRefused(backend, { offerToken: 'a.b.c' });
  });

  it('when it is created for sharing: no QR code, and nothing to copy', async () => {
    const backend = await backendWith({}, { 'POST /v1/links': [{ status: 201, body: BAD }] });
    const button = await placed(backend);
    await button.toggleShare();
    expect([button.state, button.link]).to.deep.equal(['ready', null]);
    for (const name of ['share-panel', 'qr', 'copy']) expect(absent(button, name)).to.equal(true);
  });

  it('in the event stream, which stays open', async () => {
    tabs();
    const backend = await backendWith();
    const button = await placed(backend);
    await button.pay();
    await until('somebody listening', async () => (await backend.listening()) === 1);
    const statuses = recorded(button, 'mytpe-status');
    await backend.sendLink({ ...BAD, status: 'paused' });
    await backend.sendLink(null);
    const paused = linkView({ status: 'paused' });
    await backend.sendLink(paused);
    await until('the update with a good address', () => button.link?.status === 'paused');
    expect(statuses).to.deep.equal([{ link: paused }]);
    expect((await part<HTMLAnchorElement>(button, 'pay')).href).to.equal(GOOD.url);
  });

  it('when it is polled, and polling continues', async () => {
    tabs();
    const paid = linkView({ paid: true, payable: false, status: 'exhausted' });
    const script = {
      [`${READ}/events`]: [problem(429, 'rate_limited', true)],
      [READ]: [{ body: BAD }, { body: paid }],
    };
    const backend = await backendWith({}, script);
    const button = await placed(backend);
    const statuses = recorded(button, 'mytpe-status');
    await button.pay();
    await until('the first poll', async () => (await backend.seen(READ)).length === 1);
    dispatchEvent(new Event('online'));
    await reaches(button, 'paid');
    expect(statuses).to.deep.equal([{ link: paid }]);
  });

  it('when it is restored after a reload: the next click requests it again', async () => {
    tabs();
    const backend = await backendWith();
    const before = await placed(backend);
    await before.pay();
    before.remove();
    await backend.script({ [READ]: [{ body: BAD, hold: 'read' }] });
    const after = await placed(backend, { lang: 'en' });
    await until('it is read', async () => (await backend.seen(READ)).length === 1);
    await backend.release('read');
    // The held response is older than that of a later request.
    await backend.seen(READ);
    expect([after.state, after.link]).to.deep.equal(['ready', null]);
    await after.pay();
    expect(after.link).to.deep.equal(GOOD);
    const [first, second] = await backend.seen('POST /v1/links');
    expect(second!.key).to.equal(first!.key);
  });

  it('in a payment without the element', async () => {
    tabs();
    const backend = await backendWith(shared, { 'POST /v1/links': [{ status: 201, body: BAD }] });
    const payment = createPayment({ endpoint: backend.endpoint, offer: 'course', lang: 'fr' });
    afterwards(() => payment.dispose());
    const seen = new Set<string>();
    payment.subscribe((snapshot) => seen.add(JSON.stringify(snapshot)));
    await until('the failure', () => payment.getSnapshot().state === 'error');
    await backend.script({ 'GET /v1/offers/course': [{ body: offerView() }] });
    await payment.retry();
    await until('the offer', () => payment.getSnapshot().state === 'ready');
    await payment.pay();
    expect(payment.getSnapshot()).to.deep.include({ state: 'ready', link: null });
    expect([...seen].filter((snapshot) => snapshot.includes('javascript:'))).to.deep.equal([]);
  });
});
