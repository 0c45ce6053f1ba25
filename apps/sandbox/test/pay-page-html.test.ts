import { describe, expect, it } from 'vitest';

import { openShop } from './shop.ts';

describe('the page itself', () => {
  it.each([
    ['?lang=fr', 'en', 'fr', 'ltr', '4\u202F500,00 DA'],
    ['?lang=ar', 'fr', 'ar', 'rtl', '4.500,00 د.ج'],
    ['', 'en-GB,fr;q=0.5', 'en', 'ltr', 'DZD 4,500.00'],
    ['', 'de, ar-DZ;q=0.9, fr;q=0.4', 'ar', 'rtl', '4.500,00 د.ج'],
    ['?lang=de', 'de', 'fr', 'ltr', '4\u202F500,00 DA'],
  ])('with the query %s and Accept-Language %s uses %s', async (query, accepted, language, direction, amount) => {
    const { published, sandbox } = await openShop();
    const { slug } = await published();
    const response = await fetch(`${sandbox.payBaseUrl}/${slug}${query}`, { headers: { 'accept-language': accepted } });
    const text = await response.text();
    expect(text).toContain(`<html lang="${language}" dir="${direction}">`);
    expect(text).toContain(amount);
  });

  it('escapes the merchant’s text, runs no script, cannot be framed', async () => {
    const { published, sandbox } = await openShop();
    const { slug } = await published({
      title: `<script>alert(1)</script>"'&`,
      description: '<img src=x onerror=alert(1)>',
    });
    const response = await fetch(`${sandbox.payBaseUrl}/${slug}`);
    const text = await response.text();
    expect(text).not.toMatch(/<script|<img/);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('script-src');
  });

  it('creates a slug for a title in any script', async () => {
    const { draft } = await openShop();
    expect((await draft({ title: 'تبرع' })).slug).toMatch(/^pay-[a-z2-9]{6}$/);
    expect((await draft({ title: 'Été à Béjaïa !' })).slug).toMatch(/^ete-a-bejaia-[a-z2-9]{6}$/);
  });
});
