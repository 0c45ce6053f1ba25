import { startSandbox } from '@mytpe-pay/sandbox';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { APIS, type Api } from '../src/domain/api-limits.ts';
import { ONE_LINK, type System, eventually, slugOf, testClient } from './harness.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { createInstallation } from './installation.ts';
import { INVOICE, OFFER_TOKEN_KEYS, mostPayableDuring, payable, token } from './signing.ts';

type Replica = Pick<System, 'post' | 'get' | 'made' | 'control'> & { readonly url: string };

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

/** Starts backends on one database, as behind a proxy. */
async function replicas(count: number, api: Api, more: Record<string, string> = {}): Promise<Replica[]> {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const installation = createInstallation(sandbox, api);
  const env = { STORE_URL: await postgres.database(), ...more };
  const start = async (): Promise<Replica> => {
    const { app } = await installation.start({ env });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    return { url, ...testClient(url, sandbox.url) };
  };
  return Promise.all(Array.from({ length: count }, start));
}

describe.each(APIS)('several backends on one PostgreSQL database, with %s:', (api) => {
  it('50 presses with one key, spread over three replicas, create one link', async () => {
    const all = await replicas(3, api);
    const responses = await Promise.all(
      Array.from({ length: 50 }, (_, n) => all[n % all.length]!.post({ offer: 'tshirt' }, 'one-key')),
    );
    expect(new Set(responses.map(({ body }) => body.url)).size).toBe(1);
    expect(await all[0]!.made()).toEqual(ONE_LINK[api]);
  });

  it('the first views of a shared offer cost one create and one publish', async () => {
    const all = await replicas(2, api);
    await Promise.all(Array.from({ length: 40 }, (_, n) => all[n % 2]!.get('/v1/offers/pay-us')));
    await eventually(
      async () => (await all[1]!.get('/v1/offers/pay-us')).body.link?.payable === true,
      'both show the one link',
    );
    expect(await all[0]!.made()).toEqual(ONE_LINK[api]);
  });

  it('a payment is reported on the streams of every replica', async () => {
    const all = await replicas(2, api);
    const { body: link } = await all[0]!.post({ offer: 'tshirt' }, 'followed');
    const streams = await Promise.all(all.map(({ url }) => fetch(`${url}/v1/links/${link.id}/events`)));
    const readers = streams.map(({ body }) => body!.pipeThrough(new TextDecoderStream()).getReader());
    await all[0]!.control('POST', `/links/${slugOf(link)}/pay`, {});
    for (const reader of readers) {
      let text = '';
      await eventually(async () => (text += (await reader.read()).value ?? '').includes('"paid":true'), 'paid', 20);
      await reader.cancel();
    }
  }, 40_000);

  it('a signed order has one payable link, for any client and any amount', async () => {
    const all = await replicas(3, api, { OFFER_TOKEN_KEYS });
    const offerToken = await token(INVOICE);
    const [one] = all as [Replica];
    await one.control('POST', '/faults', { match: { path_regex: '^/api/' }, fault: { type: 'latency', ms: 20 } });
    const work = Promise.all(
      Array.from({ length: 6 }, (_, n) => {
        const order = { offer_token: offerToken, amount: `${500 + n}.00` };
        return all[n % all.length]!.post(order, `key-${n}`);
      }),
    );
    expect(await mostPayableDuring(one, work)).toBe(1);
    expect(await payable(one)).toHaveLength(1);
    expect((await work).some(({ status }) => status === 201)).toBe(true);
    const keys = await Promise.all(all.map(({ get }) => get<object>('/.well-known/jwks.json')));
    expect(new Set(keys.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  }, 40_000);

  it('replicas share the budgets', async () => {
    const all = await replicas(2, api, { MAX_LINKS_PER_MINUTE: '8' });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await all[n % 2]!.post({ offer: 'tshirt' }, `key-${n}`)).status);
    expect(statuses).toEqual([201, 201, 429, 429]);
  });

  it('replicas continue after the database closed all connections', async () => {
    const all = await replicas(2, api);
    const { body } = await all[0]!.post({ offer: 'tshirt' }, 'kept');
    await postgres.killConnections();
    const again = await all[1]!.post({ offer: 'tshirt' }, 'kept');
    expect([again.status, again.body.id]).toEqual([200, body.id]);
    expect((await all[0]!.post({ offer: 'tshirt' }, 'next')).status).toBe(201);
  });
});
