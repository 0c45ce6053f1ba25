import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { eventually, startSystem } from './harness.ts';

const PAGES = fileURLToPath(new URL('../../docs/src/content/docs/', import.meta.url));
const LANGUAGES = ['', 'fr/', 'ar/'];
const read = (page: string): string => readFileSync(join(PAGES, page), 'utf8');
/** The fields of a log line that differ each time. */
const VARYING = { time: '', request_id: '', ms: 0 };

describe('shop/fix-problems', () => {
  it('shows a line of the log as the backend writes it, in each language', async () => {
    const shown = LANGUAGES.map(
      (language) => /^```json\n(.*)\n```/m.exec(read(`${language}shop/fix-problems.md`))![1]!,
    );
    expect(new Set(shown).size).toBe(1);
    const { get, logs } = await startSystem({ ALLOWED_ORIGINS: 'https://shop.example', LOG_LEVEL: 'info' });
    await get('/v1/offers/tshirt', { origin: 'https://www.shop.example' });
    const written = JSON.parse(logs.at(-1)!) as object;
    const sample = JSON.parse(shown[0]!) as object;
    expect(Object.keys(sample)).toEqual(Object.keys(written));
    expect({ ...sample, ...VARYING }).toEqual({ ...written, ...VARYING });
  });

  it('quotes the reasons of /ready', async () => {
    const admin = { ADMIN_TOKEN: 'a'.repeat(40) };
    const { get } = await startSystem({ ...admin, MYTPE_API_SECRET: 'mts_wrong_secret' });
    const headers = { authorization: `Bearer ${admin.ADMIN_TOKEN}` };
    const ready = async () => (await get<{ status: string; reasons: string[] }>('/ready', headers)).body;
    await eventually(async () => (await ready()).reasons.join().includes('401'), 'MyTPE refused the key');
    const body = await ready();
    for (const language of LANGUAGES) {
      const text = read(`${language}shop/fix-problems.md`);
      for (const part of ['could not read the payment instances from MyTPE', '401 UNAUTHORIZED']) {
        expect(text).toContain(`\`${part}\``);
        expect(body.reasons.join()).toContain(part);
      }
      expect(text).toContain(`\`${body.status}\``);
    }
  });
});

describe('shop/social', () => {
  const pages = LANGUAGES.map((language) => read(`${language}shop/social.md`));
  /** Opens an address of the pages on a running backend. */
  const open = async (url: string, path: string) => fetch(url + path, { redirect: 'manual' });

  it('names the addresses of the QR code files', async () => {
    const { url, post } = await startSystem();
    const { body } = await post({ offer: 'pay-us' });
    for (const text of pages)
      for (const [, path] of text.matchAll(/`https:\/\/pay\.shop\.example(\/v1\/links\/LINK\/qr\.\w+)`/g)) {
        const response = await open(url, path!.replace('LINK', body.id));
        expect([path, response.status]).toEqual([path, 200]);
        expect(response.headers.get('content-type')).toMatch(path!.endsWith('svg') ? /^image\/svg/ : /^image\/png/);
      }
  });

  it('describes what each kind of address opens, and what a preview can show', async () => {
    const { url, made } = await startSystem();
    for (const text of pages)
      for (const path of ['/pay/tshirt?lang=ar', '/pay/donation?amount=1500']) expect(text).toContain(`\`${path}\``);
    const product = await (await open(url, '/pay/tshirt?lang=ar')).text();
    expect(product).toContain('<html lang="ar" dir="rtl">');
    expect(product).toContain('<title>قميص</title>');
    expect(product).not.toMatch(/<img|og:|name="description"/);
    const french = await (await open(url, '/pay/tshirt')).text();
    expect(french).toContain('<html lang="fr"');
    expect(await (await open(url, '/pay/donation?amount=1500')).text()).toMatch(
      /name="amount"[^>]*value="1\u202f500"/s,
    );
    expect(await (await open(url, '/pay/invoice')).text()).toContain('name="amount"');
    expect((await made()).created).toBe(0);
    for (const offer of ['pay-us', 'donation', 'workshop', 'goal', 'members'])
      expect([offer, (await open(url, `/pay/${offer}`)).status]).toEqual([offer, 303]);
  });

  it('says that a new price makes a new link, and a new title does not', async () => {
    const { url, backend, offersFile } = await startSystem();
    const address = async () => (await open(url, '/pay/pay-us')).headers.get('location');
    const first = await address();
    const offers = readFileSync(offersFile, 'utf8');
    const save = (text: string) => (writeFileSync(offersFile, text), backend.reload());
    save(offers.replace('Payez-nous', 'Café'));
    expect(await address()).toBe(first);
    save(offers.replace('amount: 1000', 'amount: 1100'));
    expect(await address()).not.toBe(first);
  });
});
