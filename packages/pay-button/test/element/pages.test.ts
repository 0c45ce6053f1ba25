import { expect } from '@open-wc/testing';

import { MytpePayButton } from '../../src/element.ts';
import { OPEN, linkView, offerView } from './samples.ts';
import {
  Backend,
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

describe('on real pages', () => {
  it('logs once where the markup’s problem is explained, and throws nothing', async () => {
    const logged = consoleErrors();
    const backend = await backendWith();
    const errors = recorded(document.body, 'mytpe-error');
    const button = await placed(backend, { offer: null });
    expect(logged).to.have.length(1);
    expect(logged[0]).to.contain(`offer_missing, see ${backend.endpoint}/docs/troubleshooting#offer_missing`);
    expect(errors.map(({ code }) => code)).to.deep.equal(['validation_failed']);
    expect(button.state).to.equal('error');
  });

  it('is defined once by any number of scripts', async () => {
    const again = '../../src/define.ts?again';
    await import(again);
    expect(customElements.get('mytpe-pay-button')).to.equal(MytpePayButton);
  });

  it('two hundred buttons of one offer send one request', async () => {
    const backend = await backendWith();
    const buttons = Array.from({ length: 200 }, () => place(backend));
    await Promise.all(buttons.map(({ ready }) => ready));
    expect(await backend.seen('GET /v1/offers/course')).to.have.length(1);
    expect(buttons.every(({ state }) => state === 'ready')).to.equal(true);
  });

  it('continues when moved while loading and while open', async () => {
    tabs();
    const backend = await backendWith();
    const button = place(backend);
    document.body.prepend(button);
    await button.ready;
    (await part(button, 'pay')).click();
    await reaches(button, 'opened');
    await until('it listens', async () => (await backend.listening()) === 1);
    document.body.append(button);
    await until('it listens again', async () => (await backend.listening()) === 1);
    await backend.sendLink(linkView({ paid: true, payable: false, status: 'exhausted' }));
    await reaches(button, 'paid');
  });

  it('stops listening when removed', async () => {
    tabs();
    const backend = await backendWith();
    const button = await placed(backend);
    (await part(button, 'pay')).click();
    await until('it listens', async () => (await backend.listening()) === 1);
    button.remove();
    await until('it stopped', async () => (await backend.listening()) === 0);
  });

  it('ignores the response to an older request', async () => {
    const backend = new Backend();
    await backend.script({
      'GET /v1/offers/course': [{ hold: 'slow', body: offerView({ title: 'Ancien' }) }],
      'GET /v1/offers/other': [{ body: offerView({ id: 'other', title: 'Nouveau' }) }],
    });
    const button = place(backend);
    await button.updateComplete;
    button.offer = 'other';
    await until('the newer offer', () => button.state === 'ready');
    await backend.release('slow');
    await new Promise((resolve) => setTimeout(resolve));
    expect(read(await part(button, 'title'))).to.equal('Nouveau');
  });

  it('shows its own link when the offer cannot be loaded, and recovers', async () => {
    const backend = await backendWith(
      {},
      { 'GET /v1/offers/course': [problem(503, 'upstream_unavailable', true), { body: offerView() }] },
    );
    const button = await placed(backend);
    expect(button.state).to.equal('error');
    expect(read(await part(button, 'error'))).to.equal('La raison : upstream_unavailable.');
    expect(button.querySelector('a')!.checkVisibility()).to.equal(true);
    (await part(button, 'retry')).click();
    await reaches(button, 'ready');
    expect(button.querySelector('a')!.checkVisibility()).to.equal(false);
  });

  it('keeps the attribute and the chosen amount in sync', async () => {
    const backend = await backendWith({ amount: OPEN });
    const button = await placed(backend, { amount: '1500' });
    await until('the preselected amount', () => button.amountValue === '1500.00');
    const changes = recorded(button, 'mytpe-amount-change');
    await type(button, '2 000');
    await until('the new amount', () => button.getAttribute('amount') === '2000.00');
    expect(changes.at(-1)).to.deep.equal({ amount: '2000.00' });
  });
});
