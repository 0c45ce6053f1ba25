import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LinkView } from '@mytpe-pay/contract';
import { OfferKeys } from '@mytpe-pay/tokens';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';

import { namedBlock, sectionOf, sitePage } from '../../../.ci/site-page.ts';
import { Variables } from '../src/config/settings-schema.ts';
import { EVENT_TYPES } from '../src/repository/outbox.ts';
import { CLOSE_REASONS, LinkClosedEvent, LinkPaidEvent } from '../src/webhooks/outbox-message.ts';
import { RETRY_AFTER } from '../src/webhooks/retry-delay.ts';

/** Returns the first column of all tables of a text. */
const firstColumn = (text: string): string[] => [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name!);

describe('reference/events', () => {
  const page = sitePage('reference/events');
  const webhooks = sectionOf(page, '## Webhooks to your server');
  const common = firstColumn(webhooks.split('\n### ')[0]!);

  it('lists the fields of a link in the order of the stream', () => {
    const names = firstColumn(sectionOf(page, '## Event stream of a link'));
    expect(names).toEqual(['link', ...Object.keys(LinkView.shape)]);
  });

  it('has a section for each webhook event, with all of its fields', () => {
    expect([...webhooks.matchAll(/^### `(.+)`$/gm)].map(([, type]) => type)).toEqual(EVENT_TYPES);
    const paid = [...common, ...firstColumn(sectionOf(webhooks, '### `link.paid`'))];
    expect(paid).toEqual(Object.keys(LinkPaidEvent.shape.data.shape));
    const [reason, ...reasons] = firstColumn(sectionOf(webhooks, '### `link.closed`'));
    expect([...common, reason]).toEqual(Object.keys(LinkClosedEvent.shape.data.shape));
    expect(reasons).toEqual(CLOSE_REASONS);
  });
});

it('develop/webhooks names the delays between retries', () => {
  const [, text] = /retries after (.+? and 24 h)\./s.exec(sitePage('develop/webhooks'))!;
  const units = { s: 1000, min: 60_000, h: 3_600_000 };
  const named = [...text!.matchAll(/(\d+) (s|min|h)\b/g)].map(([, count, unit]) => Number(count) * units[unit as 's']);
  expect(named).toEqual(RETRY_AFTER);
});

describe('develop/signed-offers', () => {
  const page = sitePage('develop/signed-offers');
  const override = parse(namedBlock(page, 'title="compose.override.yaml"')) as {
    services: { backend: { environment: Record<string, string>; secrets: string[] } };
    secrets: Record<string, { file: string }>;
  };

  it('adds existing settings and its own secrets to the service of the Compose file', () => {
    const { environment, secrets } = override.services.backend;
    const compose = parse(readFileSync(new URL('../deploy/compose.yaml', import.meta.url), 'utf8')) as typeof override;
    expect(Object.keys(compose.services)).toContain('backend');
    const names = Object.keys(environment).map((name) => name.replace(/_FILE$/, ''));
    expect(names.filter((name) => !(name in Variables.shape))).toEqual([]);
    expect(Object.keys(override.secrets)).toEqual(secrets);
    const files = Object.values(environment).filter((value) => value.startsWith('/run/'));
    expect(files).toEqual(secrets.map((name) => `/run/secrets/${name}`));
  });

  it.skipIf(spawnSync('openssl', ['version']).status !== 0)('generates keys that the backend accepts', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'keys-'));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    const printed = execFileSync('sh', ['-ec', namedBlock(page, 'keys')], { cwd, encoding: 'utf8' });
    const read = (name: string): string => readFileSync(join(cwd, override.secrets[name]!.file), 'utf8');
    const keys = OfferKeys.parse(JSON.parse(read('offer_token_keys')));
    expect(Variables.shape.OFFER_TOKEN_KEYS.safeParse(read('offer_token_keys')).success).toBe(true);
    const secret = read('merchant_webhook_secret');
    expect(Variables.shape.MERCHANT_WEBHOOK_SECRET.safeParse(secret).success).toBe(true);
    expect(keys).toMatchObject([{ kid: 'shop-1', alg: 'HS256' }]);
    const lines = [`OFFER_TOKEN_SECRET=${(keys[0] as { secret: string }).secret}`, `MERCHANT_WEBHOOK_SECRET=${secret}`];
    expect(printed.trim().split('\n')).toEqual(lines);
    const again = spawnSync('sh', ['-c', namedBlock(page, 'keys')], { cwd, encoding: 'utf8' });
    expect(again.status).not.toBe(0);
    expect([read('offer_token_keys'), read('merchant_webhook_secret')]).toEqual([JSON.stringify(keys), secret]);
  });
});
