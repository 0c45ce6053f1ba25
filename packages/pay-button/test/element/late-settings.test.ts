import { expect } from '@open-wc/testing';

import { createPayment } from '../../src/controller.ts';
import { configure } from '../../src/index.ts';
import { offerView } from './samples.ts';
import {
  absent,
  afterwards,
  backendWith,
  clearStage,
  consoleErrors,
  part,
  reaches,
  recorded,
  tabs,
  until,
} from './stage.ts';

afterEach(clearStage);

/** An element in markup, as a server or a template writes it. */
function written(markup: string): HTMLElementTagNameMap['mytpe-pay-button'] {
  const box = document.createElement('div');
  box.innerHTML = `<mytpe-pay-button lang="fr" ${markup}></mytpe-pay-button>`;
  document.body.append(box);
  afterwards(() => box.remove());
  return box.querySelector('mytpe-pay-button')!;
}

describe('an application that names its backend after the element is on the page', () => {
  // Must be the first test, before any call of `configure`.
  it('starts every waiting element and payment', async () => {
    const failures = consoleErrors();
    const backend = await backendWith();
    const early = written('offer="course"');
    const payment = createPayment({ offer: 'course', lang: 'fr' });
    payment.subscribe(() => {});
    afterwards(() => payment.dispose());
    await reaches(early, 'error');
    const late = written('offer="course"');
    await late.updateComplete;
    expect(late.state).to.equal('loading');
    configure({ endpoint: backend.endpoint });
    await Promise.all([early, late].map((button) => reaches(button, 'ready')));
    await until('the payment is ready', () => payment.getSnapshot().state === 'ready');
    expect(failures).to.have.length(1);
  });

  it('causes no report while the page is still setting properties', async () => {
    const failures = consoleErrors();
    const errors = recorded(document.body, 'mytpe-error');
    const button = written('');
    await button.updateComplete;
    button.offer = 'course';
    await reaches(button, 'ready');
    expect([failures, errors]).to.deep.equal([[], []]);
  });
});

describe('markup from a server', () => {
  it('gets no attribute that the page did not write', async () => {
    const backend = await backendWith();
    const button = written(`offer="course" endpoint="${backend.endpoint}"`);
    await reaches(button, 'ready');
    expect(button.getAttributeNames()).to.deep.equal(['lang', 'offer', 'endpoint']);
  });

  it('keeps terms that were written as a property', async () => {
    const opened = tabs();
    const backend = await backendWith();
    const button = written(`offer="course" endpoint="${backend.endpoint}" termsrequired="" termsurl="/terms"`);
    await reaches(button, 'ready');
    const terms = await part(button, 'terms');
    expect(terms.querySelector('a')!.href).to.equal(`${location.origin}/terms`);
    await button.pay();
    expect(opened).to.deep.equal([]);
    expect(await backend.seen('POST /v1/links')).to.deep.equal([]);
  });

  it('never sends the source of a function, or an attribute of another name, as a token', async () => {
    const backend = await backendWith({}, { 'POST /v1/offers/resolve': [{ body: offerView() }] });
    const source = 'async () => (await fetch(&quot;/token&quot;)).text()';
    const button = written(`endpoint="${backend.endpoint}" offer-token="${source}"`);
    const misnamed = written(`endpoint="${backend.endpoint}" offertoken="a.b.c"`);
    await Promise.all([reaches(button, 'error'), reaches(misnamed, 'error')]);
    expect(button.error!.code).to.equal('offer_token_invalid');
    expect(misnamed.error!.code).to.equal('validation_failed');
    expect(absent(button, 'pay')).to.equal(true);
    expect(await backend.seen('POST /v1/offers/resolve')).to.deep.equal([]);
    // Hydration sets the property later.
    button.offerToken = async () => 'a.b.c';
    await reaches(button, 'ready');
  });

  it('accepts values that a template binds to an attribute’s name', async () => {
    const backend = await backendWith({}, { 'POST /v1/offers/resolve': [{ body: offerView() }] });
    const button = written(`endpoint="${backend.endpoint}"`);
    const bound = button as unknown as Record<string, unknown>;
    bound['offer-token'] = async () => 'a.b.c';
    bound['terms-url'] = 'https://shop.example/terms';
    bound['terms-required'] = '';
    await reaches(button, 'ready');
    expect((await part(button, 'terms')).querySelector('input')).not.to.equal(null);
    bound['terms-required'] = false;
    await button.updateComplete;
    expect((await part(button, 'terms')).querySelector('input')).to.equal(null);
  });
});
