import { generateKeyPairSync } from 'node:crypto';

import { expect, it } from 'vitest';

import { createSecretSearch } from '../../campaigns/hostile/secrets.ts';
import { createLogger } from '../lib/log.ts';
import { secretsOf, parseSettings } from './parse-settings.ts';
import { describeSettings } from './settings-reference.ts';

const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
/** Builds a secret with a quote, a backslash and characters that percent-encoding changes. */
const planted = (name: string): string => String.raw`${name}-"\ +/é-${'x'.repeat(32)}`;
const base64 = (byte: number): string => Buffer.alloc(32, byte).toString('base64');

const SECRETS: Record<string, readonly string[]> = {
  MYTPE_API_KEY: [planted('key')],
  MYTPE_API_SECRET: [planted('secret')],
  MYTPE_WEBHOOK_SECRET: [planted('old'), planted('new')],
  OFFER_TOKEN_KEYS: [planted('token')],
  RECEIPT_SIGNING_KEY: [pem.split('\n')[1]!],
  MERCHANT_WEBHOOK_SECRET: [base64(1), base64(2)],
  ADMIN_TOKEN: [planted('admin')],
  STORE_URL: [planted('database')],
};
const settings = parseSettings({
  MYTPE_BASE_URL: 'https://mytpe.example/api/ext',
  PUBLIC_URL: 'https://pay.shop.example',
  MYTPE_API_KEY: planted('key'),
  MYTPE_API_SECRET: planted('secret'),
  MYTPE_WEBHOOK_SECRET: `whsec_${planted('old')},whsec_${planted('new')}`,
  OFFER_TOKEN_KEYS: JSON.stringify([{ kid: 'shop-1', alg: 'HS256', secret: planted('token') }]),
  RECEIPT_SIGNING_KEY: pem.replaceAll('\n', '\r\n'),
  MERCHANT_WEBHOOK_URL: 'https://shop.example/hook',
  MERCHANT_WEBHOOK_SECRET: `whsec_${base64(1)},whsec_${base64(2)}`,
  ADMIN_TOKEN: planted('admin'),
  STORE_URL: `postgres://shop:${encodeURIComponent(planted('database'))}@127.0.0.1/shop`,
});

/** Logs a text in every position of a log line where text can occur. @returns the lines. */
function logged(text: string): string {
  const lines: string[] = [];
  const log = createLogger('trace', secretsOf(settings), { write: (line: string) => void lines.push(line) });
  log.info({ text, deep: [{ text }], err: new Error(text, { cause: new Error(text) }) }, text);
  log.info({ quoted: JSON.stringify({ text }) }, 'a body that holds it');
  return lines.join('');
}

it('the list of secrets in this test covers every secret setting', () => {
  const named = describeSettings().map(({ name }) => name);
  const secret = named.filter((name) => /(?:KEYS?|SECRET|TOKEN|STORE_URL)$/.test(name));
  expect(Object.keys(SECRETS).toSorted()).toEqual(secret.toSorted());
});

it.each(Object.entries(SECRETS).flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
  'keeps %s out of the log in every encoding',
  (_name, secret) => {
    const basic = (user: string) => Buffer.from(`${user}:${secret}`).toString('base64');
    const forms = [
      secret,
      encodeURIComponent(secret),
      encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase()),
      new URLSearchParams({ secret }).toString(),
      new URL(`https://user:${encodeURIComponent(secret)}@mytpe.example/?q=1`).href,
      ...['a', 'ab', 'abc'].map((user) => `Authorization: Basic ${basic(user)}`),
      Buffer.from(secret).toString('base64url'),
    ];
    const search = createSecretSearch({ it: secret });
    for (const form of forms) {
      const lines = logged(`before ${form} after`);
      expect([form, search(Buffer.from(lines))]).toEqual([form, []]);
      expect(lines).not.toContain(form);
      // The surrounding text stays readable, and every line is still JSON.
      expect(
        lines
          .trim()
          .split('\n')
          .map((line) => (JSON.parse(line) as { msg: string }).msg)[0],
      ).toMatch(/^before .*\[hidden\].* after$/);
    }
    expect(search(Buffer.from(JSON.stringify(secret)))).toEqual(['it']);
  },
);

it('the password of a connection string that is not a URL is a secret', () => {
  const withStore = (url: string) => secretsOf({ ...settings, STORE_URL: url });
  expect(withStore('postgres://shop:50%off#1@db/shop')).toContain('50%off#1');
  expect(withStore('postgres://db/shop?user=shop&password=in-the-query')).toContain('in-the-query');
});
