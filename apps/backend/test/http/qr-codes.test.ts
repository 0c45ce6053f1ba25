import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { describe, expect, it, onTestFinished } from 'vitest';

import { createQrRenderer } from '../../src/pages/qr-renderer.ts';
import { keyOf } from '../idempotency-key.ts';
import { linkOf, startApp } from './in-memory-service.ts';

// The package is CommonJS with a `default` export, so Node nests the function one level deeper.
const { default: jsQR } = jsqr;
const json = { 'content-type': 'application/json' };

/** Starts a backend and creates a link. */
async function withLink(offer = 'tshirt', env: Record<string, string> = {}) {
  const { app, service } = await startApp({ env });
  const headers = { ...json, 'idempotency-key': keyOf('key-1'), origin: 'https://mine.example' };
  const made = await app.inject({ method: 'POST', url: '/v1/links', headers, payload: { offer } });
  return { app, service, link: made.json<{ id: string; url: string }>() };
}

describe('the QR code of a link', () => {
  it('as a file decodes to MyTPE’s URL, byte for byte', async () => {
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

  it('as an SVG equals the code that pages draw, dark on light', async () => {
    const { app, link } = await withLink();
    const view = (await app.inject(`/v1/links/${link.id}/qr`)).json<{ view_box: string; path: string }>();
    const { headers, body } = await app.inject(`/v1/links/${link.id}/qr.svg`);
    expect(headers['content-type']).toBe('image/svg+xml; charset=utf-8');
    expect(body).toContain(`viewBox="${view.view_box}"`);
    expect(body).toContain(`d="${view.path}"`);
    expect(view.view_box).toMatch(/^-4 -4 (\d+) \1$/);
    expect(body.indexOf('fill="#fff"')).toBeLessThan(body.indexOf('<path'));
  });

  it('can be cached by the browser, saved under the offer’s id and shown by any page', async () => {
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

  it('is refused for an unknown link and for an origin that is not allowed', async () => {
    const { app, link } = await withLink('mine');
    const request = (path: string, origin: string) => app.inject({ url: `/v1/links/${path}`, headers: { origin } });
    for (const way of ['qr', 'qr.svg', 'qr.png']) {
      expect((await request(`lnk_unknown/${way}`, 'https://mine.example')).json()).toMatchObject({
        code: 'link_not_found',
      });
      const refused = await request(`${link.id}/${way}`, 'https://other.example');
      expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([403, 'origin_not_allowed']);
      expect((await request(`${link.id}/${way}`, 'https://mine.example')).statusCode).toBe(200);
    }
    expect((await app.inject(`/v1/links/${link.id}/qr.gif`)).statusCode).toBe(404);
  });
});

describe('rendering QR codes', () => {
  it('leaves the main thread nearly idle', async () => {
    const { app, service, link } = await withLink('tshirt', { MAX_QR_CODES_PER_MINUTE: '100' });
    const render = async (n: number) => {
      service.change(link.id, { url: `${link.url}${n}${'x'.repeat(400)}` });
      expect((await app.inject(`/v1/links/${link.id}/qr.png`)).statusCode).toBe(200);
    };
    await render(0);
    const [thread, all] = [process.threadCpuUsage(), process.cpuUsage()];
    for (let n = 1; n <= 10; n++) await render(n);
    const own = process.threadCpuUsage(thread);
    const whole = process.cpuUsage(all);
    // Rendering on the main thread would use nearly all of its time.
    expect(own.user).toBeLessThan(whole.user / 2);
  });

  it('happens once per link, even for concurrent requests; new codes are limited per network', async () => {
    const { app, service, link } = await withLink('tshirt', { MAX_QR_CODES_PER_MINUTE: '1', TRUST_PROXY: '127.0.0.1' });
    const ask = (id: string, address: string) =>
      app.inject({ url: `/v1/links/${id}/qr.png`, headers: { 'x-forwarded-for': address } });
    const many = await Promise.all(Array.from({ length: 20 }, () => ask(link.id, '197.200.1.1')));
    expect(new Set(many.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(new Set(many.map(({ rawPayload }) => rawPayload.toString('base64'))).size).toBe(1);
    const other = linkOf('tshirt', 'payer', '4500.00');
    service.links.set(other.id, other);
    const refused = await ask(other.id, '197.200.1.1');
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await ask(link.id, '197.200.1.1')).statusCode).toBe(200);
    expect((await ask(other.id, '197.200.2.2')).statusCode).toBe(200);
    expect((await ask(other.id, '197.200.1.1')).statusCode).toBe(200);
  });

  it('has a bounded queue', async () => {
    const renderer = createQrRenderer();
    onTestFinished(() => renderer.close());
    const render = (n: number) => renderer.render(`https://pay.mytpe.example/${n}`, 'json', () => {});
    const all = await Promise.allSettled(Array.from({ length: 101 }, (_, n) => render(n)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
    expect(all[100]).toMatchObject({ status: 'rejected', reason: { code: 'rate_limited' } });
    expect(await render(100)).toContain('view_box');
  });

  it('is refused for a URL that is too long, in the language of the page', async () => {
    const { app, service, link } = await withLink();
    service.change(link.id, { url: `https://pay.mytpe.example/${'x'.repeat(5000)}` });
    for (const way of ['qr', 'qr.svg', 'qr.png']) {
      const refused = await app.inject(`/v1/links/${link.id}/${way}?lang=en`);
      expect([
        refused.statusCode,
        refused.headers['content-type'],
        refused.headers['access-control-allow-origin'],
      ]).toEqual([422, 'application/problem+json; charset=utf-8', '*']);
      expect(refused.json()).toMatchObject({
        title: 'Unprocessable Content',
        detail: 'The address of this payment link is too long for a QR code.',
        retryable: false,
      });
    }
    service.change(link.id, { url: `https://pay.mytpe.example/${'x'.repeat(2331 - 26)}` });
    expect((await app.inject(`/v1/links/${link.id}/qr`)).statusCode).toBe(200);
  });
});
