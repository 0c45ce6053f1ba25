import { readFileSync, writeFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { type System, eventually, startSystem } from './harness.ts';
import { keyOf } from './idempotency-key.ts';
import { CART, OFFER_TOKEN_KEYS, token } from './signing.ts';

const TITLES = { fr: 'Don', ar: 'تبرع', en: 'Donation' } as const;
type Language = keyof typeof TITLES;
const LANGUAGES = Object.keys(TITLES) as Language[];
const OFFERS = `
defaults: { language: fr }
offers:
  donation: { title: { fr: Don, ar: تبرع, en: Donation }, description: { fr: Merci, ar: شكرا }, amount_mode: open, usage_mode: reusable }
`;

interface Texts {
  readonly title: string;
  readonly description: string | null;
}

/** Returns the texts of all links at MyTPE, of both APIs, by the backend's link id. */
async function textsAtMytpe({ control }: System): Promise<Record<string, Texts>> {
  type Link = { title: string; description?: string; details?: string; metadata: { our_ref: string } };
  const { links, v2 } = (await control('GET', '/state')) as { links: Link[]; v2: { links: Link[] } };
  const all = [...links, ...v2.links].map(({ title, description, details, metadata }) => [
    metadata.our_ref,
    { title, description: description ?? details ?? null },
  ]);
  return Object.fromEntries(all) as Record<string, Texts>;
}

/** Requests a link as the button does, with `?lang=`. @returns its id. */
async function press({ url }: System, language: Language, body: object): Promise<string> {
  const response = await fetch(`${url}/v1/links?lang=${language}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      'idempotency-key': keyOf(`in-${language}`),
      'accept-language': 'en',
    },
  });
  expect(response.status).toBeLessThan(300);
  return ((await response.json()) as { id: string }).id;
}

/** Submits the form of the pay page. */
async function submitForm({ url }: System, language: Language, path: string, fields: object): Promise<void> {
  const headers = { 'accept-language': language };
  const html = await (await fetch(`${url}${path}?amount=`, { headers })).text();
  const key = /name="key" value="([^"]+)"/.exec(html)?.[1];
  const body = new URLSearchParams({ ...(key && { key }), ...fields });
  const init = { method: 'POST', body, redirect: 'manual', headers } as const;
  expect((await fetch(`${url}${path}?lang=${language}`, init)).status).toBe(303);
}

describe('a payer link', () => {
  it.each(['ext', 'v2'])('has the texts of the payer’s language at MyTPE (%s)', async (api) => {
    const system = await startSystem({ MYTPE_API: api }, OFFERS);
    const ids = [];
    for (const language of LANGUAGES) ids.push(await press(system, language, { offer: 'donation', amount: '500.00' }));
    const { body } = await system.post({ offer: 'donation', amount: '700.00' }, 'key', { 'accept-language': 'ar-DZ' });
    const texts = await textsAtMytpe(system);
    expect([...ids, body.id].map((id) => texts[id])).toEqual([
      { title: 'Don', description: 'Merci' },
      { title: 'تبرع', description: 'شكرا' },
      { title: 'Donation', description: 'Merci' },
      { title: 'تبرع', description: 'شكرا' },
    ]);
  });

  it.each(LANGUAGES)('has the texts of the payer’s language without JavaScript too (%s)', async (language) => {
    const system = await startSystem({}, OFFERS);
    await submitForm(system, language, '/pay/donation', { amount: '500' });
    expect(Object.values(await textsAtMytpe(system)).map(({ title }) => title)).toEqual([TITLES[language]]);
  });

  it('keeps its language when the same key is sent in another language', async () => {
    const system = await startSystem({}, OFFERS);
    const order = { offer: 'donation', amount: '500.00' };
    const first = await system.post(order, 'key', { 'accept-language': 'ar' });
    const second = await system.post(order, 'key', { 'accept-language': 'fr' });
    expect([second.status, second.body.id]).toEqual([200, first.body.id]);
    expect(await textsAtMytpe(system)).toMatchObject({ [first.body.id]: { title: 'تبرع' } });
  });

  it.each(LANGUAGES)(
    'of a signed order has the texts of the payer’s language, from the button and from a form (%s)',
    async (language) => {
      const system = await startSystem({ OFFER_TOKEN_KEYS });
      const order = { ...CART, title: TITLES };
      const id = await press(system, language, { offer_token: await token(order, 'order-1') });
      await submitForm(system, language, '/pay/cart', { offer_token: await token(order, 'order-2') });
      const texts = await textsAtMytpe(system);
      expect(Object.keys(texts)).toHaveLength(2);
      expect(Object.values(texts).map(({ title }) => title)).toEqual([TITLES[language], TITLES[language]]);
      expect(texts).toHaveProperty(id);
    },
  );
});

it('a shared link has the texts of the catalog’s default language, even if the first request is in another language', async () => {
  const system = await startSystem({}, OFFERS);
  const id = await press(system, 'ar', { offer: 'donation' });
  expect(await textsAtMytpe(system)).toMatchObject({ [id]: { title: 'Don', description: 'Merci' } });
});

it('a change of the catalog’s texts updates only the links in that language', async () => {
  const system = await startSystem({}, OFFERS);
  const payers: string[] = [];
  for (const language of LANGUAGES) payers.push(await press(system, language, { offer: 'donation', amount: '500.00' }));
  const shared = (await system.post({ offer: 'donation' })).body.id;
  const ids = [...payers, shared];
  const titles = async () => {
    const texts = await textsAtMytpe(system);
    return ids.map((id) => texts[id]!.title);
  };
  const change = async (from: string, to: string, expected: string[]) => {
    writeFileSync(system.offersFile, readFileSync(system.offersFile, 'utf8').replace(from, to));
    system.backend.reload();
    await eventually(async () => (await titles()).join() === expected.join(), `the titles are ${expected.join()}`);
  };
  expect(await titles()).toEqual(['Don', 'تبرع', 'Donation', 'Don']);
  await change('ar: تبرع', 'ar: هبة', ['Don', 'هبة', 'Donation', 'Don']);
  await change('fr: Don', 'fr: Soutien', ['Soutien', 'هبة', 'Donation', 'Soutien']);
  // A link without a translation has the default text until a translation exists.
  await change(', en: Donation', '', ['Soutien', 'هبة', 'Soutien', 'Soutien']);
  await change('ar: هبة', 'ar: هبة, en: Gift', ['Soutien', 'هبة', 'Gift', 'Soutien']);
}, 30_000);
