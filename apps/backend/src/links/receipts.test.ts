import type { Environment } from '@mytpe-pay/contract';
import { generateReceiptKey, importReceiptKey } from '@mytpe-pay/tokens';
import { expect, it, onTestFinished } from 'vitest';

import type { LinkRow } from '../domain/link.ts';
import { payerLink } from '../../test/repository-contract.ts';
import { createRepository } from '../repository/repository.ts';
import { openSqlite } from '../repository/sqlite.ts';
import { createReceipts, type Receipts } from './receipts.ts';

/** Creates a store with a clock that only the test advances. */
function installation() {
  const repository = createRepository(openSqlite(':memory:'));
  onTestFinished(() => repository.close());
  const self = {
    repository,
    now: 1000,
    start: (environment: Environment, signingKey: string | null = null): Promise<Receipts> =>
      createReceipts({
        repository,
        clock: { now: () => self.now, sleep: async () => {} },
        issuer: 'https://pay.shop.example',
        environment,
        baseUrl: payerLink('x').baseUrl,
        signingKey,
      }),
    /** Creates a payer link and records its payment. @returns the paid row. */
    async paid(attempt: string): Promise<LinkRow> {
      const link = { ...payerLink(attempt), createdAt: self.now };
      await repository.insertLink(link, { token: 'me', until: self.now }, null);
      await repository.recordDraft(link.id, 'me', { upstreamId: `up-${link.id}`, url: 'https://pay.test/x' });
      const snapshot = { status: 'exhausted', paidCount: 1, totalCollected: 450_000, readAt: self.now };
      return (await repository.recordSnapshot(link.id, snapshot))!;
    },
  };
  return self;
}

const kids = async ({ keys }: Receipts): Promise<string[]> =>
  (await keys()).keys.map((key) => (key as { kid: string }).kid);

it('replicas that start together share one key', async () => {
  const { start } = installation();
  const all = await Promise.all([start('live'), start('live'), start('live')]);
  for (const receipts of all) expect(await kids(receipts)).toHaveLength(1);
});

it('each environment has its own key and publishes only that key', async () => {
  const { start } = installation();
  const [live, sandbox] = [await kids(await start('live')), await kids(await start('sandbox'))];
  expect([live.length, sandbox.length]).toEqual([1, 1]);
  expect(live).not.toEqual(sandbox);
  expect(await kids(await start('live'))).toEqual(live);
});

it('the key of an earlier version no longer signs, and is published in the sandbox only', async () => {
  const { start, repository } = installation();
  const pem = await generateReceiptKey();
  const { publicJwk } = await importReceiptKey(pem);
  await repository.keepValue('receipt_key', pem);
  await repository.keepValue(`receipt_public_key:${publicJwk.kid}`, JSON.stringify(publicJwk));
  expect(await kids(await start('live'))).not.toContain(publicJwk.kid);
  const sandbox = await kids(await start('sandbox'));
  expect([sandbox.length, sandbox.at(-1)]).toEqual([2, publicJwk.kid]);
  // A key that was configured from the beginning is listed once.
  const configured = installation();
  await configured.repository.keepValue(`receipt_public_key:${publicJwk.kid}`, JSON.stringify(publicJwk));
  expect(await kids(await configured.start('sandbox', pem))).toEqual([publicJwk.kid]);
});

it('a link created in the other environment gets no receipt after MYTPE_ENVIRONMENT changes', async () => {
  const shop = installation();
  await shop.start('sandbox');
  const test = await shop.paid('attempt-1');
  shop.now += 1000;
  const live = await shop.start('live');
  expect([live.isMissing(test), (await live.ensure(test)).receipt]).toEqual([false, null]);
  expect((await live.ensure(await shop.paid('attempt-2'))).receipt).not.toBeNull();
  // A restart does not change the environment.
  const before = await shop.paid('attempt-3');
  shop.now += 1000;
  const restarted = await shop.start('live');
  expect([test, before].map(restarted.isMissing)).toEqual([false, true]);
});
