import { expect } from '@open-wc/testing';

import { linkView, offerView } from './samples.ts';
import { backendWith, clearStage, part, placed, reaches, read, tabs } from './stage.ts';

afterEach(clearStage);

describe('a shared offer', () => {
  const link = linkView({ scope: 'shared' });

  it('is a real link: it can be copied and opened in a tab, and is not blocked as a pop-up', async () => {
    const backend = await backendWith({ scope: 'shared', link });
    const button = await placed(backend);
    const pay = await part<HTMLAnchorElement>(button, 'pay');
    expect(pay.tagName).to.equal('A');
    expect(pay.href).to.equal(link.url);
    expect(pay.rel).to.equal('noopener');
    expect(pay.target).to.equal('_blank');
    expect(await backend.seen('POST /v1/links')).to.have.length(0);
  });

  it('opens no event stream and is not polled: after a click, after removal and return, and after its creation', async () => {
    const events = `GET /v1/links/${link.id}/events`;
    const backend = await backendWith({ scope: 'shared', link }, { 'POST /v1/links': [{ status: 201, body: link }] });
    const button = await placed(backend);
    const pay = await part(button, 'pay');
    // The click itself would leave this page.
    pay.setAttribute('href', '#here');
    pay.setAttribute('target', '_self');
    pay.click();
    await reaches(button, 'opened');
    expect(read(await part(button, 'opened'))).to.contain('chez MyTPE, qui vous le confirmera');
    button.remove();
    document.body.append(button);
    dispatchEvent(new Event('online'));
    tabs();
    // An offer with payer links, for which the backend returns the shared link while its limits are reached.
    await backend.script({ 'GET /v1/offers/course': [{ body: offerView() }] });
    const payers = await placed(backend, { lang: 'en' });
    await payers.pay();
    await reaches(payers, 'opened');
    expect(payers.link).to.deep.equal(link);
    dispatchEvent(new Event('online'));
    payers.remove();
    document.body.append(payers);
    await payers.updateComplete;
    expect([await backend.seen(events), await backend.seen(`GET /v1/links/${link.id}`)]).to.deep.equal([[], []]);
  });

  it('has no address while disabled, and ignores clicks', async () => {
    const backend = await backendWith({ scope: 'shared', link });
    const button = await placed(backend, { disabled: true });
    const pay = await part(button, 'pay');
    expect(pay.hasAttribute('href')).to.equal(false);
    pay.click();
    await button.pay();
    expect(button.state).to.equal('ready');
    expect(await backend.seen('POST /v1/links')).to.have.length(0);
  });
});
