import { expect } from '@open-wc/testing';

import { linkView, offerView } from './samples.ts';
import { backendWith, clearStage, placed, reaches, tabs, until } from './stage.ts';

afterEach(clearStage);

describe('several buttons of one order', () => {
  it('share one event stream until the last is removed', async () => {
    tabs();
    const backend = await backendWith();
    const first = await placed(backend);
    await first.pay();
    await reaches(first, 'opened');
    const [second, third] = [await placed(backend), await placed(backend)];
    for (const later of [second, third]) await reaches(later, 'opened');
    await until('somebody listening', async () => (await backend.listening()) > 0);
    expect(await backend.listening()).to.equal(1);
    expect((await backend.seen(`GET /v1/links/${linkView().id}`)).length).to.equal(1);
    first.remove();
    expect(await backend.listening()).to.equal(1);
    await backend.sendLink(linkView({ paid: true, payable: false, status: 'exhausted' }));
    for (const later of [second, third]) await reaches(later, 'paid');
    await until('nobody listening', async () => (await backend.listening()) === 0);
    expect(first.state).to.equal('opened');
  });

  it('keep watching the link at its backend when the first button moves to another backend', async () => {
    tabs();
    const [backend, elsewhere] = [await backendWith(), await backendWith()];
    const first = await placed(backend);
    await first.pay();
    await reaches(first, 'opened');
    const second = await placed(backend);
    await reaches(second, 'opened');
    const reading = `GET /v1/links/${linkView().id}`;
    const before = (await backend.seen(reading)).length;
    first.endpoint = elsewhere.endpoint;
    await reaches(first, 'ready');
    dispatchEvent(new Event('online'));
    await until('it is read again', async () => (await backend.seen(reading)).length > before);
    expect(await elsewhere.seen(reading)).to.have.length(0);
  });

  it('watch nothing outside the page, and continue when they return', async () => {
    tabs();
    const backend = await backendWith();
    const first = await placed(backend);
    await first.pay();
    await reaches(first, 'opened');
    first.remove();
    await until('nobody listening', async () => (await backend.listening()) === 0);
    await backend.script({ 'GET /v1/offers/course': [{ hold: 'offer', body: offerView() }] });
    const second = document.createElement('mytpe-pay-button');
    Object.assign(second, { endpoint: backend.endpoint, offer: 'course', lang: 'en' });
    document.body.append(second);
    await until('it asks', async () => (await backend.seen('GET /v1/offers/course')).length > 1);
    second.remove();
    await backend.release('offer');
    await second.ready;
    await until(
      'its saved link is read',
      async () => (await backend.seen(`GET /v1/links/${linkView().id}`)).length > 0,
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([second.state, await backend.listening()]).to.deep.equal(['ready', 0]);
    document.body.append(second);
    await reaches(second, 'opened');
    second.remove();
  });

  it('receive earlier events when they are added later', async () => {
    tabs();
    const backend = await backendWith();
    const first = await placed(backend);
    await first.pay();
    await reaches(first, 'opened');
    await until('somebody listening', async () => (await backend.listening()) === 1);
    const paused = linkView({ status: 'paused', payable: false });
    await backend.sendLink(paused);
    await until('it heard', () => first.link?.status === 'paused');
    const second = await placed(backend);
    await until('the other heard, too', () => second.link?.status === 'paused');
  });
});
