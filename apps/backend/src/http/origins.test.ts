import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isAllowedOrigin, isCrossSite } from './origins.ts';

const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?$/);

describe('an allowed origin', () => {
  it('matches a wildcard with one or more whole labels', () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 4 }), label, (labels, domain) => {
        const pattern = `https://*.${domain}.dz`;
        const origin = `https://${[...labels, domain, 'dz'].join('.')}`;
        expect(isAllowedOrigin(origin, [pattern])).toBe(labels.length > 0);
        expect(isAllowedOrigin(`https://x${domain}.dz`, [pattern])).toBe(false);
        expect(isAllowedOrigin(origin.replace('https:', 'http:'), [pattern])).toBe(false);
        expect(isAllowedOrigin(`${origin}:8443`, [pattern])).toBe(false);
        expect(isAllowedOrigin(`${origin}.evil.com`, [pattern])).toBe(false);
      }),
    );
  });

  it.each([
    'https://user@a.shop.dz',
    'https://evil.com/.shop.dz',
    'https://evil.com?.shop.dz',
    'https://a..shop.dz',
    'https://.shop.dz',
  ])('does not match a wildcard of shop.dz if it is %s', (origin) =>
    expect(isAllowedOrigin(origin, ['https://*.shop.dz'])).toBe(false),
  );

  it('matches only with the same port', () => {
    expect(isAllowedOrigin('http://a.shop.dz:8080', ['http://*.shop.dz:8080'])).toBe(true);
    expect(isAllowedOrigin('http://a.shop.dz', ['http://*.shop.dz:8080'])).toBe(false);
  });

  it.each([
    'https://shop.dz/',
    'https://shop.dz:443',
    'https://SHOP.dz',
    'https://user@shop.dz',
    'https://shop.dz?',
    'https://shop.dz\t',
    'https://shop.dz, https://other.dz',
    'https://<b>.dz',
    `https://${'a.'.repeat(150)}dz`,
    'x'.repeat(8000),
    '=cmd|x',
    'ftp://shop.dz',
    'chrome-extension://abcdefghijklmnop',
    'data:text/html,x',
    '',
  ])('is never %j, even if every origin is allowed', (origin) => {
    for (const list of [['*'], [origin], ['https://*.dz']]) expect(isAllowedOrigin(origin, list)).toBe(false);
  });

  it.each([
    'https://shop.dz',
    'http://127.0.0.1:8030',
    'http://[::1]:8030',
    'https://xn--4gbrim.dz',
    'http://localhost',
  ])('may be %s if every origin is allowed', (origin) => expect(isAllowedOrigin(origin, ['*'])).toBe(true));

  it('is never the opaque origin `null`', () => {
    for (const list of [['*'], ['null'], []]) expect(isAllowedOrigin('null', list)).toBe(false);
  });
});

it.each([
  [{}, false],
  [{ 'sec-fetch-site': 'same-origin', origin: 'https://evil.dz' }, false],
  [{ 'sec-fetch-site': 'same-site' }, true],
  [{ 'sec-fetch-site': 'same-origin, cross-site' }, true],
  [{ origin: 'https://pay.dz' }, false],
  [{ origin: 'https://pay.dz:8443' }, true],
  [{ origin: 'null' }, true],
])('isCrossSite of a form with %j: %s', (headers, expected) => {
  expect(isCrossSite({ headers } as never, 'https://pay.dz/')).toBe(expected);
});
