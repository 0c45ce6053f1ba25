import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';

import { keyOf } from '../idempotency-key.ts';
import { startApp } from './stand-in.ts';

// CommonJS that says it is a module: Node finds the function one level deeper.
const { default: jsQR } = jsqr;
const json = { 'content-type': 'application/json' };

/** A backend with a link, and the link. */
async function withLink(offer = 'tshirt') {
  const { app, service } = await startApp();
  const headers = { ...json, 'idempotency-key': keyOf('key-1'), origin: 'https://mine.example' };
  const made = await app.inject({ method: 'POST', url: '/v1/links', headers, payload: { offer } });
  return { app, service, link: made.json<{ id: string; url: string }>() };
}

describe('the QR code of a link', () => {
  it('as a picture is read by a decoder as MyTPE’s address, byte for byte', async () => {
    const { app, link, service } = await withLink();
    for (const url of [
      link.url,
      'https://pay.mytpe.example/café?a=1&b=2#d',
      `https://pay.example/${'x'.repeat(600)}`,
    ]) {
      service.change(link.id, { url });
      const { statusCode, headers, rawPayload } = await app.inject(`/v1/links/${link.id}/qr.png`);
      expect([statusCode, headers['content-type']]).toEqual([200, 'image/png']);
      const { data, width, height } = PNG.sync.read(rawPayload);
      expect(width).toBe(height);
      expect(width).toBeGreaterThanOrEqual(1024);
      expect(jsQR(new Uint8ClampedArray(data), width, height)?.data).toBe(url);
    }
  });

  it('as a drawing is the one that pages draw, dark on light', async () => {
    const { app, link } = await withLink();
    const view = (await app.inject(`/v1/links/${link.id}/qr`)).json<{ view_box: string; path: string }>();
    const { headers, body } = await app.inject(`/v1/links/${link.id}/qr.svg`);
    expect(headers['content-type']).toBe('image/svg+xml; charset=utf-8');
    expect(body).toContain(`viewBox="${view.view_box}"`);
    expect(body).toContain(`d="${view.path}"`);
    expect(view.view_box).toMatch(/^-4 -4 (\d+) \1$/);
    expect(body.indexOf('fill="#fff"')).toBeLessThan(body.indexOf('<path'));
  });

  it('may be kept by the browser, saved under the offer’s name, and shown by any page', async () => {
    const { app, link } = await withLink();
    for (const kind of ['svg', 'png']) {
      const { headers } = await app.inject(`/v1/links/${link.id}/qr.${kind}`);
      expect(headers).toMatchObject({
        'cache-control': 'private, max-age=31536000, immutable',
        'content-disposition': `attachment; filename="tshirt.${kind}"`,
        'cross-origin-resource-policy': 'cross-origin',
        'access-control-allow-origin': '*',
        'x-content-type-options': 'nosniff',
      });
    }
  });

  it('is not to be had of no link, nor by a page whose business it is not', async () => {
    const { app, link } = await withLink('mine');
    const asked = (path: string, origin: string) => app.inject({ url: `/v1/links/${path}`, headers: { origin } });
    for (const way of ['qr', 'qr.svg', 'qr.png']) {
      expect((await asked(`lnk_unknown/${way}`, 'https://mine.example')).json()).toMatchObject({
        code: 'link_not_found',
      });
      const refused = await asked(`${link.id}/${way}`, 'https://other.example');
      expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([403, 'origin_not_allowed']);
      expect((await asked(`${link.id}/${way}`, 'https://mine.example')).statusCode).toBe(200);
    }
    expect((await app.inject(`/v1/links/${link.id}/qr.gif`)).statusCode).toBe(404);
  });
});
