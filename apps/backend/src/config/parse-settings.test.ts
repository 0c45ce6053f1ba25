import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { generateReceiptKey } from '@mytpe-pay/tokens';
import { describe, expect, it } from 'vitest';

import { parseSettings, SettingsError } from './parse-settings.ts';

const GOOD = {
  MYTPE_BASE_URL: 'https://api.mytpe.appp/api/ext/',
  MYTPE_API_KEY: 'mtk_live_x',
  MYTPE_API_SECRET: 'mts_live_planted',
  PUBLIC_URL: 'https://pay.shop.example',
};

function problems(env: Record<string, string>): readonly string[] {
  try {
    parseSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('the settings', () => {
  it('have the documented defaults', () => {
    const settings = parseSettings(GOOD);
    expect(settings).toMatchObject({
      MYTPE_ENVIRONMENT: 'live',
      HOST: '127.0.0.1',
      PORT: 8020,
      MAX_LINKS_PER_MINUTE: 120,
      LINK_TTL_HOURS: 72,
    });
    expect(settings.ALLOWED_ORIGINS).toEqual([]);
    expect(settings.MYTPE_BASE_URL).toBe('https://api.mytpe.appp/api/ext');
    expect(parseSettings({ ...GOOD, MYTPE_ENVIRONMENT: 'sandbox' }).ALLOWED_ORIGINS).toEqual(['*']);
  });

  it('require an API and a base URL that belong together', () => {
    const v2 = { ...GOOD, MYTPE_API: 'v2', MYTPE_BASE_URL: 'https://dev.mytpe.app/api/v2/mytpe-pay/' };
    expect(parseSettings(v2)).toMatchObject({ MYTPE_API: 'v2', MYTPE_PAY_BASE_URL: 'https://frontdev.mytpe.app/pay' });
    expect(parseSettings(GOOD)).toMatchObject({ MYTPE_API: 'ext', MYTPE_PAY_BASE_URL: 'https://pay.mytpe.appp' });
    expect(parseSettings({ ...v2, MYTPE_BASE_URL: 'https://proxy.example/mytpe' }).MYTPE_API).toBe('v2');
    const unlike = 'they must belong together';
    expect(problems({ ...GOOD, MYTPE_API: 'v2' })).toEqual([expect.stringContaining(unlike)]);
    expect(problems({ ...v2, MYTPE_API: 'ext' })).toEqual([expect.stringContaining(unlike)]);
    expect(problems({ ...v2, MYTPE_API: 'v3' })).toEqual([expect.stringMatching(/^MYTPE_API /)]);
  });

  it('with problems are all reported together, without their values', () => {
    const found = problems({
      ...GOOD,
      PORT: 'eighty',
      ADMIN_TOKEN: 'planted-short',
      MYTPE_BASE_URL: 'ftp://planted',
      PUBLIC_URL: '',
    });
    expect(found.map((line) => line.split(' ')[0])).toEqual(['MYTPE_BASE_URL', 'PORT', 'ADMIN_TOKEN', 'PUBLIC_URL']);
    expect(found.join('\n')).not.toContain('planted');
    expect(problems({ ...GOOD, ALLOWED_ORIGINS: 'https://shop.dz,https://Shop.dz/' })).toEqual([
      expect.stringContaining('ALLOWED_ORIGINS'),
    ]);
    expect(problems({ ...GOOD, PUBLIC_URL: '' })).toEqual([expect.stringContaining('PUBLIC_URL is required in live')]);
    expect(problems({})).toEqual(expect.arrayContaining(['MYTPE_API_SECRET is required']));
  });

  it('require https in live for every host except this machine', () => {
    for (const name of ['MYTPE_BASE_URL', 'PUBLIC_URL']) {
      for (const address of ['http://api.example.dz', 'http://10.0.0.2:8080', 'http://127.example.dz'])
        expect(problems({ ...GOOD, [name]: address })).toEqual([`${name} must be https in live: secrets travel there`]);
      for (const address of ['https://api.example.dz', 'http://127.0.0.1:8010', 'http://[::1]:1', 'http://localhost'])
        expect(problems({ ...GOOD, [name]: address })).toEqual([]);
      expect(problems({ ...GOOD, MYTPE_ENVIRONMENT: 'sandbox', [name]: 'http://sandbox:8010' })).toEqual([]);
    }
  });

  const SIGNING = `whsec_${Buffer.alloc(24).toString('base64')}`;
  const HOOKS = { MERCHANT_WEBHOOK_URL: 'https://shop.example/hooks?a=b', MERCHANT_WEBHOOK_SECRET: SIGNING };

  it('keep the URL and secret of the merchant’s server byte for byte', () => {
    expect(parseSettings({ ...GOOD, ...HOOKS })).toMatchObject({
      MERCHANT_WEBHOOK_URL: HOOKS.MERCHANT_WEBHOOK_URL,
      MERCHANT_WEBHOOK_SECRET: [SIGNING],
    });
    const sandbox = { ...GOOD, ...HOOKS, MYTPE_ENVIRONMENT: 'sandbox', MERCHANT_WEBHOOK_URL: 'http://127.0.0.1:8040/' };
    expect(parseSettings(sandbox).MERCHANT_WEBHOOK_URL).toBe('http://127.0.0.1:8040/');
  });

  it.each<[string, Record<string, string>]>([
    ['MERCHANT_WEBHOOK_SECRET is required', { MERCHANT_WEBHOOK_SECRET: '' }],
    ['MERCHANT_WEBHOOK_URL is required', { MERCHANT_WEBHOOK_URL: '' }],
    ['MERCHANT_WEBHOOK_URL must be https in live', { MERCHANT_WEBHOOK_URL: 'http://planted.example/hooks' }],
    ['must be an https address', { MERCHANT_WEBHOOK_URL: 'planted' }],
    ['must hold no user', { MERCHANT_WEBHOOK_URL: 'https://planted:too@shop.example/' }],
    ['must hold no user', { MERCHANT_WEBHOOK_URL: 'https://shop.example/?a#planted' }],
    ['24 to 64 random bytes', { MERCHANT_WEBHOOK_SECRET: 'whsec_planted' }],
    ['must be one secret, or two', { MERCHANT_WEBHOOK_SECRET: [SIGNING, SIGNING, SIGNING].join(',') }],
  ])('are refused: %s', (message, change) => {
    const found = problems({ ...GOOD, ...HOOKS, ...change });
    expect(found).toEqual([expect.stringContaining(message)]);
    expect(found.join()).not.toContain('planted');
  });

  it.each(['10.0.0.0/8', '127.0.0.1', '::1', 'fd00::/8', 'loopback, uniquelocal', '172.16.0.1/32'])(
    'accept the trusted proxy %s',
    (proxy) => expect(problems({ ...GOOD, TRUST_PROXY: proxy })).toEqual([]),
  );

  it.each(['planted', '10.0.0.0/33', '10.0.0.0/0', '10.0.0.0/x', '10.0.0.0/8/8', '300.1.1.1', 'loopback/8', 'true'])(
    'refuse the trusted proxy %s',
    (proxy) =>
      expect(problems({ ...GOOD, TRUST_PROXY: `::1,${proxy}` })).toEqual([
        'TRUST_PROXY.1 must be an IP address or a network like 10.0.0.0/8',
      ]),
  );

  it('validate the offer token keys on start-up, without showing them', () => {
    const secret = 'planted-secret-of-at-least-32-bytes!';
    const key = { kid: 'a', alg: 'HS256', secret };
    const keys = (value: unknown) => ({ ...GOOD, OFFER_TOKEN_KEYS: JSON.stringify(value) });
    expect(parseSettings(keys([key, { ...key, kid: 'b' }])).OFFER_TOKEN_KEYS).toHaveLength(2);
    expect(parseSettings(GOOD).OFFER_TOKEN_KEYS).toBeUndefined();
    for (const [bad, at] of [
      [[], 'OFFER_TOKEN_KEYS must hold a key'],
      [[key, key], 'OFFER_TOKEN_KEYS must not use a kid twice'],
      [[{ ...key, secret: 'planted' }], 'OFFER_TOKEN_KEYS.0.secret must be at least 32 bytes'],
      [[key, { kid: 'b', alg: 'none' }], 'OFFER_TOKEN_KEYS.1.alg must be one of HS256, ES256, EdDSA'],
      [
        [{ kid: 'b', alg: 'ES256', public_key_pem: 'planted' }],
        'OFFER_TOKEN_KEYS.0.public_key_pem must be a public key',
      ],
      [{ planted: key }, 'OFFER_TOKEN_KEYS must be a list'],
    ] as const)
      expect(problems(keys(bad))).toEqual([expect.stringContaining(at)]);
    const together = problems({
      ...GOOD,
      OFFER_TOKEN_KEYS: `[planted`,
      RECEIPT_SIGNING_KEY: 'planted',
      PORT: 'planted',
    });
    expect(together).toEqual([
      'OFFER_TOKEN_KEYS must be JSON',
      'RECEIPT_SIGNING_KEY must be an Ed25519 private key as PKCS#8 PEM',
      expect.stringContaining('PORT'),
    ]);
    expect(together.join()).not.toContain('planted');
  });

  it('accept only mytpe-pay as the additional audience of offer tokens', () => {
    expect(parseSettings(GOOD).OFFER_TOKEN_AUDIENCE).toBeUndefined();
    expect(parseSettings({ ...GOOD, OFFER_TOKEN_AUDIENCE: 'mytpe-pay' }).OFFER_TOKEN_AUDIENCE).toBe('mytpe-pay');
    expect(problems({ ...GOOD, OFFER_TOKEN_AUDIENCE: '*' })).toEqual([
      'OFFER_TOKEN_AUDIENCE must be mytpe-pay, or not set',
    ]);
  });

  it('read the receipt key from a file in the format of `openssl genpkey`', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'receipts.pem');
    writeFileSync(file, `${await generateReceiptKey()}\n`);
    expect(parseSettings({ ...GOOD, RECEIPT_SIGNING_KEY_FILE: file }).RECEIPT_SIGNING_KEY).toContain('PRIVATE KEY');
  });

  it('can be read from files', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'secret');
    writeFileSync(file, 'from-a-file\n');
    const { MYTPE_API_SECRET: _, ...rest } = GOOD;
    expect(parseSettings({ ...rest, MYTPE_API_SECRET_FILE: file }).MYTPE_API_SECRET).toBe('from-a-file');
    expect(problems({ ...GOOD, MYTPE_API_SECRET_FILE: file })).toEqual([expect.stringContaining('both set')]);
    expect(problems({ ...rest, MYTPE_API_SECRET_FILE: '/nowhere' })).toEqual(
      expect.arrayContaining([expect.stringContaining('cannot be read: ENOENT')]),
    );
  });
});
