import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';

import { createScriptedBackend } from '../src/backend/scripted-backend.ts';

const ORIGIN = 'https://docs.example';
const backend = createScriptedBackend({ linkAddress: ({ id }) => `${ORIGIN}/payment/?link=${id}` });

const send = (path: string, init?: RequestInit): Promise<Response> => backend(new Request(ORIGIN + path, init));
const post = (path: string, body: object): Promise<Response> =>
  send(path, { method: 'POST', body: JSON.stringify(body) });
const json = async (response: Response): Promise<Record<string, unknown>> =>
  (await response.json()) as Record<string, unknown>;

describe('the sample offers', () => {
  it.each([
    ['fr', 'Cours de poterie'],
    ['ar', 'درس في الفخار'],
    ['en', 'Pottery course'],
  ])('have a title in %s', async (lang, title) => {
    const offer = await json(await send(`/v1/offers/course?lang=${lang}`));
    expect(offer).toMatchObject({ id: 'course', title, amount: { mode: 'fixed', value: '4500.00' } });
  });

  it('get a new link for each request, with its price or the chosen amount', async () => {
    const fixed = await json(await post('/v1/links', { offer: 'tshirt' }));
    const chosen = await json(await post('/v1/links', { offer: 'donation', amount: '700.00' }));
    expect(fixed).toMatchObject({ offer: 'tshirt', amount: '4500.00', paid: false });
    expect(chosen).toMatchObject({ offer: 'donation', amount: '700.00', url: expect.stringContaining(ORIGIN) });
    expect((await json(await post('/v1/links', { offer: 'tshirt' })))['id']).not.toBe(fixed['id']);
  });

  it('stream the simulated payment of a link', async () => {
    const { id } = await json(await post('/v1/links', { offer: 'tshirt' }));
    const stream = (await send(`/v1/links/${id as string}/events`))
      .body!.pipeThrough(new TextDecoderStream())
      .getReader();
    expect((await stream.read()).value).toMatch(/^event: link\ndata: \{.*"paid":false.*\}\n\n$/);
    expect((await post(`/v1/links/${id as string}/payment`, {})).status).toBe(200);
    expect((await stream.read()).value).toContain('"paid":true');
    await stream.cancel();
    expect(await json(await send(`/v1/links/${id as string}`))).toMatchObject({ paid: true, amount: '4500.00' });
    // Another backend, such as a restarted worker, knows the link by its id.
    const restarted = createScriptedBackend();
    const again = await restarted(new Request(`${ORIGIN}/v1/links/${id as string}`));
    expect(await json(again)).toMatchObject({ id, offer: 'tshirt', amount: '4500.00', paid: false });
  });

  it.each(['/v1/offers/none', '/v1/links/lnk_none__a'])('%s does not exist', async (path) => {
    const response = await send(`${path}?lang=en`);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await json(response)).toMatchObject({ code: 'offer_not_found', retryable: false });
  });
});

it('the QR code as PNG is an image of the link’s address', async () => {
  const { link } = (await json(await send('/v1/offers/pay-us'))) as { link: { id: string; url: string } };
  const response = await send(`/v1/links/${link.id}/qr.png`);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="sample.png"');
  const { data, width, height } = PNG.sync.read(Buffer.from(await response.arrayBuffer()));
  expect(jsQR.default(new Uint8ClampedArray(data), width, height)?.data).toBe(link.url);
});

describe('a scenario', () => {
  it('that never responds ends with its request', async () => {
    const gone = new AbortController();
    const response = send('/playground/backend/loading/v1/offers/sample', { signal: gone.signal });
    const first = await Promise.race([response, new Promise((resolve) => setTimeout(resolve, 100, 'waiting'))]);
    expect(first).toBe('waiting');
    gone.abort();
    expect((await response).type).toBe('error');
  });

  it('without a connection is a network error', async () => {
    expect((await send('/playground/backend/unreachable/v1/offers/sample')).type).toBe('error');
  });

  it('under load asks for a proof of work', async () => {
    const response = await post('/playground/backend/under-load/v1/links', { offer: 'sample' });
    expect(response.status).toBe(429);
    expect(await json(response)).toMatchObject({ code: 'challenge_required', challenge: expect.anything() });
    expect((await post('/playground/backend/under-load/v1/links', { solution: null })).status).toBe(201);
  });
});
