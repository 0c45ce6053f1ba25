import { expect } from '@open-wc/testing';

import type { MytpePayButton } from '../../src/element.ts';
import { linkView } from './samples.ts';
import { absent, backendWith, clearStage, part, place, placed, reaches, read, tabs, until } from './stage.ts';

afterEach(clearStage);

const box = (button: MytpePayButton): Promise<HTMLInputElement> =>
  until('the box', () => button.shadowRoot!.querySelector<HTMLInputElement>('#terms'));

describe('the seller’s terms', () => {
  it('are a link if they need no acceptance', async () => {
    const button = await placed(await backendWith(), { termsUrl: '/cgv' });
    const terms = await part(button, 'terms');
    expect(read(terms)).to.equal('Conditions de vente');
    const link = terms.querySelector('a')!;
    expect(link.href).to.equal(`${location.origin}/cgv`);
    expect([link.target, link.rel]).to.deep.equal(['_blank', 'noopener']);
    expect(button.shadowRoot!.querySelector('#terms')).to.equal(null);
  });

  it('must be accepted first: a click shows the problem and focuses the checkbox', async () => {
    const opened = tabs();
    const backend = await backendWith();
    const button = await placed(backend, { termsUrl: '/cgv', termsRequired: true });
    expect(read(await part(button, 'terms'))).to.contain('J’accepte les conditions de vente.');
    (await part(button, 'pay')).click();
    await until('the reason', () => read(button.shadowRoot!.querySelector('#unticked')) !== '');
    await until('focus on the box', () => button.shadowRoot!.activeElement?.id === 'terms');
    expect((await box(button)).getAttribute('aria-invalid')).to.equal('true');
    expect([opened.length, (await backend.seen('POST /v1/links')).length]).to.deep.equal([0, 0]);
    (await box(button)).click();
    await button.updateComplete;
    expect(read(button.shadowRoot!.querySelector('#unticked'))).to.equal('');
    (await part(button, 'pay')).click();
    await reaches(button, 'opened');
  });

  it('remove the address of a shared offer until they are accepted, also for sharing', async () => {
    const link = linkView({ scope: 'shared' });
    const button = await placed(await backendWith({ scope: 'shared', link }), { termsRequired: true });
    expect((await part(button, 'pay')).tagName).to.equal('BUTTON');
    expect(button.shadowRoot!.querySelector('[href]')).to.equal(null);
    (await part(button, 'share')).click();
    await until('the reason', () => read(button.shadowRoot!.querySelector('#unticked')) !== '');
    expect(absent(button, 'share-panel')).to.equal(true);
    (await box(button)).click();
    await until('the link', () => button.shadowRoot!.querySelector('a.pay'));
    (await part(button, 'share')).click();
    await part(button, 'share-panel');
    (await box(button)).click();
    await until('no address any more', () => button.shadowRoot!.querySelector('[href]') === null);
  });

  it('can have the page’s own label', async () => {
    const backend = await backendWith();
    const button = place(backend, { termsRequired: true });
    button.insertAdjacentHTML('beforeend', '<span slot="terms">Lu et approuvé</span>');
    await button.ready;
    const label = (await box(button)).closest('label')!;
    expect(label.querySelector('slot')!.assignedElements().map(read)).to.deep.equal(['Lu et approuvé']);
  });

  it('have no link if the address is not a web page', async () => {
    const button = await placed(await backendWith(), { termsUrl: 'javascript:alert(1)', termsRequired: true });
    expect((await part(button, 'terms')).querySelector('a')).to.equal(null);
  });

  it('are not mentioned if the page sets none', async () => {
    expect(absent(await placed(await backendWith()), 'terms')).to.equal(true);
  });
});
