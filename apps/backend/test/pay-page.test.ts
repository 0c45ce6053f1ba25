import { describe, expect, it } from 'vitest';

import { type System, startSystem } from './harness.ts';

const CREATE = ['POST', '/api/ext/links'] as const;

/** Sends requests to `/pay/…` as a browser without JavaScript does. */
function visitor({ url }: System, language = 'fr') {
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { accept: 'text/html', 'accept-language': language, ...(init.headers as Record<string, string>) };
    const response = await fetch(`${url}/pay/${path}`, { redirect: 'manual', ...init, headers });
    return { status: response.status, html: await response.text(), location: response.headers.get('location') };
  };
  const press = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    ask(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  return { ask, press };
}
const field = (html: string, name: string) => new RegExp(`name="${name}"[^>]*?value="([^"]*)"`, 's').exec(html)![1]!;

async function start(language?: string) {
  const system = await startSystem();
  return { ...system, ...visitor(system, language) };
}

async function canPay(location: string | null): Promise<boolean> {
  const page = await fetch(location!);
  return page.status === 200 && (await page.text()).includes('name="card"');
}

describe('paying without JavaScript', () => {
  it('a fixed price: the form redirects to a link that can be paid', async () => {
    const { ask, press, calls, control } = await start();
    const page = await ask('tshirt');
    expect(page.html).toMatch(/4[\s\u202f]500/);
    expect(await calls(...CREATE)).toBe(0);
    const response = await press('tshirt', { key: field(page.html, 'key') });
    expect(response.status).toBe(303);
    const [link] = (await control('GET', '/state'))['links'] as { slug: string; amount: string; status: string }[];
    expect(link).toMatchObject({ amount: '4500.00', status: 'active' });
    expect(response.location).toMatch(new RegExp(`/${link!.slug}$`));
    expect(await canPay(response.location)).toBe(true);
  });

  it('concurrent submissions of one form create one link', async () => {
    const { ask, press, calls } = await start();
    const key = field((await ask('tshirt')).html, 'key');
    const responses = await Promise.all([1, 2, 3].map(async () => press('tshirt', { key })));
    expect(responses.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(new Set(responses.map(({ location }) => location)).size).toBe(1);
    expect(await calls(...CREATE)).toBe(1);
  });

  it('a donation without an amount redirects to its shared link, where MyTPE asks for the amount', async () => {
    const { ask, calls } = await start();
    const responses = await Promise.all([ask('donation'), ask('donation')]);
    expect(new Set(responses.map(({ location }) => location)).size).toBe(1);
    expect(await canPay(responses[0].location)).toBe(true);
    expect(await calls(...CREATE)).toBe(1);
  });

  it.each([
    ['1 500', 'fr'],
    ['1\u202f500,00', 'fr'],
    ['1,500', 'en'],
    ['١٥٠٠', 'ar'],
    ['1.500', 'ar'],
  ])('the amount %s, typed on a page in language %s, is 1500.00 at MyTPE', async (amount, language) => {
    const { ask, press, control } = await start(language);
    const page = await ask('donation?amount=1500');
    const shown = field(page.html, 'amount');
    expect(shown.replace(/\D/g, '')).toBe('1500');
    const key = field(page.html, 'key');
    const typed = await press('donation', { key, amount });
    const untouched = await press('donation', { key, amount: shown });
    expect([typed.status, untouched.location]).toEqual([303, typed.location]);
    const links = (await control('GET', '/state'))['links'] as { amount: string }[];
    expect(links.map((link) => link.amount)).toEqual(['1500.00']);
  });

  it('invalid amounts, foreign origins and unknown offers create no link', async () => {
    const { ask, press, calls } = await start();
    const key = field((await ask('donation?amount=')).html, 'key');
    for (const amount of ['', '0', '-1', '1e5', '525', '199.99', '50050', '999999999999999999', 'beaucoup'])
      expect([amount, (await press('donation', { key, amount })).status]).toEqual([amount, 422]);
    for (const [name, value] of [
      ['sec-fetch-site', 'cross-site'],
      ['origin', 'https://evil.dz'],
      ['origin', 'null'],
    ] as const)
      expect((await press('donation', { key, amount: '500' }, { [name]: value })).status).toBe(403);
    expect((await ask('nothing')).status).toBe(404);
    expect((await press('nothing', { key })).status).toBe(404);
    expect(await calls(...CREATE)).toBe(0);
    expect((await press('donation', { key, amount: '500' })).status).toBe(303);
  });

  it.each([
    [422, 502],
    [503, 503],
  ])('status %i from MyTPE gives an error page; the next submission is sent to MyTPE again', async (fault, status) => {
    const { ask, press, control } = await start();
    const key = field((await ask('tshirt')).html, 'key');
    const match = { method: 'POST', path_regex: '/links$' };
    await control('POST', '/faults', { match, fault: { type: 'status', status: fault } });
    const refused = await press('tshirt', { key });
    expect(refused.status).toBe(status);
    expect(refused.html).toContain('<html lang="fr" dir="ltr">');
    await control('DELETE', '/faults');
    const again = await press('tshirt', { key });
    expect([again.status, await canPay(again.location)]).toEqual([303, true]);
  });
});
