import { describe, expect, it } from 'vitest';

import { endpointOfScript } from './configure.ts';

describe('the backend of a drop-in script', () => {
  const addresses: Record<string, string> = {
    'https://pay.shop.example/mytpe-pay-button.js': 'https://pay.shop.example',
    'https://pay.shop.example/v0.1.0/mytpe-pay-button.js': 'https://pay.shop.example',
    'https://shop.example/caisse/mytpe-pay-button.js': 'https://shop.example/caisse',
    'https://shop.example/caisse/v1.2.3-beta.1/mytpe-pay-button.js': 'https://shop.example/caisse',
    'https://pay.shop.example/mytpe-pay-button.dev.js': 'https://pay.shop.example',
    'https://shop.example/caisse/v0.1.0/mytpe-pay-button.dev.js': 'https://shop.example/caisse',
    'https://shop.example/vente/mytpe-pay-button.js': 'https://shop.example/vente',
    'https://shop.example/vente/v0.1.0/mytpe-pay-button.js': 'https://shop.example/vente',
    'https://pay.shop.example/mytpe-pay-button.js?from=a/b#c/d': 'https://pay.shop.example',
    'http://127.0.0.1:8020/mytpe-pay-button.js': 'http://127.0.0.1:8020',
  };
  for (const [script, backend] of Object.entries(addresses))
    it(`${script} is served by ${backend}`, () => expect(endpointOfScript(script)).toBe(backend));
});
